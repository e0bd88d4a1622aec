//! A field that is chosen while the message is rendered.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A field that is chosen while the message is rendered.
    pub struct TemplateComputedPath {
        words: String,
        place: Span,
    }
    slug: "template-computed-path", severity: Error, since: "0.1",
    message: format!("`{words}` is computed, so nobody can tell which field is read"),
    at: place => String::new(),
    help: Some("write the field's name, or a number, between the brackets".to_owned()),
}
