//! A step that the journey does not have.

use filrouge_report::{Fix, listed, rule};
use filrouge_source::Span;

rule! {
    /// `steps.NAME` names a step that the journey does not have.
    pub struct UnknownStep { step: String, place: Span, near: Option<String>, allowed: Vec<String> }
    slug: "unknown-step", severity: Error, since: "0.1",
    message: format!("no step with an outcome is called `{step}`"),
    at: place => "not a step of this journey".to_owned(),
    also: [],
    help: Some(match (near, allowed.is_empty()) {
        (Some(near), _) => format!("did you mean `{near}`? steps: {}", listed(allowed.iter().map(String::as_str))),
        (None, false) => format!("steps: {}", listed(allowed.iter().map(String::as_str))),
        (None, true) => "no step has an outcome here".to_owned(),
    }),
    fixes: near.iter().map(|near| Fix::safe(format!("use `{near}`"), *place, near)).collect(),
    allowed: step => allowed,
}
