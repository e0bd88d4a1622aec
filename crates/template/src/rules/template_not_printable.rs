//! A value that cannot stand in a sentence.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A value that cannot stand in a sentence.
    pub struct TemplateNotPrintable {
        words: String,
        what: String,
        place: Span,
        help: String,
    }
    slug: "template-not-printable", severity: Error, since: "0.1",
    message: format!("`{words}` is of type `{what}`, which cannot be printed"),
    at: place => "not printable".to_owned(),
    help: Some(help.clone()),
}
