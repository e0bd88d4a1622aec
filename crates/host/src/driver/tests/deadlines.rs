use super::{Bench, prospect, sent};
use crate::conformance::sample;
use crate::{Pause, Settled};
use filrouge_machine::{Id, SkipReason, Verdict};
use filrouge_plan::{Action, Bundle, Period, Plan, SwitchKind};
use std::sync::Arc;

const BOUND: u64 = 60_000;

/// The walk of the sample, changed.
fn walk(change: impl FnOnce(&mut Plan)) -> Arc<Bundle> {
    let mut plan = sample::walk(1_000).plan.clone();
    change(&mut plan);
    Arc::new(Bundle { hash: plan.hash(), plan, ..(*sample::walk(1_000)).clone() })
}

const fn millis(millis: u64) -> Option<Period> {
    Some(Period { months: 0, days: 0, millis })
}

/// Somebody whose letter is due now, over a connector with a bound.
fn bench_with_a_letter() -> (Bench, Id) {
    let bundle = walk(|plan| plan.connectors.iter_mut().for_each(|own| own.within = millis(BOUND)));
    let mut bench = Bench::new(bundle);
    let lea = bench.start(1, "lea");
    bench.pass(1_000);
    (bench, lea)
}

fn is_too_late(bench: &Bench, person: Id) -> (usize, usize) {
    let verdicts = bench.verdicts(person);
    let count = |is: fn(&Verdict) -> bool| verdicts.iter().filter(|verdict| is(verdict)).count();
    (
        count(|verdict| matches!(verdict, Verdict::Recalled { reason: SkipReason::TooLate, .. })),
        count(|verdict| matches!(verdict, Verdict::Skipped { reason: SkipReason::TooLate, .. })),
    )
}

fn pause(bench: &mut Bench, paused: bool) {
    let (kind, name, by) = (SwitchKind::Connector, "mail".to_owned(), "lea".to_owned());
    let receipt = bench.handle().pause(Pause { kind, name, paused, by }).expect("room");
    bench.driver.turn();
    receipt.wait().expect("a part");
    bench.pass(0);
}

#[test]
fn a_message_that_no_service_took_in_time_is_not_sent_and_its_walk_goes_on() {
    let (mut bench, lea) = bench_with_a_letter();
    let claimed = bench.claim(None);
    let effect = claimed.messages.first().expect("a message").message.effect;
    assert!(bench.settle(effect, Settled::RetryAt(1_000 + BOUND as i64)));
    bench.pass(BOUND as i64);
    assert_eq!(bench.claim(None).messages, []);
    assert_eq!(is_too_late(&bench, lea), (1, 1), "{:?}", bench.verdicts(lea));
    let status = bench.handle().status().expect("a status");
    assert_eq!((status.counts.waiting, status.counts.in_flight, status.counts.dead_letters), (0, 0, 0));
    let known = bench.handle().known(lea).expect("a store").expect("somebody");
    assert_ne!(known.state.instances.first().map(|own| own.step.as_str()), Some("letter"));
}

#[test]
fn a_moment_before_the_bound_it_leaves() {
    let (mut bench, lea) = bench_with_a_letter();
    bench.pass(BOUND as i64 - 1);
    let claimed = bench.claim(None);
    let effect = claimed.messages.first().expect("a message").message.effect;
    bench.pass(5_000);
    assert!(bench.settle(effect, sent()), "what was on its way has arrived");
    assert_eq!(is_too_late(&bench, lea), (0, 0));
}

#[test]
fn a_pause_ends_for_a_message_when_its_time_is_over() {
    let (mut bench, lea) = bench_with_a_letter();
    pause(&mut bench, true);
    assert_eq!(bench.claim(None).messages, []);
    bench.pass(BOUND as i64 - 1);
    assert_eq!(is_too_late(&bench, lea), (0, 0), "it is held");
    bench.pass(1);
    assert_eq!(is_too_late(&bench, lea), (0, 1), "nobody has to resume anything");
    pause(&mut bench, false);
    let late = bench.claim(Some("mail")).messages;
    assert!(late.iter().all(|delivery| delivery.person != lea), "{late:?}");
}

#[test]
fn the_bound_of_a_send_goes_before_that_of_its_connector() {
    let (mut bench, lea) = bench_with_a_letter();
    let longer = walk(|plan| {
        plan.connectors.iter_mut().for_each(|own| own.within = millis(BOUND));
        for step in plan.journeys.iter_mut().flat_map(|journey| &mut journey.steps) {
            if let Action::Send(send) = &mut step.action {
                send.within = millis(3 * BOUND);
            }
        }
    });
    pause(&mut bench, true);
    assert_eq!(bench.claim(None).messages, []);
    let receipt = bench.handle().activate(prospect(longer), "test").expect("a plan");
    bench.driver.turn();
    assert_eq!(receipt.wait(), Ok(()));
    bench.pass(2 * BOUND as i64);
    pause(&mut bench, false);
    assert_eq!((bench.claim(None).messages.len(), is_too_late(&bench, lea)), (1, (0, 0)));
}
