use super::{Bench, prospect, started};
use crate::conformance::sample;
use crate::queue::Drained;
use crate::{Driver, MemoryStore, Options, Prospect, Receipt, Refusal};
use filrouge_plan::Bundle;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// A plan that was compared with the one that runs, with whoever is inside at this moment.
fn compared(bench: &mut Bench, bundle: Arc<Bundle>) -> Prospect {
    let inside = bench.handle().inside().expect("room");
    bench.driver.turn();
    Prospect::compared(bundle, inside.wait().expect("places")).expect("a plan")
}

fn swap(bench: &mut Bench, prospect: Prospect) -> Result<(), Refusal> {
    let receipt = bench.handle().activate(prospect, "test").expect("room");
    bench.driver.turn();
    receipt.wait()
}

/// One turn, as the host on its thread makes them.
fn one_turn(driver: &mut Driver) {
    if let Drained::Requests(requests) = driver.shared().queue.drain(8, Duration::ZERO) {
        driver.run(requests);
    }
}

fn is_there(receipt: &mut Pin<Box<Receipt<()>>>) -> bool {
    let answer = receipt.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    if let Poll::Ready(answer) = &answer {
        assert_eq!(*answer, Ok(()));
    }
    answer.is_ready()
}

#[test]
fn a_plan_that_was_compared_before_is_swapped_in_as_one_that_was_not() {
    let mut bench = Bench::new(sample::walk(60_000));
    bench.start(1, "lea");
    let prospect = compared(&mut bench, sample::walk(1_000));
    // Another person where somebody stood already: what was found still holds.
    bench.start(2, "tom");
    assert_eq!(swap(&mut bench, prospect), Ok(()));
    bench.pass(0);
    assert_eq!(bench.driver.next_due(), Some(1_000));
}

#[test]
fn whoever_comes_inside_behind_the_comparison_is_not_forgotten() {
    let mut bench = Bench::new(sample::walk(60_000));
    let prospect = compared(&mut bench, sample::rest());
    bench.start(1, "lea");
    let outcome = swap(&mut bench, prospect);
    assert!(matches!(outcome, Err(Refusal::Changes(_))), "{outcome:?}");
}

#[test]
fn a_comparison_with_a_plan_that_runs_no_more_is_made_again() {
    let mut bench = Bench::new(sample::walk(60_000));
    bench.start(1, "lea");
    let late = compared(&mut bench, sample::walk(2_000));
    let first = compared(&mut bench, sample::walk(1_000));
    assert_eq!((swap(&mut bench, first), swap(&mut bench, late)), (Ok(()), Ok(())));
    bench.pass(0);
    assert_eq!(bench.driver.next_due(), Some(2_000));
}

#[test]
fn events_do_not_wait_until_everybody_has_learnt_of_the_plan_before() {
    let options = Options { group: 8, ..Options::default() };
    let clock = Arc::new(super::Watch::default());
    let mut driver =
        Driver::open(options, Box::new(MemoryStore::new()), clock, sample::walk(60_000)).expect("a driver");
    let handle = driver.handle();
    for id in 0..100 {
        let who = id.to_string();
        let _ = handle.submit(vec![started(id, &[("user_id", &who), ("email", &who)])]);
        driver.turn();
    }
    let ask = |pause| handle.activate(prospect(sample::walk(pause)), "test").expect("room");
    let (first, mut second) = (ask(1_000), Box::pin(ask(2_000)));
    let mut applied = 0;
    while !is_there(&mut second) {
        let event = handle.submit(vec![started(1_000 + applied, &[("user_id", "new")])]).expect("room");
        one_turn(&mut driver);
        assert!(event.wait().is_ok(), "an event waits for no more than its turn");
        applied += 1;
        assert!(applied < 1_000, "the second plan never comes");
    }
    assert_eq!(first.wait(), Ok(()));
    assert!(applied > 50, "a hundred people in groups of one, before the second plan: {applied}");
}
