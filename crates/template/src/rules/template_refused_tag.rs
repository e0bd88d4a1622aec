//! A tag that templates of this project may not use.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A tag that templates of this project may not use.
    pub struct TemplateRefusedTag {
        name: String,
        place: Span,
        help: String,
    }
    slug: "template-refused-tag", severity: Error, since: "0.1",
    message: format!("`{name}` is not allowed in a template"),
    at: place => String::new(),
    help: Some(help.clone()),
}
