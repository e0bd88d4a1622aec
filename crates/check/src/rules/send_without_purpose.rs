//! A send that nobody gave a purpose.

use filrouge_model::{Action, Journey, Setting};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A send that nobody gave a purpose.
    pub struct SendWithoutPurpose {
        send: String,
        place: Span,
        /// Other sends of the journey that have none either.
        others: Vec<Span>,
        journey: String,
    }
    slug: "send-without-purpose", severity: Error, since: "0.1",
    message: format!("the send `{send}` has no purpose"),
    at: place => "sent for what?".to_owned(),
    also: [others => "nor has this one".to_owned()],
    help: Some(format!("write `purpose NAME` in the journey `{journey}`, or `purpose=NAME` at the send")),
}

/// A journey without a purpose is one mistake, however many sends it has.
pub(super) fn check(journey: &Journey, _: &Setting, findings: &mut Findings) {
    if !journey.purpose.is_absent() {
        return;
    }
    let mut bare = journey.steps.values().filter(|step| match &step.action {
        Action::Send(send) => send.purpose.is_absent(),
        _ => false,
    });
    if let Some(first) = bare.next() {
        findings.push(SendWithoutPurpose {
            send: first.name.value.to_string(),
            place: first.at,
            others: bare.map(|step| step.at).collect(),
            journey: journey.name.value.to_string(),
        });
    }
}
