//! A text that is not a template.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A text that is not a template.
    pub struct TemplateSyntax {
        problem: String,
        place: Span,
        help: Option<String>,
    }
    slug: "template-syntax", severity: Error, since: "0.1",
    message: format!("this template cannot be read: {problem}"),
    at: place => String::new(),
    help: help.clone(),
}
