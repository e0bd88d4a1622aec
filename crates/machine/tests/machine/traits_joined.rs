//! Computed traits of two people who become one, and are separated again.

use crate::plans::*;
use crate::traits::{fold, within};
use crate::walker::Walker;
use filrouge_plan::program::{Comparison, Root};
use filrouge_plan::{FoldKind, Made, Plan, Segment, Trait, Type, Value};

const DAY: i64 = 24;

fn carts() -> Plan {
    shop(vec![cart()])
}

fn counted() -> Plan {
    let mut plan = carts();
    let busy = u16::try_from(plan.profile.slots().count()).unwrap();
    let window = |name: &str, by| within(fold(name, by, Type::Int), hours(2), None);
    plan.traits = vec![
        window("recent", FoldKind::Count),
        fold("total", FoldKind::Sum, Type::Int),
        fold("least", FoldKind::Min, Type::Optional(Box::new(Type::Int))),
        fold("distinct", FoldKind::Distinct, Type::Int),
    ];
    let when = compare(Comparison::AtLeast, Root::Profile, busy, Value::Int(3));
    plan.segments.push(Segment { name: "busy".into(), when, only_for: Vec::new() });
    plan
}

fn ping(walker: &mut Walker, value: i64) {
    walker.event("Ping", vec![Value::Int(value)]);
}

fn traits_of(walker: &Walker) -> Vec<Value> {
    let slots = walker.ready.plan().profile.slots().count();
    walker.person.profile[slots..].to_vec()
}

fn ints(values: [i64; 4]) -> Vec<Value> {
    values.into_iter().map(Value::Int).collect()
}

#[test]
fn what_both_did_counts_and_leaves_its_window_when_it_did_before() {
    let mut lea = Walker::new(counted());
    let start = lea.now;
    let mut visitor = lea.other(8);
    ping(&mut visitor, 5);
    lea.until(start + 1_800_000);
    ping(&mut lea, 7);
    visitor.until(start + 3_600_000);
    ping(&mut visitor, 7);
    lea.until(start + 3_600_000);
    lea.absorb(visitor);
    assert_eq!(traits_of(&lea), ints([3, 19, 5, 2]));
    assert!(lea.person.segments.contains("busy"));
    assert_eq!(
        lea.timers.values().collect::<Vec<_>>(),
        [&(start + 7_200_000)],
        "one timer, none of the other's"
    );
    lea.until(start + 7_200_000);
    assert_eq!(traits_of(&lea), ints([2, 19, 5, 2]));
    assert!(!lea.person.segments.contains("busy"));
}

#[test]
fn somebody_who_did_nothing_yet_takes_what_the_other_did() {
    let mut lea = Walker::new(counted());
    let mut visitor = lea.other(8);
    ping(&mut visitor, 5);
    lea.told();
    lea.absorb(visitor);
    assert_eq!(traits_of(&lea), ints([1, 5, 5, 1]));
    let other = lea.other(9);
    lea.absorb(other);
    assert_eq!(traits_of(&lea), ints([1, 5, 5, 1]));
}

#[test]
fn who_is_separated_takes_along_what_they_did() {
    let mut lea = Walker::new(counted());
    let mut visitor = lea.other(8);
    ping(&mut visitor, 5);
    ping(&mut lea, 7);
    let (_, mut visitor) = lea.absorb(visitor);
    ping(&mut lea, 9);
    assert_eq!(traits_of(&lea), ints([3, 21, 5, 3]));
    let due = lea.now + 7_200_000;
    lea.separate(&mut visitor);
    assert_eq!(traits_of(&lea), ints([2, 16, 5, 2]), "whose the least was is not known any more");
    assert_eq!(traits_of(&visitor), ints([1, 5, 5, 1]));
    assert!(!lea.person.segments.contains("busy"));
    assert_eq!(visitor.timers.values().collect::<Vec<_>>(), [&due]);
    visitor.until(due);
    assert_eq!(traits_of(&visitor), ints([0, 5, 5, 1]));
}

#[test]
fn a_sequence_may_begin_with_the_one_and_end_with_the_other() {
    let made = Made::Sequence {
        first: "Ping".into(),
        when: None,
        then: "Order Completed".into(),
        within: hours(2),
        late: None,
    };
    let mut plan = carts();
    plan.traits = vec![Trait { field: field("bought", Type::Bool), made, only_for: Vec::new() }];
    let mut lea = Walker::new(plan);
    let mut visitor = lea.other(8);
    ping(&mut visitor, 5);
    lea.absorb(visitor);
    assert_eq!(traits_of(&lea), [Value::Bool(false)]);
    lea.order("c1");
    assert_eq!(traits_of(&lea), [Value::Bool(true)]);
}

#[test]
fn nobody_is_absent_who_came_as_somebody_else() {
    let made = Made::Absence { event: "Ping".into(), when: None, lasting: hours(24), late: None };
    let mut plan = carts();
    plan.traits = vec![Trait { field: field("gone", Type::Bool), made, only_for: Vec::new() }];
    let mut lea = Walker::new(plan);
    let start = lea.now;
    let mut visitor = lea.other(8);
    ping(&mut lea, 1);
    lea.until(start + DAY * 3_600_000);
    assert_eq!(traits_of(&lea), [Value::Bool(true)]);
    visitor.until(start + DAY * 3_600_000 - 1);
    ping(&mut visitor, 1);
    visitor.until(lea.now);
    lea.absorb(visitor);
    assert_eq!(traits_of(&lea), [Value::Bool(false)]);
    lea.until(start + 2 * DAY * 3_600_000 - 1);
    assert_eq!(traits_of(&lea), [Value::Bool(true)]);
}
