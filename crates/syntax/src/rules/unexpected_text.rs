//! Something that makes no sense where it stands.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// Something that makes no sense where it stands.
    pub struct UnexpectedText { text: String, place: Span, expected: &'static str }
    slug: "unexpected-text", severity: Error, since: "0.1",
    message: format!("`{text}` does not belong here"),
    at: place => format!("expected {expected}"),
}
