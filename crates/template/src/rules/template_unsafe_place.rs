//! A value printed where it could become code.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A value printed where it could become code.
    pub struct TemplateUnsafePlace {
        words: String,
        why: &'static str,
        place: Span,
    }
    slug: "template-unsafe-place", severity: Error, since: "0.1",
    message: format!("`{words}` stands {why}"),
    at: place => "could become code".to_owned(),
    help: Some("put it into text, or into an attribute between quotes".to_owned()),
}
