//! What a withdrawal, an older consent and another plan mean to messages that wait or are on their way.

use super::{Bench, consent, person, sent, started};
use crate::Withheld;
use crate::conformance::sample;
use filrouge_machine::{SkipReason, Verdict};
use filrouge_plan::{Bundle, Period};
use std::sync::Arc;

fn who(number: u128) -> (String, String) {
    (number.to_string(), format!("{number}@example.com"))
}

/// Somebody who has agreed and whose letter may leave now.
fn agreed(bundle: Arc<Bundle>) -> (Bench, filrouge_machine::Id) {
    let mut bench = Bench::new(bundle);
    bench.submit(vec![consent(1, &[("user_id", "lea")], true)]);
    let lea = bench.start(2, "lea");
    bench.pass(1_000);
    (bench, lea)
}

/// The same plan with a consent that ends after so long.
fn ending(millis: u64) -> Arc<Bundle> {
    let mut bundle = Arc::unwrap_or_clone(sample::walk_with_consent(1_000));
    bundle.plan.purposes[0].expires = Some(Period { millis, ..Period::default() });
    Arc::new(Bundle { hash: bundle.plan.hash(), ..bundle })
}

#[test]
fn obligation_2_of_ten_thousand_queued_messages_that_are_withdrawn_none_leaves_and_each_says_why() {
    const PEOPLE: u128 = 10_000;
    let mut bench = Bench::new(sample::walk_with_consent(1_000));
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        let (user, email) = who(number);
        let id = [("user_id", user.as_str()), ("email", email.as_str())];
        let accepted = bench.submit(vec![consent(3 * number, &id, true), started(3 * number + 1, &id)]);
        people.push(person(&accepted[..1]));
    }
    bench.pass(1_000);
    assert_eq!(bench.handle().status().expect("a status").counts.waiting, 10_000);
    for number in 0..PEOPLE {
        let (user, _) = who(number);
        bench.submit(vec![consent(3 * number + 2, &[("user_id", &user)], false)]);
    }
    assert_eq!(bench.claim(None).messages, []);
    bench.pass(3_600_000);
    assert_eq!(bench.claim(None).messages, []);
    let status = bench.handle().status().expect("a status");
    let counts = status.counts;
    assert_eq!((counts.waiting, counts.in_flight, counts.timers), (0, 0, 0), "nothing is tried again");
    // Counted by the decisions as they are written.
    assert_eq!(status.totals.withheld[&Withheld::Recalled(SkipReason::Refused)], 10_000);
    for id in people.into_iter().step_by(500) {
        let verdicts = bench.verdicts(id);
        let why =
            |verdict: &&Verdict| matches!(verdict, Verdict::Recalled { reason: SkipReason::Refused, .. });
        assert_eq!(verdicts.iter().filter(why).count(), 1, "{verdicts:?}");
        assert!(!verdicts.iter().any(|verdict| matches!(verdict, Verdict::Sent { .. })));
    }
}

#[test]
fn obligation_3_a_consent_that_ended_while_the_message_waited_is_seen_when_it_is_handed_out() {
    let (mut bench, lea) = agreed(ending(5_000));
    bench.pass(4_000);
    assert_eq!(bench.claim(None).messages, []);
    let verdicts = bench.verdicts(lea);
    let ended = SkipReason::ConsentExpired;
    let called_back =
        |verdict: &Verdict| matches!(verdict, Verdict::Recalled { reason, .. } if *reason == ended);
    assert!(verdicts.iter().any(called_back), "{verdicts:?}");
    let skipped = Verdict::Skipped { channel: Some("email".to_owned()), reason: ended };
    assert!(verdicts.contains(&skipped), "{verdicts:?}");
    assert_eq!(bench.handle().status().expect("a status").counts.waiting, 0);
}

#[test]
fn obligation_3_a_call_on_the_wire_is_recorded_with_its_time_when_it_is_called_back() {
    let (mut bench, lea) = agreed(sample::walk_with_consent(1_000));
    let claimed = bench.claim(None);
    let effect = claimed.messages[0].message.effect;
    bench.pass(7);
    bench.submit(vec![consent(3, &[("user_id", "lea")], false)]);
    let verdicts = bench.verdicts(lea);
    assert!(verdicts.contains(&Verdict::InFlight { effect, since: 1_000 }), "{verdicts:?}");
    assert!(bench.settle(effect, sent()));
    assert_eq!(bench.verdicts(lea).last(), Some(&Verdict::Sent { effect }));
    assert_eq!(bench.claim(None).messages, []);
}

#[test]
fn obligation_5_a_plan_that_asks_for_consent_voids_what_the_former_one_let_through() {
    let mut bench = Bench::new(sample::walk(1_000));
    let lea = bench.start(1, "lea");
    bench.pass(1_000);
    let mut bench = bench.restart(sample::walk_with_consent(1_000));
    assert_eq!(bench.claim(None).messages, []);
    let no = SkipReason::NoConsent;
    let verdicts = bench.verdicts(lea);
    let called_back =
        |verdict: &Verdict| matches!(verdict, Verdict::Recalled { reason, .. } if *reason == no);
    assert!(verdicts.iter().any(called_back), "{verdicts:?}");
}

#[test]
fn obligation_6_a_refusal_of_an_unknown_address_is_kept_and_holds_when_the_person_appears() {
    let mut bench = Bench::new(sample::walk_with_consent(1_000));
    bench.submit(vec![consent(1, &[("email", "lea@example.com")], false)]);
    let id = [("user_id", "lea"), ("email", "lea@example.com")];
    let lea = person(&bench.submit(vec![started(2, &id)]));
    bench.pass(3_000);
    assert_eq!(bench.claim(None).messages, []);
    let skipped = Verdict::Skipped { channel: Some("email".to_owned()), reason: SkipReason::Refused };
    assert!(bench.verdicts(lea).contains(&skipped));
}
