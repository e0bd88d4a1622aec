//! `digest`: each event once, whatever comes in the same moment, twice, or with a new plan.

use crate::plans::*;
use crate::walker::Walker;
use filrouge_machine::{Effects, Id, Input, InputKind, Person};
use filrouge_plan::program::Root;
use filrouge_plan::{Action, Digest, DigestWindow, Journey, Plan, Value};

fn collecting(window: DigestWindow) -> Journey {
    let digest =
        Digest { event: "Cart Updated".into(), when: None, key: Some(slot(Root::Event, 0)), window, max: 2 };
    let steps =
        vec![step("carts", Action::Digest(digest), to("hello")), send("hello", "orders", &["email"], done())];
    let mut journey = journey("collecting", "Cart Updated", steps);
    journey.enter.key = Some(slot(Root::Event, 0));
    journey
}

fn hourly() -> Plan {
    shop(vec![collecting(DigestWindow::For(hours(1)))])
}

fn collected(walker: &Walker) -> (u32, usize) {
    let carts = &walker.person.instances[0].digests["carts"];
    (carts.count, carts.items.len())
}

#[test]
fn events_of_the_same_moment_are_one_digest_and_one_message() {
    let mut walker = Walker::new(hourly());
    for value in [1, 2, 3] {
        walker.cart("c1", value);
    }
    assert_eq!(collected(&walker), (3, 2));
    assert_eq!(walker.person.instances.len(), 1);
    walker.pass(1);
    assert_eq!(walker.messages.len(), 1);
}

#[test]
fn an_event_at_the_very_end_of_the_window_is_not_in_it() {
    let mut walker = Walker::new(hourly());
    walker.cart("c1", 1);
    let end = *walker.timers.values().next().unwrap();
    walker.now = end;
    walker.cart("c1", 2);
    assert_eq!(collected(&walker), (1, 1));
    walker.pass(0);
    assert_eq!(walker.messages.len(), 1);
}

#[test]
fn a_timer_that_comes_twice_makes_no_other_digest() {
    let mut walker = Walker::new(hourly());
    walker.cart("c1", 1);
    let timer = *walker.timers.keys().next().unwrap();
    walker.pass(1);
    walker.sent();
    assert_eq!(walker.input(InputKind::Timer { timer }), Effects::default());
    assert_eq!(walker.messages.len(), 1);
}

#[test]
fn an_event_of_another_key_or_without_one_is_not_collected() {
    let mut walker = Walker::new(hourly());
    walker.cart("c1", 1);
    walker.cart("c2", 1);
    walker.event("Cart Updated", vec![Value::Absent, Value::Int(1)]);
    assert_eq!(collected(&walker), (1, 1));
    assert_eq!(walker.person.instances.len(), 2);
}

#[test]
fn a_window_that_changes_is_counted_from_the_first_event() {
    let mut walker = Walker::new(hourly());
    walker.cart("c1", 1);
    let first = walker.now;
    walker.activate(shop(vec![collecting(DigestWindow::For(hours(5)))]));
    assert_eq!(walker.timers.values().next(), Some(&(first + 5 * 3_600_000)));
    assert_eq!(collected(&walker), (1, 1));
}

#[test]
fn a_digest_of_another_event_begins_anew() {
    let mut walker = Walker::new(hourly());
    walker.cart("c1", 1);
    let mut plan = hourly();
    let Action::Digest(digest) = &mut plan.journeys[0].steps[0].action else { panic!() };
    digest.event = "Order Completed".into();
    digest.key = None;
    walker.activate(plan);
    walker.order("c1");
    assert_eq!(collected(&walker), (1, 1));
    assert_eq!(walker.person.instances[0].digests["carts"].event, "Order Completed");
}

#[test]
fn what_was_collected_outlives_the_process() {
    let mut walker = Walker::new(hourly());
    walker.cart("c1", 1);
    let bytes = walker.person.encode(&walker.ready);
    assert_eq!(Person::decode(&walker.ready, &bytes).unwrap(), walker.person);
}

#[test]
fn a_late_timer_does_not_lengthen_the_window() {
    let mut walker = Walker::new(hourly());
    walker.cart("c1", 1);
    walker.now += 2 * 3_600_000;
    let late = InputKind::Event(filrouge_machine::Event {
        name: "Cart Updated".into(),
        fields: vec![Value::from("c1"), Value::Int(9)],
        at: None,
    });
    walker.apply(&Input { id: Id(99), at: walker.now, kind: late });
    assert_eq!(collected(&walker), (1, 1));
    assert_eq!(walker.messages.len(), 1);
}
