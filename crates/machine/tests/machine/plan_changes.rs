//! People inside when the plan changes.

use crate::plans::*;
use crate::walker::Walker;
use filrouge_machine::Outcome;
use filrouge_plan::{Journey, Plan};

fn pausing(period: u64) -> Journey {
    journey(
        "pausing",
        "Ping",
        vec![wait("pause", hours(period), to("hello")), send("hello", "news", &["email"], done())],
    )
}

fn changed(change: impl FnOnce(&mut Journey)) -> Plan {
    let mut journey = pausing(2);
    change(&mut journey);
    shop(vec![journey])
}

fn inside() -> Walker {
    let mut walker = Walker::new(shop(vec![pausing(2)]));
    walker.ping();
    walker.pass(1);
    walker.told();
    walker
}

#[test]
fn a_longer_wait_is_counted_from_when_it_began() {
    let mut walker = inside();
    let began = walker.now - 3_600_000;
    walker.activate(shop(vec![pausing(5)]));
    assert_eq!(walker.timers.values().next(), Some(&(began + 5 * 3_600_000)));
    assert_eq!(walker.told(), ["waiting"]);
}

#[test]
fn a_shorter_wait_that_is_over_ends_at_once() {
    let mut plan = shop(vec![pausing(2)]);
    plan.journeys[0].steps[0] =
        wait("pause", filrouge_plan::Period { millis: 1, ..Default::default() }, to("hello"));
    let mut walker = inside();
    walker.activate(plan);
    assert_eq!(walker.told(), ["waiting", "resumed elapsed", "queued email"]);
}

#[test]
fn renamed_steps_and_journeys_are_followed() {
    let mut walker = inside();
    walker.activate(changed(|journey| {
        journey.name = "resting".into();
        journey.was = Some("pausing".into());
        journey.steps[0].name = "rest".into();
        journey.steps[0].was = Some("pause".into());
        journey.start = to("rest");
    }));
    assert_eq!(walker.stands_on(), "rest");
    assert_eq!(walker.person.instances[0].journey, "resting");
    assert_eq!(walker.told(), Vec::<String>::new());
    walker.ping();
    assert_eq!(walker.told(), ["not entered AlreadyInside"]);
    walker.pass(1);
    assert_eq!(walker.told(), ["resumed elapsed", "queued email"]);
}

#[test]
fn a_step_that_is_gone_takes_people_out() {
    for removed in [
        changed(|journey| {
            journey.steps.remove(0);
            journey.start = to("hello");
        }),
        changed(|journey| journey.steps[0] = send("pause", "news", &["email"], done())),
        shop(vec![]),
    ] {
        let mut walker = inside();
        walker.activate(removed);
        assert!(walker.is_out() && walker.timers.is_empty());
        assert_eq!(walker.told(), ["exited removed"]);
    }
}

#[test]
fn a_new_text_is_what_the_next_message_says() {
    let mut walker = inside();
    let mut plan = shop(vec![pausing(2)]);
    plan.templates[0].variants.get_mut("fr").unwrap().subject = Some("Salut".into());
    walker.activate(plan);
    walker.pass(1);
    assert_eq!(walker.messages[0].subject.as_deref(), Some("Salut"));
}

#[test]
fn a_message_in_flight_outlives_a_change() {
    let mut walker = inside();
    walker.pass(1);
    walker.activate(shop(vec![pausing(5)]));
    walker.outcome(Outcome::Sent { receipt: None });
    assert_eq!(walker.told().last().unwrap(), "exited completed");
}

#[test]
fn a_message_in_flight_of_a_step_that_is_gone_is_called_back() {
    let mut walker = inside();
    walker.pass(1);
    let effects = walker.activate(shop(vec![]));
    assert_eq!(effects.recalled, [walker.messages[0].effect]);
}

#[test]
fn any_input_under_a_new_plan_brings_people_to_it() {
    let mut walker = inside();
    walker.ready = filrouge_machine::Ready::of(shop(vec![pausing(5)])).unwrap();
    let began = walker.now - 3_600_000;
    walker.know("country", "BE");
    assert_eq!(walker.timers.values().next(), Some(&(began + 5 * 3_600_000)));
}

/// A message, a pause, and perhaps another message behind it.
fn greeting(first: &str, was: Option<&str>, second: Option<&str>) -> Plan {
    let greet = |name: &str, next| send(name, "news", &["email"], next);
    let mut hello = greet(first, to("pause"));
    hello.was = was.map(str::to_owned);
    let behind = second.map_or_else(done, to);
    let mut steps = vec![hello, wait("pause", hours(2), behind)];
    steps.extend(second.map(|name| greet(name, done())));
    shop(vec![journey("greeting", "Ping", steps)])
}

#[test]
fn a_step_that_gets_the_former_name_of_another_sends_a_message_of_its_own() {
    let mut walker = Walker::new(greeting("hello", None, None));
    walker.ping();
    walker.outcome(Outcome::Sent { receipt: None });
    walker.activate(greeting("welcome", Some("hello"), None));
    walker.activate(greeting("welcome", None, Some("hello")));
    walker.pass(2);
    let [first, second] = &walker.messages[..] else { panic!("two messages, not {:?}", walker.messages) };
    assert_ne!(first.effect, second.effect);
}

#[test]
fn a_step_that_takes_the_name_of_one_that_is_gone_sends_a_message_of_its_own() {
    let mut walker = Walker::new(greeting("hello", None, Some("late")));
    walker.ping();
    walker.outcome(Outcome::Sent { receipt: None });
    let mut plan = greeting("hello", None, Some("late"));
    plan.journeys[0].steps.remove(0);
    plan.journeys[0].start = to("pause");
    walker.activate(plan.clone());
    plan.journeys[0].steps[0].next = to("hello");
    plan.journeys[0].steps[1].name = "hello".into();
    plan.journeys[0].steps[1].was = Some("late".into());
    walker.activate(plan);
    walker.pass(2);
    let [first, second] = &walker.messages[..] else { panic!("two messages, not {:?}", walker.messages) };
    assert_ne!(first.effect, second.effect);
}

#[test]
fn two_journeys_that_bear_one_name_in_turn_are_two() {
    let named = |name: &str, was: Option<&str>| {
        let mut own = pausing(2);
        (own.name, own.was) = (name.into(), was.map(str::to_owned));
        own
    };
    let mut walker = Walker::new(shop(vec![named("one", None)]));
    walker.ping();
    let first = walker.person.instances[0].id;
    walker.activate(shop(vec![named("two", Some("one"))]));
    walker.activate(shop(vec![named("two", None), named("one", None)]));
    walker.ping();
    let ids: Vec<_> = walker.person.instances.iter().map(|instance| instance.id).collect();
    assert_eq!(ids.len(), 2);
    assert!(ids[0] == first && ids[1] != first, "{ids:?}");
}
