//! A wait that may last for ever.

use crate::conditions::Conditions;
use filrouge_model::Action;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A wait that may last for ever.
    pub struct WaitWithoutEnd { step: String, place: Span }
    slug: "wait-without-end", severity: Note, since: "0.1",
    shown: Never("what should end the wait has no name yet that a test could expect, and it may be meant"),
    message: format!("people may stand at `{step}` for ever"),
    at: place => "no timeout, and the journey has no exit".to_owned(),
    help: Some("add `timeout after=\"30d\"`, or an `exit` that takes people out".to_owned()),
}

pub(super) fn check(conditions: &Conditions<'_>, findings: &mut Findings) {
    let journey = conditions.journey;
    if !journey.exits.is_empty() {
        return;
    }
    for step in journey.steps.values() {
        if let Action::WaitUntil(wait) = &step.action
            && wait.timeout.is_none()
        {
            findings.push(WaitWithoutEnd { step: step.name.value.to_string(), place: step.at });
        }
    }
}
