//! Computed traits: what events do to them, what time does, and what follows from that.

use crate::plans::*;
use crate::walker::{Walker, moment};
use filrouge_machine::*;
use filrouge_plan::program::{Comparison, Root};
use filrouge_plan::*;

pub fn fold(name: &str, by: FoldKind, ty: Type) -> Trait {
    let of = (by != FoldKind::Count).then(|| slot(Root::Event, 0));
    let made = Fold { by, event: "Ping".into(), when: None, of, within: None, late: None };
    Trait { field: field(name, ty), made: Made::Fold(made), only_for: Vec::new() }
}

pub fn within(mut own: Trait, window: Period, lateness: Option<Period>) -> Trait {
    if let Made::Fold(fold) = &mut own.made {
        (fold.within, fold.late) = (Some(window), lateness);
    }
    own
}

/// A shop with traits, and the segment `busy` of those with at least three pings.
fn tracked(traits: Vec<Trait>, journeys: Vec<Journey>) -> Plan {
    let mut plan = shop(journeys);
    let first = u16::try_from(plan.profile.slots().count()).unwrap();
    let busy = match &traits[0].field.ty {
        Type::Bool => is(Root::Profile, first, Value::Bool(true)),
        _ => compare(Comparison::AtLeast, Root::Profile, first, Value::Int(3)),
    };
    plan.segments.push(Segment { name: "busy".into(), when: busy, only_for: Vec::new() });
    plan.traits = traits;
    plan
}

fn pings() -> Trait {
    within(fold("pings", FoldKind::Count, Type::Int), hours(2), None)
}

fn value(walker: &Walker, name: &str) -> Value {
    walker.person.profile[walker.ready.plan().slot(name).unwrap()].clone()
}

fn ping(walker: &mut Walker, count: i64) {
    walker.event("Ping", vec![Value::Int(count)]);
}

fn ping_of(walker: &mut Walker, at: i64) {
    walker.input(InputKind::Event(Event { name: "Ping".into(), fields: vec![Value::Int(1)], at: Some(at) }));
}

#[test]
fn nothing_has_happened_yet() {
    let optional = || Type::Optional(Box::new(Type::Int));
    let walker = Walker::new(tracked(
        vec![
            fold("count", FoldKind::Count, Type::Int),
            fold("sum", FoldKind::Sum, Type::Int),
            fold("last", FoldKind::Last, optional()),
        ],
        vec![],
    ));
    assert_eq!(value(&walker, "count"), Value::Int(0));
    assert_eq!(value(&walker, "sum"), Value::Int(0));
    assert_eq!(value(&walker, "last"), Value::Absent);
}

#[test]
fn an_event_leaves_its_window_at_the_exact_millisecond() {
    let mut walker = Walker::new(tracked(vec![pings()], vec![]));
    let start = walker.now;
    for minutes in [0, 30, 60] {
        walker.until(start + minutes * 60_000);
        ping(&mut walker, 1);
    }
    assert!(walker.person.segments.contains("busy"));
    walker.until(start + 7_200_000 - 1);
    assert_eq!(value(&walker, "pings"), Value::Int(3));
    walker.until(start + 7_200_000);
    assert_eq!(value(&walker, "pings"), Value::Int(2));
    assert!(!walker.person.segments.contains("busy"));
    walker.pass(24);
    assert_eq!(value(&walker, "pings"), Value::Int(0));
    assert!(walker.timers.is_empty());
}

#[test]
fn an_input_that_comes_before_its_late_timer_finds_the_same() {
    let mut walker = Walker::new(tracked(vec![pings()], vec![]));
    ping(&mut walker, 1);
    walker.now += 7_200_000;
    ping(&mut walker, 1);
    assert_eq!(value(&walker, "pings"), Value::Int(1));
}

#[test]
fn a_window_brings_people_into_segments_and_out_and_starts_journeys() {
    let by = |name: &str, leave| {
        let mut journey = journey(name, "", vec![wait("pause", hours(9), done())]);
        journey.enter.by = Entry::Segment { segment: "busy".into(), leave };
        journey
    };
    let mut walker = Walker::new(tracked(vec![pings()], vec![by("calms", true), by("gets", false)]));
    walker.told();
    (0..3).for_each(|_| ping(&mut walker, 1));
    assert_eq!(walker.told(), ["entered", "waiting"]);
    walker.pass(2);
    assert_eq!(walker.told(), ["entered", "waiting"]);
    let journeys: Vec<_> = walker.person.instances.iter().map(|walk| walk.journey.as_str()).collect();
    assert_eq!(journeys, ["gets", "calms"]);
}

#[test]
fn a_calendar_window_is_longer_on_the_day_that_is() {
    let own = within(fold("pings", FoldKind::Count, Type::Int), days(1), None);
    let mut walker = Walker::new(tracked(vec![own], vec![]));
    walker.until(moment("2027-10-30T12:00:00+02:00"));
    ping(&mut walker, 1);
    walker.pass(24);
    assert_eq!(value(&walker, "pings"), Value::Int(1), "the clocks went back in the night");
    walker.pass(1);
    assert_eq!(value(&walker, "pings"), Value::Int(0));
}

