//! A tag at a place where MJML does not take it.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A tag at a place where MJML does not take it.
    pub struct TemplateMisplacedTag {
        name: String,
        parent: Option<String>,
        place: Span,
        help: String,
    }
    slug: "template-misplaced-tag", severity: Error, since: "0.1",
    message: match parent {
        Some(parent) => format!("`{name}` cannot stand in `{parent}`"),
        None => format!("`{name}` cannot stand at the top of an MJML text"),
    },
    at: place => "misplaced".to_owned(),
    help: Some(help.clone()),
}
