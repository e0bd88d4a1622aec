use super::Bench;
use crate::conformance::sample;
use crate::{Reader, Store};
use filrouge_machine::InputKind;

fn activate(bench: &mut Bench, pause: u64) {
    let receipt = bench.handle().activate(sample::walk(pause)).expect("a plan");
    bench.driver.turn();
    assert_eq!(receipt.wait(), Ok(()));
}

#[test]
fn a_shorter_wait_moves_the_timers_of_those_who_wait() {
    let mut bench = Bench::new(sample::walk(60_000));
    bench.start(1, "lea");
    activate(&mut bench, 1_000);
    bench.pass(0);
    assert_eq!(bench.driver.next_due(), Some(1_000));
    bench.pass(1_000);
    assert_eq!(bench.claim(None).messages.len(), 1);
}

#[test]
fn a_longer_wait_holds_back_a_timer_that_is_due_already() {
    let mut bench = Bench::new(sample::walk(1_000));
    bench.start(1, "lea");
    let receipt = bench.handle().activate(sample::walk(60_000)).expect("a plan");
    bench.watch.0.store(1_000, std::sync::atomic::Ordering::Relaxed);
    // The turn fires what is due before it swaps, so the swap must come first.
    let mut bench = bench.restart(sample::walk(60_000));
    assert!(receipt.wait().is_err());
    bench.pass(0);
    assert_eq!(bench.claim(None).messages, []);
    assert_eq!(bench.driver.next_due(), Some(60_000));
}

#[test]
fn people_without_timers_learn_of_a_plan_with_their_next_input() {
    let mut bench = Bench::new(sample::walk(1_000));
    let lea = bench.start(1, "lea");
    bench.pass(1_000);
    let before = bench.handle().active().hash.clone();
    activate(&mut bench, 5_000);
    bench.pass(0);
    assert_eq!(bench.handle().known(lea).expect("a store").expect("a person").plan, before);
    bench.start(2, "lea");
    assert_eq!(
        bench.handle().known(lea).expect("a store").expect("a person").plan,
        bench.handle().active().hash
    );
}

#[test]
fn a_plan_is_kept_as_the_last_good_one_and_entered_in_the_journal() {
    let mut bench = Bench::new(sample::walk(1_000));
    activate(&mut bench, 5_000);
    let kept = bench.store.active_plan().expect("a store").expect("a plan");
    assert_eq!(kept.hash, sample::walk(5_000).hash);
    assert_eq!(bench.handle().bundle(&kept.hash).expect("a store").as_ref(), Some(&*sample::walk(5_000)));
    let journal = bench.store.inputs(0, 9).expect("a journal");
    let plans = journal.iter().filter_map(|(_, row)| match serde_json::from_slice(&row.body).ok()? {
        InputKind::PlanActivated { plan } => Some(plan),
        _ => None,
    });
    assert_eq!(plans.collect::<Vec<_>>(), [sample::walk(1_000).hash.clone(), kept.hash]);
}

#[test]
fn the_same_plan_again_writes_nothing() {
    let bench = Bench::new(sample::walk(1_000));
    let bench = bench.restart(sample::walk(1_000));
    assert_eq!(bench.store.inputs(0, 9).expect("a journal").len(), 1);
}
