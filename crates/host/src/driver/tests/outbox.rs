use super::{Bench, consent, sent, started};
use crate::Settled;
use crate::conformance::sample;
use filrouge_machine::{Id, Verdict};

/// Somebody whose letter may leave now.
fn bench_with_a_letter() -> (Bench, Id) {
    let mut bench = Bench::new(sample::walk(1_000));
    let lea = bench.start(1, "lea");
    bench.pass(1_000);
    (bench, lea)
}

#[test]
fn a_claim_says_when_to_come_again() {
    let mut bench = Bench::new(sample::walk(1_000));
    bench.submit(
        (1..=3)
            .map(|id| started(id, &[("user_id", &id.to_string()), ("email", &format!("{id}@example.com"))]))
            .collect(),
    );
    bench.pass(1_000);
    let next_at = |bench: &mut Bench, limit| {
        let receipt = bench.handle().claim(None, limit).expect("room");
        bench.driver.turn();
        receipt.wait().expect("an answer").next_at
    };
    assert_eq!((next_at(&mut bench, 1), next_at(&mut bench, 5)), (Some(1_000), None));
}

fn claim_one(bench: &mut Bench) -> (Id, u32) {
    let claimed = bench.claim(None);
    let [delivery] = &claimed.messages[..] else { panic!("one message, not {claimed:?}") };
    (delivery.message.effect, delivery.attempt)
}

fn unknown(bench: &Bench, person: Id) -> usize {
    bench.verdicts(person).iter().filter(|verdict| matches!(verdict, Verdict::Unknown { .. })).count()
}

#[test]
fn a_claimed_message_is_not_handed_out_twice() {
    let (mut bench, _) = bench_with_a_letter();
    let (effect, _) = claim_one(&mut bench);
    assert_eq!(bench.claim(None).messages, []);
    assert!(bench.settle(effect, sent()));
    assert!(!bench.settle(effect, sent()), "an outcome is heard once");
    assert_eq!(bench.claim(None).messages, []);
}

#[test]
fn a_message_to_try_again_waits_for_its_time_and_counts_its_attempts() {
    let (mut bench, _) = bench_with_a_letter();
    let (effect, attempt) = claim_one(&mut bench);
    assert!(bench.settle(effect, Settled::RetryAt(5_000)));
    let claimed = bench.claim(None);
    assert_eq!((attempt, claimed.messages.len(), claimed.next_at), (1, 0, Some(5_000)));
    bench.pass(4_000);
    assert_eq!(claim_one(&mut bench), (effect, 2));
    assert!(bench.settle(effect, Settled::NotTried));
    assert_eq!(claim_one(&mut bench), (effect, 2));
}

#[test]
fn a_mail_in_flight_at_the_end_of_the_process_is_not_known_and_never_sent_again() {
    let (mut bench, lea) = bench_with_a_letter();
    claim_one(&mut bench);
    let mut bench = bench.restart(sample::walk(1_000));
    assert_eq!(unknown(&bench, lea), 1);
    assert_eq!(bench.handle().status().expect("a status").totals.unknown, 1);
    assert_eq!(bench.claim(None).messages, []);
    let bench = bench.restart(sample::walk(1_000));
    assert_eq!(unknown(&bench, lea), 1);
}

#[test]
fn a_call_in_flight_at_the_end_of_the_process_is_made_again_with_the_same_key() {
    let (mut bench, lea) = bench_with_a_letter();
    let (letter, _) = claim_one(&mut bench);
    bench.settle(letter, sent());
    bench.pass(1_000);
    let (call, _) = claim_one(&mut bench);
    let mut bench = bench.restart(sample::walk(1_000));
    assert_eq!((claim_one(&mut bench), unknown(&bench, lea)), ((call, 2), 0));
}

/// Not even over a service that knows the key: it may have forgotten it since the backup was made.
#[test]
fn what_a_restored_backup_had_in_its_outbox_is_not_known_and_not_sent() {
    let (mut bench, lea) = bench_with_a_letter();
    let (letter, _) = claim_one(&mut bench);
    bench.settle(letter, sent());
    bench.pass(1_000);
    assert_eq!(bench.handle().status().expect("a status").counts.waiting, 1);
    bench.store.come_from_a_backup();
    let mut bench = bench.restart(sample::walk(1_000));
    let restored = |verdict: &Verdict| matches!(verdict, Verdict::Unknown { reason, .. } if reason == "restored from a backup");
    assert_eq!(bench.verdicts(lea).iter().filter(|verdict| restored(verdict)).count(), 1);
    assert_eq!(bench.claim(None).messages, []);
}

#[test]
fn a_withdrawal_takes_back_what_waits() {
    let mut bench = Bench::new(sample::walk_with_consent(1_000));
    let who = [("user_id", "lea"), ("email", "lea@example.com")];
    bench.submit(vec![consent(1, &who, true), started(2, &who)]);
    bench.pass(1_000);
    assert_eq!(bench.handle().status().expect("a status").counts.waiting, 1);
    bench.submit(vec![consent(3, &who, false)]);
    assert_eq!(bench.handle().status().expect("a status").counts.waiting, 0);
    assert_eq!(bench.claim(None).messages, []);
}

#[test]
fn a_withdrawal_in_the_group_of_the_claim_comes_first() {
    let mut bench = Bench::new(sample::walk_with_consent(1_000));
    let who = [("user_id", "lea"), ("email", "lea@example.com")];
    bench.submit(vec![consent(1, &who, true), started(2, &who)]);
    bench.pass(1_000);
    let claim = bench.handle().claim(None, 10).expect("room");
    let withdrawal = bench.handle().submit(vec![consent(3, &who, false)]).expect("room");
    bench.driver.turn();
    assert!(withdrawal.wait().is_ok());
    assert_eq!(claim.wait().expect("an answer").messages, []);
}

#[test]
fn a_message_recalled_in_flight_is_not_tried_again() {
    let mut bench = Bench::new(sample::walk_with_consent(1_000));
    let who = [("user_id", "lea"), ("email", "lea@example.com")];
    bench.submit(vec![consent(1, &who, true), started(2, &who)]);
    bench.pass(1_000);
    let (effect, _) = claim_one(&mut bench);
    bench.submit(vec![consent(3, &who, false)]);
    assert!(bench.settle(effect, Settled::RetryAt(0)));
    assert_eq!(bench.claim(None).messages, []);
    assert_eq!(bench.handle().status().expect("a status").counts.in_flight, 0);
}

#[test]
fn a_watcher_is_told_of_new_messages() {
    let mut bench = Bench::new(sample::walk(1_000));
    let changes = bench.handle().outbox();
    bench.start(1, "lea");
    assert!(!changes.has_changed().expect("a host"));
    bench.pass(1_000);
    assert!(changes.has_changed().expect("a host"));
}
