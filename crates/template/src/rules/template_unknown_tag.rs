//! A tag that MJML does not have.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A tag that MJML does not have.
    pub struct TemplateUnknownTag {
        name: String,
        place: Span,
        near: Option<String>,
    }
    slug: "template-unknown-tag", severity: Error, since: "0.1",
    message: format!("MJML has no tag `{name}`"),
    at: place => "not known".to_owned(),
    help: near.as_ref().map(|near| format!("did you mean `{near}`?")),
    fixes: near.iter().map(|near| Fix::risky("use the known tag", *place, near)).collect(),
}
