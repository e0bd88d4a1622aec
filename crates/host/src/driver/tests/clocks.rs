//! Clocks that are set, stand still or leap while people wait.

use super::{Bench, started};
use crate::conformance::sample;
use filrouge_machine::{Id, Verdict};
use std::sync::atomic::Ordering;

const HOUR: i64 = 3_600_000;
const NOON: i64 = 1_763_895_600_000;

fn at_noon(pause: u64) -> Bench {
    let bench = Bench::new(sample::walk(pause));
    bench.watch.0.store(NOON, Ordering::Relaxed);
    bench
}

/// Moves the clock, and turns until nothing is due.
fn set(bench: &mut Bench, now: i64) {
    bench.watch.0.store(now, Ordering::Relaxed);
    bench.pass(0);
}

fn resumed(bench: &Bench, person: Id) -> usize {
    let elapsed = |verdict: &&Verdict| matches!(verdict, Verdict::Resumed { .. });
    bench.verdicts(person).iter().filter(elapsed).count()
}

#[test]
fn a_clock_that_goes_back_fires_nothing_twice_and_nothing_early() {
    let mut bench = at_noon(1_000);
    let lea = bench.start(1, "lea");
    set(&mut bench, NOON + 1_000);
    assert_eq!((resumed(&bench, lea), bench.claim(None).messages.len()), (1, 1));
    let tom = bench.start(2, "tom");
    set(&mut bench, NOON - HOUR);
    assert_eq!((resumed(&bench, lea), bench.claim(None).messages.len()), (1, 0));
    assert_eq!(bench.driver.next_due(), Some(NOON + 2_000), "what is due stays due when it was");
    set(&mut bench, NOON + 1_999);
    assert_eq!(resumed(&bench, tom), 0);
    set(&mut bench, NOON + 2_000);
    assert_eq!((resumed(&bench, tom), bench.claim(None).messages.len()), (1, 1));
}

#[test]
fn whoever_comes_while_the_clock_is_behind_waits_by_the_clock_that_they_met() {
    let mut bench = at_noon(1_000);
    let lea = bench.start(1, "lea");
    set(&mut bench, NOON - 500);
    let tom = bench.start(2, "tom");
    assert_eq!(bench.driver.next_due(), Some(NOON + 500));
    set(&mut bench, NOON + 500);
    assert_eq!((resumed(&bench, lea), resumed(&bench, tom)), (0, 1));
    set(&mut bench, NOON + 1_000);
    assert_eq!((resumed(&bench, lea), resumed(&bench, tom)), (1, 1));
}

#[test]
fn a_person_who_acts_before_their_own_past_is_taken_at_their_word() {
    let mut bench = at_noon(1_000);
    let lea = bench.start(1, "lea");
    set(&mut bench, NOON + 1_000);
    set(&mut bench, NOON - HOUR);
    // The walk is under way, so that the same event brings nobody in; nothing is lost and nothing happens twice.
    bench.submit(vec![started(2, &[("user_id", "lea")])]);
    assert_eq!(resumed(&bench, lea), 1);
    let mut bench = bench.restart(sample::walk(1_000));
    set(&mut bench, NOON + 2 * HOUR);
    assert_eq!(resumed(&bench, lea), 1, "the letter waits for its outcome, not for a clock");
    assert_eq!(bench.claim(None).messages.len(), 1);
}

#[test]
fn what_was_due_while_the_machine_slept_fires_once_when_it_wakes() {
    let mut bench = at_noon(1_000);
    let lea = bench.start(1, "lea");
    let tom = bench.start(2, "tom");
    set(&mut bench, NOON + 9 * HOUR);
    assert_eq!((resumed(&bench, lea), resumed(&bench, tom)), (1, 1));
    assert_eq!(bench.claim(None).messages.len(), 2);
    assert_eq!(bench.driver.next_due(), None);
}

#[test]
fn a_leap_second_is_a_second_that_comes_twice() {
    let mut bench = at_noon(1_000);
    let lea = bench.start(1, "lea");
    // The last second of the minute is told twice, in steps of a quarter of it.
    for now in [250, 500, 750, 1_000, 250, 500, 750, 1_000, 1_250] {
        set(&mut bench, NOON + now);
    }
    assert_eq!((resumed(&bench, lea), bench.claim(None).messages.len()), (1, 1));
}

#[test]
fn a_clock_that_was_a_year_ahead_and_is_set_right_holds_nobody_for_a_year() {
    let mut bench = at_noon(1_000);
    let year = 365 * 24 * HOUR;
    set(&mut bench, NOON + year);
    let lea = bench.start(1, "lea");
    set(&mut bench, NOON);
    let tom = bench.start(2, "tom");
    set(&mut bench, NOON + 1_000);
    assert_eq!((resumed(&bench, lea), resumed(&bench, tom)), (0, 1));
    set(&mut bench, NOON + year + 1_000);
    assert_eq!(resumed(&bench, lea), 1);
}
