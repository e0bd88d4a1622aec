//! `wait`, `wait-until`, timers.

use crate::plans::*;
use crate::walker::{Walker, moment};
use filrouge_machine::{Id, InputKind, TimerChange};
use filrouge_plan::program::Root;
use filrouge_plan::{Action, Timeout, Value, Wait};

fn pauses(wait: Wait) -> Walker {
    let steps = vec![step("pause", Action::Wait(wait), done())];
    Walker::new(shop(vec![journey("pauses", "Ping", steps)]))
}

#[test]
fn a_wait_ends_by_its_timer_and_not_before() {
    let mut walker = pauses(Wait::For(hours(2)));
    walker.ping();
    walker.pass(1);
    assert_eq!(walker.stands_on(), "pause");
    walker.pass(1);
    assert_eq!(walker.told(), ["entered", "waiting", "resumed elapsed", "exited completed"]);
}

#[test]
fn a_calendar_day_is_counted_in_the_persons_own_zone() {
    let mut walker = pauses(Wait::For(days(1)));
    walker.know("timezone", "America/New_York");
    walker.until(moment("2026-10-31T20:00:00-04:00"));
    walker.ping();
    assert_eq!(walker.timers.values().next(), Some(&moment("2026-11-01T20:00:00-05:00")));
}

#[test]
fn a_new_zone_moves_the_local_time_that_is_waited_for() {
    let mut walker = pauses(Wait::Until { minute: Some(9 * 60), weekdays: vec![2], days: vec![] });
    walker.ping();
    assert_eq!(walker.timers.values().next(), Some(&moment("2026-11-24T09:00:00+01:00")));
    walker.know("timezone", "America/New_York");
    assert_eq!(walker.timers.values().next(), Some(&moment("2026-11-24T09:00:00-05:00")));
}

#[test]
fn a_timer_that_comes_twice_or_early_or_from_nowhere_does_no_harm() {
    let mut walker = pauses(Wait::For(hours(2)));
    walker.ping();
    let (timer, due) = walker.timers.iter().map(|(timer, due)| (*timer, *due)).next().unwrap();
    let early = walker.input(InputKind::Timer { timer });
    assert_eq!(early.timers, [TimerChange::Set { timer, at: due }]);
    walker.pass(3);
    assert!(walker.is_out());
    let before = walker.person.clone();
    for timer in [timer, Id(1)] {
        assert_eq!(walker.input(InputKind::Timer { timer }), filrouge_machine::Effects::default());
    }
    assert_eq!(walker.person, before);
}

#[test]
fn an_input_behind_a_late_timer_finds_the_wait_over() {
    let arms = vec![on("back", "Session Started", done())];
    let timeout = Timeout { after: Some(hours(1)), until: None, to: to("rest") };
    let steps = vec![wait_until("choice", arms, Some(timeout)), wait("rest", hours(1), done())];
    let mut walker = Walker::new(shop(vec![journey("late", "Ping", steps)]));
    walker.ping();
    walker.now += 3_600_001;
    walker.event("Session Started", vec![]);
    assert_eq!(walker.told(), ["entered", "waiting", "resumed timeout", "waiting"]);
}

#[test]
fn the_first_arm_that_fits_wins() {
    let fits = is(Root::Profile, COUNTRY, "BE".into());
    let arms = vec![when("moved", fits, done()), on("back", "Session Started", to("rest"))];
    let steps = vec![wait_until("choice", arms, None), wait("rest", hours(1), done())];
    let plan = shop(vec![journey("arms", "Ping", steps)]);

    let mut by_event = Walker::new(plan.clone());
    by_event.ping();
    by_event.event("Session Started", vec![]);
    assert_eq!(by_event.told(), ["entered", "waiting", "resumed back", "waiting"]);

    let mut by_condition = Walker::new(plan.clone());
    by_condition.ping();
    by_condition.know("country", "BE");
    assert_eq!(by_condition.told(), ["entered", "waiting", "resumed moved", "exited completed"]);

    let mut at_once = Walker::new(plan);
    at_once.know("country", "BE");
    at_once.ping();
    assert_eq!(at_once.told(), ["entered", "resumed moved", "exited completed"]);
}

#[test]
fn the_event_that_brings_somebody_in_ends_no_wait_of_theirs() {
    let steps = vec![wait_until("again", vec![on("again", "Ping", done())], None)];
    let mut walker = Walker::new(shop(vec![journey("twice", "Ping", steps)]));
    walker.ping();
    assert_eq!(walker.stands_on(), "again");
    walker.ping();
    assert_eq!(
        walker.told(),
        ["entered", "waiting", "not entered AlreadyInside", "resumed again", "exited completed"]
    );
}

#[test]
fn an_arm_shows_the_operands_that_decided() {
    let arms = vec![when("moved", is(Root::Profile, COUNTRY, "BE".into()), done())];
    let steps = vec![wait_until("choice", arms, None)];
    let mut walker = Walker::new(shop(vec![journey("arms", "Ping", steps)]));
    walker.ping();
    walker.know("country", "BE");
    let resumed = &walker.decisions[2];
    assert_eq!(resumed.origin, "journey/arms/step/choice/arm/moved");
    assert_eq!(resumed.conditions[0].origin, "journey/arms/step/choice/arm/moved/where");
    assert_eq!(resumed.conditions[0].operands[0], (0, Value::from("BE")));
}

#[test]
fn steps_that_go_round_without_a_pause_end() {
    let arms = vec![when("always", is(Root::Profile, COUNTRY, "FR".into()), to("round"))];
    let mut walker = Walker::new(shop(vec![journey("round", "Ping", vec![wait_until("round", arms, None)])]));
    walker.ping();
    assert!(walker.is_out());
    assert_eq!(walker.told().last().unwrap(), "exited endless");
}
