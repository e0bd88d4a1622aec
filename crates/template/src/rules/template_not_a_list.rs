//! A loop over something that is not a list.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A loop over something that is not a list.
    pub struct TemplateNotAList {
        words: String,
        what: String,
        place: Span,
    }
    slug: "template-not-a-list", severity: Error, since: "0.1",
    message: format!("`{words}` is of type `{what}`, and only lists can be gone through"),
    at: place => "not a list".to_owned(),
}
