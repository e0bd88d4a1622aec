//! Exit rules that are conditions: judged before every step and while waiting.

use crate::plans::*;
use crate::walker::Walker;
use filrouge_machine::Verdict;
use filrouge_plan::{Exit, Trigger};

/// Waits two hours, unless the person turns out to be French.
fn foreigners() -> Walker {
    let steps = vec![wait("pause", hours(2), to("hello")), send("hello", "marketing", &["email"], done())];
    let mut journey = journey("foreigners", "Ping", steps);
    journey.exits = vec![Exit { name: "at-home".into(), on: Trigger::Condition(in_segment("french")) }];
    Walker::granted(shop(vec![journey]))
}

#[test]
fn a_condition_that_comes_true_takes_the_waiting_out() {
    let mut walker = foreigners();
    walker.ping();
    walker.know("country", "FR");
    assert!(walker.is_out());
    assert_eq!(walker.told().last().unwrap(), "exited at-home");
    walker.pass(3);
    assert!(walker.messages.is_empty());
}

#[test]
fn a_condition_that_holds_already_lets_nobody_come_to_the_first_step() {
    let mut walker = foreigners();
    walker.know("country", "FR");
    walker.ping();
    assert_eq!(walker.told(), ["entered", "exited at-home"]);
}

#[test]
fn everybody_else_goes_on() {
    let mut walker = foreigners();
    walker.know("country", "BE");
    walker.ping();
    walker.pass(2);
    assert_eq!(walker.messages.len(), 1);
}

#[test]
fn a_choice_of_the_person_is_part_of_the_story() {
    let mut walker = foreigners();
    let granted = walker.consent("marketing", Some("email"), true).decisions;
    let refused = walker.consent("marketing", None, false).decisions;
    let [granted, refused] = [&granted[0], &refused[0]];
    assert!(matches!(&granted.verdict, Verdict::Granted { purpose, .. } if purpose == "marketing"));
    assert!(
        matches!(&refused.verdict, Verdict::Withdrew { channel: None, evidence, .. } if evidence == "test")
    );
    assert_eq!(refused.origin, "purpose/marketing");
}
