//! Consent is judged at the send, and a withdrawal is immediate.

use crate::plans::*;
use crate::walker::Walker;
use filrouge_machine::{Choice, Consent, Ground, Id, Input, InputKind, Verdict};
use filrouge_plan::{Basis, Plan, QuietHours};

fn reminded() -> Plan {
    let steps = vec![wait("pause", hours(1), to("hello")), send("hello", "marketing", &["email"], done())];
    shop(vec![journey("reminded", "Ping", steps)])
}

#[test]
fn without_consent_nothing_is_sent_and_it_says_why() {
    let mut walker = Walker::new(reminded());
    walker.ping();
    walker.pass(1);
    assert!(walker.messages.is_empty());
    assert_eq!(walker.told()[3..], ["skipped email NoConsent", "exited completed"]);
}

#[test]
fn a_withdrawal_during_the_wait_is_seen() {
    let mut walker = Walker::granted(reminded());
    walker.ping();
    walker.consent("marketing", None, false);
    walker.pass(1);
    assert!(walker.messages.is_empty());
    assert_eq!(walker.told()[2], "exited withdrawn");
}

#[test]
fn a_withdrawal_calls_the_queued_message_back() {
    let mut walker = Walker::granted(reminded());
    walker.ping();
    walker.pass(1);
    assert_eq!(walker.messages.len(), 1);
    let effects = walker.consent("marketing", Some("email"), false);
    assert_eq!(effects.recalled, [walker.messages[0].effect]);
    assert_eq!(walker.told()[4..], ["recalled Refused", "skipped email Refused", "exited completed"]);
}

#[test]
fn a_withdrawal_ends_the_holding_of_a_message() {
    let mut plan = reminded();
    plan.channels[0].quiet_hours = Some(QuietHours { from: 12 * 60, to: 18 * 60 });
    let mut walker = Walker::granted(plan);
    walker.ping();
    walker.pass(1);
    assert_eq!(walker.told().last().unwrap(), "held email");
    walker.consent("marketing", None, false);
    assert_eq!(walker.told(), ["skipped email Refused", "exited completed"]);
}

#[test]
fn a_withdrawal_of_another_purpose_or_channel_changes_nothing() {
    let mut walker = Walker::granted(reminded());
    walker.ping();
    walker.pass(1);
    walker.consent("news", None, false);
    let effects = walker.consent("marketing", Some("sms"), false);
    assert!(effects.recalled.is_empty());
    assert_eq!(walker.stands_on(), "hello");
}

#[test]
fn consent_grows_old() {
    let mut walker = Walker::granted(reminded());
    walker.pass(365 * 24 - 1);
    walker.ping();
    walker.pass(1);
    assert_eq!(walker.told()[2..], ["resumed elapsed", "skipped email ConsentExpired", "exited completed"]);
    assert!(walker.person.consents.values().all(|fact| fact.granted));
}

#[test]
fn a_late_grant_does_not_undo_a_newer_refusal() {
    let mut walker = Walker::new(reminded());
    walker.consent("marketing", None, false);
    let consent = Consent::said("marketing", Some("email"), true, "late");
    walker.apply(&Input { id: Id(9), at: walker.now - 1, kind: InputKind::Consent(consent) });
    walker.ping();
    walker.pass(1);
    assert!(walker.messages.is_empty());
}

#[test]
fn a_refusal_of_a_whole_purpose_holds_for_a_channel_that_comes_later() {
    let mut plan = reminded();
    plan.purposes[0].channels = vec!["sms".into()];
    let mut walker = Walker::new(plan);
    walker.consent("marketing", None, false);
    walker.activate(reminded());
    walker.ping();
    walker.pass(1);
    assert_eq!(walker.told()[3], "skipped email Refused".to_owned());
}

#[test]
fn a_message_names_the_choice_that_it_relies_on() {
    let mut walker = Walker::granted(reminded());
    let (chosen_at, chosen_by) = (walker.now, walker.decisions[0].input);
    walker.ping();
    walker.pass(1);
    let grounds = walker.decisions.iter().filter_map(|decision| match &decision.verdict {
        Verdict::Queued { ground, .. } => Some(ground.clone()),
        _ => None,
    });
    let choice = Choice { at: chosen_at, evidence: "test".into(), input: chosen_by };
    let ground = Ground { purpose: "marketing".into(), basis: Basis::Consent, choice: Some(choice) };
    assert_eq!(grounds.collect::<Vec<_>>(), [ground]);
}
