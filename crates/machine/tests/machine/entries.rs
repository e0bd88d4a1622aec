//! Coming in, and coming in again.

use crate::plans::*;
use crate::walker::Walker;
use filrouge_plan::program::Root;
use filrouge_plan::{Exit, ReEntry, Trigger, Value};

fn pausing(re_entry: ReEntry) -> Walker {
    let mut pausing = journey("pausing", "Ping", vec![wait("pause", hours(2), done())]);
    pausing.enter.re_entry = re_entry;
    pausing.exits = vec![Exit {
        name: "gone".into(),
        on: Trigger::Event { event: "Session Started".into(), when: None },
    }];
    Walker::new(shop(vec![pausing]))
}

#[test]
fn a_condition_and_a_missing_value_keep_people_out() {
    let mut walker = Walker::new(shop(vec![cart()]));
    walker.cart("c1", 19);
    walker.event("Cart Updated", vec!["c1".into(), Value::Absent]);
    walker.event("Cart Updated", vec![Value::Absent, Value::Int(20)]);
    let refused = ["not entered Condition", "not entered MissingValue", "not entered MissingValue"];
    let shown: Vec<_> =
        walker.decisions.iter().map(|decision| decision.conditions[0].operands.len()).collect();
    assert_eq!(walker.told(), refused);
    assert!(shown.iter().all(|operands| *operands > 0));
}

#[test]
fn one_person_walks_once_per_key() {
    let mut walker = Walker::new(shop(vec![cart()]));
    walker.cart("c1", 80);
    walker.cart("c2", 80);
    walker.cart("c1", 90);
    assert_eq!(walker.person.instances.len(), 2);
    assert_eq!(walker.told().last().unwrap(), "not entered AlreadyInside");
}

#[test]
fn never_means_never() {
    let mut walker = pausing(ReEntry::Never);
    walker.ping();
    walker.pass(3);
    walker.ping();
    assert_eq!(walker.told().last().unwrap(), "not entered ReEntry");
}

#[test]
fn after_exit_lets_in_again_with_a_new_rotation() {
    let mut walker = pausing(ReEntry::AfterExit);
    walker.ping();
    let first = walker.person.instances[0].id;
    walker.event("Session Started", vec![]);
    walker.ping();
    assert_eq!(walker.person.instances[0].rotation, 1);
    assert_ne!(walker.person.instances[0].id, first);
}

#[test]
fn after_a_period_is_counted_from_the_last_entry() {
    let mut walker = pausing(ReEntry::After(days(7)));
    walker.ping();
    walker.pass(7 * 24 - 1);
    walker.ping();
    assert!(walker.is_out());
    walker.pass(1);
    walker.ping();
    assert_eq!(walker.stands_on(), "pause");
}

#[test]
fn every_event_starts_anew() {
    let mut walker = pausing(ReEntry::Every);
    walker.ping();
    walker.pass(1);
    walker.ping();
    assert_eq!(walker.told(), ["entered", "waiting", "exited re-entered", "entered", "waiting"]);
    assert_eq!(walker.timers.values().next(), Some(&(walker.now + 7_200_000)));
}

#[test]
fn an_exit_takes_out_those_whom_it_names() {
    let mut walker = Walker::new(shop(vec![cart()]));
    walker.cart("c1", 80);
    walker.cart("c2", 80);
    walker.order("c1");
    let left: Vec<_> = walker.person.instances.iter().map(|instance| instance.key.as_str()).collect();
    assert_eq!(left, ["c2"]);
    assert_eq!(walker.told().last().unwrap(), "exited bought");
}

#[test]
fn a_split_takes_the_first_way_that_holds() {
    use filrouge_plan::{Action, Split, Way};
    let way = |name: &str, country: &str| Way {
        name: name.into(),
        when: is(Root::Profile, COUNTRY, country.into()),
        to: done(),
    };
    let split = Split { ways: vec![way("belgium", "BE"), way("france", "FR")], otherwise: done() };
    let steps = vec![step("where", Action::Split(split), done())];
    let mut walker = Walker::new(shop(vec![journey("split", "Ping", steps)]));
    walker.ping();
    walker.know("country", "DE");
    walker.ping();
    let told = walker.told();
    assert_eq!([&told[1], &told[4]], ["took france", "took otherwise"]);
}
