//! A field of an answer whose name is taken.

use filrouge_model::{Action, Journey, Setting};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

/// What every fetch leaves behind by itself.
const TAKEN: &[&str] = &["outcome", "reason"];

rule! {
    /// A field of an answer whose name is taken.
    pub struct AnswerHidesOutcome { field: String, step: String, place: Span }
    slug: "answer-hides-outcome", severity: Error, since: "0.1",
    message: format!("an answer has no field called `{field}`"),
    at: place => format!("`steps.{step}.{field}` is something else"),
    help: Some("let the service call it by another name".to_owned()),
}

pub(super) fn check(journey: &Journey, _: &Setting, findings: &mut Findings) {
    for step in journey.steps.values() {
        let Action::Fetch(fetch) = &step.action else { continue };
        for field in fetch.answer.iter().filter(|field| TAKEN.contains(&&*field.name.value)) {
            findings.push(AnswerHidesOutcome {
                field: field.name.value.to_string(),
                step: step.name.value.to_string(),
                place: field.name.span,
            });
        }
    }
}
