//! A split that does not say what happens to everybody else.

use filrouge_model::{Action, Journey, Setting};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A split that does not say what happens to everybody else.
    pub struct MissingOtherwise { split: String, place: Span }
    slug: "missing-otherwise", severity: Error, since: "0.1",
    message: format!("the split `{split}` does not say where everybody else goes"),
    at: place => "no `otherwise`".to_owned(),
    help: Some("add `otherwise { … }`; an empty one means to go on behind the split".to_owned()),
}

pub(super) fn check(journey: &Journey, _: &Setting, findings: &mut Findings) {
    for step in journey.steps.values() {
        if let Action::Split(split) = &step.action
            && split.otherwise_at.is_none()
            && !split.exhaustive
        {
            findings.push(MissingOtherwise { split: step.name.value.to_string(), place: step.at });
        }
    }
}
