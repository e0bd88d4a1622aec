//! `backfill`: who was in the segment before the journey was there.

use crate::plans::*;
use crate::walker::Walker;
use filrouge_machine::Verdict;
use filrouge_plan::{Backfill, Entry, Journey, Plan, ReEntry};

const NOTHING: &[&str] = &[];

fn journey_of(backfill: Option<&str>) -> Journey {
    let mut journey = journey("thanks", "Ping", vec![wait("rest", hours(1), done())]);
    journey.enter.by = Entry::Segment { segment: "french".into(), leave: false };
    journey.enter.backfill = backfill.map(|name| Backfill { name: name.into(), over: hours(6) });
    journey
}

fn plan_of(backfill: Option<&str>) -> Plan {
    shop(vec![journey_of(backfill)])
}

/// Léa, who is in the segment, when the journey becomes active.
fn activated() -> Walker {
    let mut walker = Walker::new(shop(vec![]));
    walker.activate(plan_of(Some("launch")));
    walker
}

#[test]
fn whoever_is_in_the_segment_comes_in_within_the_span_and_once() {
    let mut walker = activated();
    assert_eq!(walker.told(), ["backfilled launch"]);
    walker.pass(6);
    assert_eq!(walker.told()[..2], ["entered", "waiting"]);
    walker.pass(24);
    walker.told();
    for name in ["launch", "launch"] {
        walker.activate(plan_of(Some(name)));
        walker.ping();
        walker.pass(24);
    }
    walker.activate(shop(vec![]));
    walker.activate(plan_of(Some("launch")));
    walker.pass(24);
    assert_eq!(walker.told(), NOTHING);
}

#[test]
fn another_name_looks_at_everybody_anew() {
    let mut walker = activated();
    walker.pass(24);
    walker.told();
    walker.activate(plan_of(Some("relaunch")));
    walker.pass(24);
    assert_eq!(walker.told()[..2], ["backfilled relaunch", "entered"]);
}

#[test]
fn whoever_becomes_known_later_is_not_backfilled() {
    let walker = Walker::new(plan_of(Some("launch")));
    let backfilled = |walker: &Walker| {
        walker.decisions.iter().filter(|it| matches!(it.verdict, Verdict::Backfilled { .. })).count()
    };
    assert_eq!((backfilled(&walker), walker.person.instances.len()), (0, 1), "by the segment, as usual");
    let mut walker = walker;
    walker.activate(plan_of(Some("launch")));
    assert_eq!(backfilled(&walker), 0);
}

#[test]
fn moments_are_spread_over_the_span() {
    let mut dues = std::collections::BTreeSet::new();
    for who in 0..40 {
        let mut walker = Walker::new(shop(vec![]));
        walker.who = filrouge_machine::Id(who);
        walker.activate(plan_of(Some("launch")));
        let due = *walker.timers.values().next().unwrap() - walker.now;
        assert!((0..=6 * 3_600_000).contains(&due));
        dues.insert(due / 3_600_000);
    }
    assert_eq!(dues.len(), 6, "{dues:?}");
}

#[test]
fn a_backfill_that_is_taken_out_lets_nobody_in() {
    let mut walker = activated();
    walker.activate(plan_of(None));
    assert!(walker.timers.is_empty());
    walker.activate(plan_of(Some("launch")));
    walker.pass(24);
    assert_eq!(walker.told(), ["backfilled launch"]);
}

#[test]
fn whoever_has_left_or_come_in_meanwhile_stays_as_they_are() {
    let mut walker = activated();
    walker.know("country", "BE");
    walker.pass(6);
    assert_eq!(walker.told(), ["backfilled launch", "not entered Condition"]);
    let mut plan = plan_of(Some("launch"));
    plan.journeys[0].enter.re_entry = ReEntry::AfterExit;
    let mut walker = Walker::new(shop(vec![]));
    walker.activate(plan);
    walker.know("country", "BE");
    walker.know("country", "FR");
    walker.pass(9);
    let told = walker.told();
    assert_eq!(told.iter().filter(|it| *it == "entered").count(), 1, "{told:?}");
    assert!(told.contains(&"not entered ReEntry".into()), "{told:?}");
}

#[test]
fn a_backfill_follows_its_journey_to_a_new_name() {
    let mut walker = activated();
    let mut plan = plan_of(Some("launch"));
    plan.journeys[0].name = "merci".into();
    plan.journeys[0].was = Some("thanks".into());
    walker.activate(plan);
    walker.pass(6);
    assert_eq!(walker.told()[..2], ["backfilled launch", "entered"]);
}

#[test]
fn two_people_who_become_one_come_in_once_and_are_separated_with_their_timers() {
    let mut lea = activated();
    let mut visitor = Walker::new(shop(vec![])).other(8);
    visitor.ready = filrouge_machine::Ready::of(shop(vec![])).unwrap();
    visitor.know("country", "FR");
    visitor.activate(plan_of(Some("launch")));
    assert_eq!(visitor.timers.len(), 1);
    let (_, mut visitor) = lea.absorb(visitor);
    assert_eq!(lea.timers.len(), 1);
    lea.separate(&mut visitor);
    lea.pass(6);
    let told = lea.told();
    assert_eq!(told.iter().filter(|it| *it == "entered").count(), 1, "{told:?}");
}
