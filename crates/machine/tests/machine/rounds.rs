//! `repeat`, also when the plan changes under it.

use crate::plans::*;
use crate::walker::Walker;
use filrouge_machine::Outcome;
use filrouge_plan::{Action, Period, Plan, Repeat, Step};
use std::collections::BTreeSet;

fn nag(max: u32, every: Option<Period>) -> Step {
    let repeat = Repeat { max, every, as_long_as: None, until: None, body: to("hello") };
    step("nag", Action::Repeat(repeat), done())
}

fn nagging(max: u32, every: Option<Period>) -> Plan {
    let hello = send("hello", "orders", &["email"], to("nag"));
    shop(vec![journey("nagging", "Ping", vec![nag(max, every), hello])])
}

fn after_one_round() -> Walker {
    let mut walker = Walker::new(nagging(3, Some(days(2))));
    walker.ping();
    walker.outcome(Outcome::Sent { receipt: None });
    walker.told();
    walker
}

#[test]
fn each_round_sends_a_message_of_its_own() {
    let mut walker = after_one_round();
    for _ in 0..2 {
        walker.pass(48);
        walker.outcome(Outcome::Sent { receipt: None });
    }
    assert!(walker.is_out());
    let effects: BTreeSet<_> = walker.messages.iter().map(|message| message.effect).collect();
    assert_eq!(effects.len(), 3);
}

#[test]
fn an_outcome_that_comes_twice_makes_no_other_round() {
    let mut walker = after_one_round();
    walker.outcome(Outcome::Sent { receipt: None });
    assert_eq!(walker.told(), Vec::<String>::new());
    assert_eq!(walker.stands_on(), "nag");
}

#[test]
fn a_pause_that_changes_is_counted_from_when_the_round_began() {
    let mut walker = after_one_round();
    let began = walker.now;
    walker.activate(nagging(3, Some(hours(5))));
    assert_eq!(walker.timers.values().next(), Some(&(began + 5 * 3_600_000)));
    walker.activate(nagging(3, None));
    walker.pass(0);
    assert_eq!(walker.told().last().unwrap(), "queued email");
}

#[test]
fn rounds_that_are_taken_away_are_not_made() {
    let mut walker = after_one_round();
    walker.activate(nagging(1, Some(days(2))));
    walker.pass(48);
    assert_eq!(walker.told(), ["resumed max", "exited completed"]);
}

#[test]
fn a_renamed_repetition_keeps_its_rounds() {
    let mut plan = nagging(3, Some(days(2)));
    let steps = &mut plan.journeys[0].steps;
    steps[0].name = "pester".into();
    steps[0].was = Some("nag".into());
    steps[1].next = to("pester");
    plan.journeys[0].start = to("pester");
    let mut walker = after_one_round();
    walker.activate(plan);
    walker.pass(48);
    assert_eq!(walker.told(), ["round 2", "queued email"]);
}

#[test]
fn a_repetition_that_is_gone_takes_people_out_of_its_pause() {
    let mut walker = after_one_round();
    walker.activate(shop(vec![journey(
        "nagging",
        "Ping",
        vec![send("hello", "orders", &["email"], done())],
    )]));
    assert_eq!(walker.told(), ["exited removed"]);
}
