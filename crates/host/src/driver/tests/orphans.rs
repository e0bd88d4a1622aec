//! Messages whose connector is not in the plan any more.

use super::{Bench, prospect, sent};
use crate::Settled;
use crate::conformance::sample;
use filrouge_machine::{Id, Verdict};
use filrouge_plan::{Action, Bundle, Plan};
use std::sync::Arc;

/// The sample without its mail server, as `change` leaves it.
fn without_mail(change: impl FnOnce(&mut Plan)) -> Arc<Bundle> {
    let mut bundle = (*sample::walk(1_000)).clone();
    bundle.plan.connectors.retain(|connector| connector.name != "mail");
    change(&mut bundle.plan);
    bundle.hash = bundle.plan.hash();
    Arc::new(bundle)
}

fn email_over_hook() -> Arc<Bundle> {
    without_mail(|plan| plan.channels[0].connector = "hook".to_owned())
}

fn no_email() -> Arc<Bundle> {
    without_mail(|plan| {
        for step in &mut plan.journeys[0].steps {
            if let Action::Send(send) = &mut step.action {
                send.via = vec!["web".to_owned()];
            }
        }
        plan.purposes[0].channels.retain(|channel| channel != "email");
        plan.channels.retain(|channel| channel.name != "email");
    })
}

/// Somebody whose letter waits for the mail server.
fn bench_with_a_letter() -> (Bench, Id) {
    let mut bench = Bench::new(sample::walk(1_000));
    let lea = bench.start(1, "lea");
    bench.pass(1_000);
    (bench, lea)
}

fn activate(bench: &mut Bench, bundle: Arc<Bundle>) {
    let receipt = bench.handle().activate(prospect(bundle), "test").expect("a plan");
    bench.driver.turn();
    assert_eq!(receipt.wait(), Ok(()));
}

fn waiting(bench: &Bench) -> (u64, u64) {
    let counts = bench.handle().status().expect("a status").counts;
    (counts.waiting, counts.in_flight)
}

#[test]
fn a_message_that_waits_takes_the_connector_that_its_channel_has_now() {
    let (mut bench, _) = bench_with_a_letter();
    activate(&mut bench, email_over_hook());
    let claimed = bench.claim(Some("hook"));
    let [delivery] = &claimed.messages[..] else { panic!("one message, not {claimed:?}") };
    let message = &delivery.message;
    assert_eq!(
        (message.channel.as_str(), message.connector.as_str(), delivery.attempt),
        ("email", "hook", 1)
    );
    assert!(bench.settle(message.effect, sent()));
    assert_eq!(bench.handle().status().expect("a status").totals.messages, 1, "it is counted once");
}

#[test]
fn a_message_whose_channel_is_gone_too_fails_and_says_why() {
    let (mut bench, lea) = bench_with_a_letter();
    activate(&mut bench, no_email());
    assert_eq!(waiting(&bench), (0, 0));
    let reasons = bench.verdicts(lea).into_iter().filter_map(|verdict| match verdict {
        Verdict::Failed { reason, .. } => Some(reason),
        _ => None,
    });
    assert_eq!(reasons.collect::<Vec<_>>(), ["its connector is gone"]);
}

#[test]
fn a_message_that_comes_back_to_a_connector_that_is_gone_is_not_sent_by_another() {
    let (mut bench, lea) = bench_with_a_letter();
    let effect = bench.claim(None).messages[0].message.effect;
    activate(&mut bench, email_over_hook());
    assert!(bench.settle(effect, Settled::RetryAt(1_000)));
    assert_eq!((bench.claim(None).messages.len(), waiting(&bench)), (0, (0, 0)));
    let unknown = |verdict: &Verdict| matches!(verdict, Verdict::Unknown { .. });
    assert_eq!(bench.verdicts(lea).iter().filter(|verdict| unknown(verdict)).count(), 1);
}

#[test]
fn a_message_that_was_not_tried_goes_over_the_new_connector() {
    let (mut bench, _) = bench_with_a_letter();
    let effect = bench.claim(None).messages[0].message.effect;
    activate(&mut bench, email_over_hook());
    assert!(bench.settle(effect, Settled::NotTried));
    assert_eq!(bench.claim(Some("hook")).messages[0].message.effect, effect);
}

#[test]
fn a_start_under_another_plan_finds_them_too() {
    let (bench, _) = bench_with_a_letter();
    let mut bench = bench.restart(email_over_hook());
    assert_eq!(bench.claim(Some("hook")).messages.len(), 1);
}
