//! Coming in, and coming in again.

use crate::plans::*;
use crate::walker::Walker;
use filrouge_machine::{PastEntry, Verdict};
use filrouge_plan::program::{Comparison, Root};
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
    let refused = ["passed by cart", "not entered MissingValue", "not entered MissingValue"];
    let shown: Vec<_> =
        walker.decisions.iter().map(|decision| decision.conditions[0].operands.len()).collect();
    assert_eq!(walker.told(), refused);
    assert!(shown.iter().all(|operands| *operands > 0));
}

#[test]
fn journeys_that_an_event_does_not_fit_are_told_in_one_decision() {
    let named = |name: &str, value: i64| {
        let mut journey = cart();
        journey.name = name.into();
        journey.enter.when = Some(compare(Comparison::AtLeast, Root::Event, 1, Value::Int(value)));
        journey
    };
    let mut walker = Walker::new(shop(vec![named("dear", 90), named("cheap", 10), named("fair", 50)]));
    walker.cart("c1", 30);
    let passed = walker.decisions.last().unwrap().clone();
    assert_eq!(walker.told(), ["entered", "waiting", "passed by dear fair"]);
    assert_eq!((passed.journey.as_str(), passed.origin.as_str()), ("", "journey/dear/enter"));
    let conditions: Vec<_> = passed.conditions.iter().map(|it| it.origin.as_str()).collect();
    assert_eq!(conditions, ["journey/dear/enter/where", "journey/fair/enter/where"]);
    assert!(passed.conditions.iter().all(|it| it.operands.iter().any(|(_, value)| *value == Value::Int(30))));
    assert!(passed.is_about("fair") && !passed.is_about("cheap"));
    let own = passed.about("fair");
    assert_eq!(own.verdict, Verdict::PassedBy { journeys: vec!["fair".into()] });
    assert_eq!(own.conditions[0].origin, "journey/fair/enter/where");
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

fn carts_that_may_come_again(re_entry: ReEntry, count: i64) -> Walker {
    let mut cart = cart();
    cart.enter.re_entry = re_entry;
    cart.steps = vec![wait("pause", hours(1), done())];
    cart.start = to("pause");
    cart.exits = vec![];
    let mut walker = Walker::new(shop(vec![cart]));
    for number in 0..count {
        walker.cart(&format!("c{number}"), 80);
        walker.pass(2);
    }
    walker
}

#[test]
fn keys_are_remembered_as_long_as_re_entry_asks_for_them() {
    let remembered = |re_entry| carts_that_may_come_again(re_entry, 128).person.entries.len();
    assert_eq!(remembered(ReEntry::Never), 128);
    // They are looked at when there are 64. Then those of the day before are left, two hours each, and the last one;
    // a cart later there are 64 again after the 52 that follow.
    assert_eq!(remembered(ReEntry::After(days(1))), 12 + (128 - 64) % 52);
    assert_eq!(remembered(ReEntry::AfterExit), 1 + (128 - 64) % 63);
    assert_eq!(remembered(ReEntry::Every), 1 + (128 - 64) % 63);
}

#[test]
fn a_key_that_is_remembered_no_more_starts_another_walk() {
    let mut walker = carts_that_may_come_again(ReEntry::AfterExit, 3);
    let ids = |walker: &Walker| {
        let all = walker.decisions.iter().filter_map(|decision| decision.instance);
        all.collect::<std::collections::BTreeSet<_>>().len()
    };
    assert_eq!(ids(&walker), 3);
    walker.cart("c0", 80);
    assert_eq!((ids(&walker), walker.person.instances.len()), (4, 1));
}

#[test]
fn of_more_keys_than_anybody_has_the_oldest_are_forgotten() {
    let mut walker = carts_that_may_come_again(ReEntry::Never, 1);
    let old = walker.person.entries.values().next().copied().unwrap();
    for number in 0..10_000 {
        let past = PastEntry { last: old.last + 1 + number, ..old };
        walker.person.entries.insert(("cart".into(), format!("k{number}")), past);
    }
    walker.cart("new", 80);
    assert_eq!(walker.person.entries.len(), 10_000);
    assert!(!walker.person.entries.contains_key(&("cart".into(), "c0".into())));
    walker.told();
    walker.cart("c0", 80);
    walker.cart("k9999", 80);
    assert_eq!(walker.told(), ["entered", "waiting", "not entered ReEntry"]);
}
