//! Coming into segments and leaving them, and what that starts.

use crate::plans::*;
use crate::walker::Walker;
use filrouge_plan::program::{Comparison, Root};
use filrouge_plan::*;

/// A journey that coming into a segment, or leaving it, starts.
fn by_segment(name: &str, segment: &str, leave: bool, steps: Vec<Step>) -> Journey {
    let mut journey = journey(name, "", steps);
    journey.enter.by = Entry::Segment { segment: segment.into(), leave };
    journey
}

fn pauses() -> Vec<Step> {
    vec![wait("pause", hours(1), done())]
}

#[test]
fn coming_into_a_segment_starts_a_journey_and_so_does_leaving_it() {
    let welcome = by_segment("welcome", "french", false, pauses());
    let goodbye = by_segment("goodbye", "french", true, pauses());
    let mut walker = Walker::new(shop(vec![goodbye, welcome]));
    assert_eq!(walker.told(), ["entered", "waiting"]);
    assert_eq!(walker.person.instances[0].journey, "welcome");
    assert!(walker.person.instances[0].entry.is_empty());
    walker.know("country", "BE");
    assert_eq!(walker.told(), ["entered", "waiting"]);
    walker.know("country", "BE");
    assert!(walker.told().is_empty());
}

#[test]
fn the_entry_by_segment_is_judged_like_every_other() {
    let mut welcome = by_segment("welcome", "french", false, pauses());
    welcome.enter.when = Some(compare(Comparison::AtLeast, Root::Profile, POINTS, Value::Int(1)));
    let mut walker = Walker::new(shop(vec![welcome]));
    assert_eq!(walker.told(), ["not entered MissingValue"]);
}

#[test]
fn a_crossing_comes_behind_everything_that_its_event_brings_about() {
    let arms = vec![on("again", "Session Started", to("move"))];
    let steps =
        vec![wait_until("wait", arms, None), update("move", "country", constant("BE".into()), done())];
    let moves = journey("moves", "Ping", steps);
    let by_event = journey("by-event", "Session Started", pauses());
    let goodbye = by_segment("a-goodbye", "french", true, pauses());
    let arms = vec![when("moved", not_in("french"), done())];
    let waits = journey("waits", "Ping", vec![wait_until("wait", arms, None)]);
    let mut walker = Walker::new(shop(vec![goodbye, by_event, moves, waits]));
    walker.ping();
    walker.told();
    walker.event("Session Started", vec![]);
    let journeys: Vec<_> = walker.decisions.iter().map(|decision| decision.journey.as_str()).collect();
    assert_eq!(journeys.iter().collect::<std::collections::BTreeSet<_>>().len(), 4);
    let first = |name: &str| journeys.iter().position(|journey| *journey == name);
    assert!(first("by-event") < first("moves"), "entries by the event are first: {journeys:?}");
    assert!(first("moves") < first("waits"), "then conditions: {journeys:?}");
    assert!(first("waits") < first("a-goodbye"), "the crossing is last: {journeys:?}");
}

#[test]
fn segments_that_send_each_other_round_are_stopped() {
    let to_belgium = vec![update("move", "country", constant("BE".into()), done())];
    let to_france = vec![update("move", "country", constant("FR".into()), done())];
    let mut walker = Walker::new(shop(vec![
        by_segment("out", "french", false, to_belgium),
        by_segment("back", "french", true, to_france),
    ]));
    let told = walker.told();
    assert_eq!(told.iter().filter(|told| *told == "not entered Endless").count(), 1);
    assert_eq!(told.iter().filter(|told| *told == "entered").count(), 17);
    walker.ping();
    assert!(walker.person.instances.is_empty());
}

#[test]
fn a_change_of_the_plan_brings_nobody_in() {
    let mut walker = Walker::new(shop(vec![journey("stays", "Ping", pauses())]));
    walker.ping();
    let mut wider =
        shop(vec![journey("stays", "Ping", pauses()), by_segment("new", "reachable", false, pauses())]);
    wider.segments.push(Segment {
        name: "reachable".into(),
        when: is(Root::Profile, COUNTRY, "FR".into()),
        only_for: Vec::new(),
    });
    walker.activate(wider);
    assert!(walker.person.segments.contains("reachable"));
    assert_eq!(walker.person.instances.len(), 1);
}