#[test]
fn a_late_event_is_put_where_it_belongs_and_one_that_is_too_late_nowhere() {
    let own = within(fold("pings", FoldKind::Count, Type::Int), hours(48), Some(hours(24)));
    let mut walker = Walker::new(tracked(vec![own, fold("zall", FoldKind::Count, Type::Int)], vec![]));
    let now = walker.now;
    ping_of(&mut walker, now - 23 * 3_600_000);
    ping_of(&mut walker, now - 25 * 3_600_000);
    ping_of(&mut walker, 0);
    ping_of(&mut walker, now + 1_000_000);
    assert_eq!(value(&walker, "pings"), Value::Int(2));
    assert_eq!(value(&walker, "zall"), Value::Int(4), "without a lateness an event counts when it comes in");
    walker.pass(25);
    assert_eq!(value(&walker, "pings"), Value::Int(1));
    walker.pass(23);
    assert_eq!(value(&walker, "pings"), Value::Int(0));
}

#[test]
fn an_absence_begins_with_the_person_and_ends_with_the_event() {
    let made = Made::Absence { event: "Ping".into(), when: None, lasting: hours(24), late: None };
    let mut walker = Walker::new(tracked(
        vec![Trait { field: field("silent", Type::Bool), made, only_for: Vec::new() }],
        vec![],
    ));
    assert_eq!(value(&walker, "silent"), Value::Bool(false));
    walker.pass(24);
    assert_eq!(value(&walker, "silent"), Value::Bool(true));
    assert!(walker.person.segments.contains("busy"));
    ping(&mut walker, 1);
    assert_eq!(value(&walker, "silent"), Value::Bool(false));
    assert!(!walker.person.segments.contains("busy"));
}

#[test]
fn a_condition_is_held_after_its_time_without_a_break() {
    let made = Made::Held { when: in_segment("french"), lasting: hours(24) };
    let mut walker = Walker::new(tracked(
        vec![Trait { field: field("rooted", Type::Bool), made, only_for: Vec::new() }],
        vec![],
    ));
    walker.pass(23);
    walker.know("country", "BE");
    walker.know("country", "FR");
    walker.pass(23);
    assert_eq!(value(&walker, "rooted"), Value::Bool(false));
    walker.pass(1);
    assert_eq!(value(&walker, "rooted"), Value::Bool(true));
    assert!(walker.person.segments.contains("busy"));
    walker.know("country", "BE");
    assert_eq!(value(&walker, "rooted"), Value::Bool(false));
    assert!(walker.person.segments.is_empty());
}

fn sequence(late: Option<Period>) -> Trait {
    let (first, then) = ("Ping".into(), "Order Completed".into());
    let made = Made::Sequence { first, when: None, then, within: hours(1), late };
    Trait { field: field("bought_soon", Type::Bool), made, only_for: Vec::new() }
}

#[test]
fn a_sequence_is_one_event_and_then_the_other_in_time() {
    let mut walker = Walker::new(tracked(vec![sequence(None)], vec![]));
    walker.order("c1");
    ping(&mut walker, 1);
    assert_eq!(value(&walker, "bought_soon"), Value::Bool(false));
    walker.now += 3_600_001;
    walker.order("c1");
    assert_eq!(value(&walker, "bought_soon"), Value::Bool(false));
    ping(&mut walker, 1);
    walker.now += 3_600_000;
    walker.order("c1");
    assert_eq!(value(&walker, "bought_soon"), Value::Bool(true));
}

#[test]
fn a_sequence_whose_first_event_comes_late_has_come() {
    let mut walker = Walker::new(tracked(vec![sequence(Some(hours(12)))], vec![]));
    walker.order("c1");
    let at = walker.now - 1_000;
    walker.pass(6);
    ping_of(&mut walker, at);
    assert_eq!(value(&walker, "bought_soon"), Value::Bool(true));
}

#[test]
fn a_trait_outlives_a_change_of_the_plan_and_starts_anew_when_it_means_something_else() {
    let welcome = |segment: &str| {
        let mut journey = journey("welcome", "", vec![wait("pause", hours(9), done())]);
        journey.enter.by = Entry::Segment { segment: segment.into(), leave: false };
        journey
    };
    let mut walker = Walker::new(tracked(vec![pings()], vec![]));
    (0..3).for_each(|_| ping(&mut walker, 1));
    let mut wider = tracked(vec![pings()], vec![welcome("busy")]);
    wider.profile.fields.push(field("more", Type::Bool));
    let slot = u16::try_from(wider.slot("pings").unwrap()).unwrap();
    wider.segments[1].when = compare(Comparison::AtLeast, Root::Profile, slot, Value::Int(2));
    walker.activate(wider);
    assert_eq!(value(&walker, "pings"), Value::Int(3), "one more field changes no trait");
    assert!(walker.person.instances.is_empty(), "a plan brings nobody in");
    let longer = within(fold("pings", FoldKind::Count, Type::Int), hours(5), None);
    walker.activate(tracked(vec![longer], vec![]));
    assert_eq!(value(&walker, "pings"), Value::Int(0));
    assert!(!walker.person.segments.contains("busy"));
    ping(&mut walker, 1);
    walker.activate(shop(vec![]));
    assert!(walker.person.traits.is_empty());
    assert!(walker.timers.is_empty());
}

#[test]
fn state_is_bounded_whatever_comes() {
    let own = within(fold("pings", FoldKind::Count, Type::Int), days(30), None);
    let mut walker = Walker::new(tracked(vec![own, fold("values", FoldKind::Distinct, Type::Int)], vec![]));
    for number in 0..1_100 {
        let input = Input {
            id: Id::of(&["many", &number.to_string()]),
            at: walker.now + number,
            kind: InputKind::Event(Event { name: "Ping".into(), fields: vec![Value::Int(number)], at: None }),
        };
        drop(filrouge_machine::step(&walker.ready, crate::walker::WHO, &mut walker.person, &input));
    }
    assert_eq!(value(&walker, "pings"), Value::Int(1_000));
    assert_eq!(value(&walker, "values"), Value::Int(1_000));
}
