//! An operation on values that it does not fit.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// An operation on values that it does not fit.
    pub struct TemplateTypeMismatch {
        problem: String,
        place: Span,
        help: Option<String>,
    }
    slug: "template-type-mismatch", severity: Error, since: "0.1",
    message: problem.clone(),
    at: place => String::new(),
    help: help.clone(),
}
