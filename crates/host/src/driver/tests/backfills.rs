use super::{Bench, identify, prospect};
use crate::conformance::sample;
use filrouge_machine::{Id, Verdict};
use filrouge_plan::program::{Node, Program};
use filrouge_plan::{Backfill, Bundle, Entry, Period, ReEntry, Segment, Value};
use std::sync::Arc;

const HOUR: i64 = 3_600_000;

/// Everybody is in the segment; with a backfill, whoever is known comes in.
pub(super) fn bundle(backfill: Option<&str>) -> Arc<Bundle> {
    let mut bundle = (*sample::walk(1_000)).clone();
    let when = Program { nodes: vec![Node::Constant(0)], constants: vec![Value::Bool(true)] };
    bundle.plan.segments = vec![Segment { name: "all".into(), when, only_for: Vec::new() }];
    let enter = &mut bundle.plan.journeys[0].enter;
    (enter.key, enter.re_entry) = (None, ReEntry::AfterExit);
    match backfill {
        Some(name) => {
            enter.by = Entry::Segment { segment: "all".into(), leave: false };
            let over = Period { millis: HOUR.unsigned_abs(), ..Period::default() };
            enter.backfill = Some(Backfill { name: name.into(), over });
        }
        None => enter.by = Entry::Api,
    }
    bundle.hash = bundle.plan.hash();
    Arc::new(bundle)
}

fn activate(bench: &mut Bench, backfill: Option<&str>) {
    let receipt = bench.handle().activate(prospect(bundle(backfill)), "test").expect("a plan");
    bench.driver.turn();
    assert_eq!(receipt.wait(), Ok(()));
    bench.driver.turn();
}

/// How often each came in.
fn entries(bench: &Bench, people: &[Id]) -> Vec<usize> {
    let entered = |id: &Id| bench.verdicts(*id).iter().filter(|it| **it == Verdict::Entered).count();
    people.iter().map(entered).collect()
}

#[test]
fn everybody_who_is_known_comes_in_once_whatever_is_activated_or_restarted() {
    let mut bench = Bench::new(bundle(None));
    let known: Vec<Id> = (0..5_u128)
        .map(|number| {
            super::person(&bench.submit(vec![identify(number + 1, &[("user_id", &number.to_string())])]))
        })
        .collect();
    activate(&mut bench, Some("launch"));
    let mut bench = bench.restart(bundle(Some("launch")));
    bench.pass(0);
    bench.pass(HOUR / 2);
    let half = entries(&bench, &known).iter().sum::<usize>();
    assert!((1..5).contains(&half), "not all at once: {half}");
    activate(&mut bench, Some("launch"));
    bench.pass(2 * HOUR);
    assert_eq!(entries(&bench, &known), [1; 5]);
    activate(&mut bench, None);
    activate(&mut bench, Some("launch"));
    bench.pass(2 * HOUR);
    assert_eq!(entries(&bench, &known), [1; 5]);
    let newcomer = super::person(&bench.submit(vec![identify(99, &[("user_id", "new")])]));
    assert_eq!(entries(&bench, &[newcomer]), [1], "by the segment");
}
