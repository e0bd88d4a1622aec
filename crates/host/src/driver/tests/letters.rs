use super::{Bench, consent, sent, started};
use crate::conformance::sample;
use crate::{DeadLetter, Driver, MemoryStore, Options, Settled};
use filrouge_machine::{Id, Outcome};
use std::sync::Arc;
use std::time::Duration;

const WHO: [(&str, &str); 2] = [("user_id", "lea"), ("email", "lea@example.com")];

fn failed() -> Settled {
    Settled::Outcome(Outcome::Failed { reason: "status 400".to_owned() })
}

fn unknown() -> Settled {
    Settled::Outcome(Outcome::Unknown { reason: "timed out".to_owned() })
}

/// Somebody whose letter was handed out.
fn handed_out() -> (Bench, Id) {
    let mut bench = Bench::new(sample::walk_with_consent(1_000));
    bench.submit(vec![consent(1, &WHO, true), started(2, &WHO)]);
    bench.pass(1_000);
    let letter = bench.claim(None).messages[0].message.effect;
    (bench, letter)
}

fn kept(bench: &Bench) -> Vec<DeadLetter> {
    bench.handle().dead_letters(0, 10).expect("letters")
}

#[test]
fn what_was_refused_and_what_nobody_knows_of_is_kept() {
    for (settled, reason, doubt) in [(failed(), "status 400", false), (unknown(), "timed out", true)] {
        let (mut bench, letter) = handed_out();
        assert!(bench.settle(letter, settled));
        let kept = kept(&bench);
        let [dead] = &kept[..] else { panic!("{kept:?}") };
        assert_eq!((dead.message.effect, &*dead.reason, dead.unknown), (letter, reason, doubt));
        assert_eq!((&*dead.message.step, dead.message.text.as_deref()), ("letter", Some("Good day.")));
        assert_eq!(bench.handle().status().expect("a status").counts.dead_letters, 1);
        let mut bench = bench.restart(sample::walk_with_consent(1_000));
        assert_eq!(self::kept(&bench), kept);
        let dropped = bench.handle().drop_dead_letters(vec![letter]).expect("room");
        bench.driver.turn();
        assert_eq!(dropped.wait(), Ok(()));
        assert_eq!(bench.handle().dead_letter(letter), Ok(None));
    }
}

#[test]
fn what_arrived_and_what_was_called_back_is_not() {
    let (mut bench, letter) = handed_out();
    assert!(bench.settle(letter, sent()));
    assert_eq!(kept(&bench), []);
    let (mut bench, letter) = handed_out();
    bench.submit(vec![consent(3, &WHO, false)]);
    assert!(bench.settle(letter, failed()));
    assert_eq!(kept(&bench), []);
}

#[test]
fn what_was_in_flight_at_the_end_of_the_process_is_kept() {
    let (bench, letter) = handed_out();
    let bench = bench.restart(sample::walk_with_consent(1_000));
    let kept = kept(&bench);
    assert_eq!(
        kept.iter().map(|dead| (dead.message.effect, dead.unknown)).collect::<Vec<_>>(),
        [(letter, true)]
    );
}

/// Fails the letters of `people`, each in a group of its own; which of them are kept, and how many gave way.
fn of_many(options: Options, people: u128) -> (usize, u64) {
    let watch = super::Watch::default();
    let (store, clock) = (Box::new(MemoryStore::new()), Arc::new(watch.clone()));
    let driver = Driver::open(options, store, clock, sample::walk(1_000)).expect("a driver");
    let mut bench = Bench { store: MemoryStore::new(), watch, driver };
    for who in 1..=people {
        let name = format!("{who}@example.com");
        bench.submit(vec![started(who, &[("user_id", &name), ("email", &name)])]);
    }
    bench.pass(1_000);
    for delivery in bench.claim(None).messages {
        assert!(bench.settle(delivery.message.effect, failed()));
    }
    (kept(&bench).len(), bench.handle().status().expect("a status").totals.letters_crowded_out)
}

#[test]
fn the_oldest_give_way_when_there_are_too_many() {
    assert_eq!(of_many(Options { dead_letters: 3, ..Options::default() }, 5), (3, 2));
}

#[test]
fn none_is_kept_where_none_is_wanted() {
    assert_eq!(of_many(Options { keep_dead_letters: Duration::ZERO, ..Options::default() }, 2), (0, 0));
}

#[test]
fn they_are_forgotten_when_their_time_is_over() {
    let (mut bench, letter) = handed_out();
    assert!(bench.settle(letter, failed()));
    bench.pass(30 * 86_400_000 - 1);
    bench.driver.tidy();
    assert_eq!(kept(&bench).len(), 1);
    bench.pass(1);
    bench.driver.tidy();
    assert_eq!(kept(&bench), []);
}
