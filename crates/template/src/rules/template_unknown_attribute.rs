//! An attribute that its MJML tag does not have.

use filrouge_report::listed;
use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// An attribute that its MJML tag does not have.
    pub struct TemplateUnknownAttribute {
        tag: String,
        name: String,
        allowed: Vec<String>,
        place: Span,
        near: Option<String>,
    }
    slug: "template-unknown-attribute", severity: Error, since: "0.1",
    message: format!("`{tag}` has no attribute `{name}`"),
    at: place => "not known".to_owned(),
    help: Some(match near {
        Some(near) => format!("did you mean `{near}`?"),
        None if allowed.is_empty() => "it takes no attributes".to_owned(),
        None => format!("there are {}", listed(allowed.iter().map(String::as_str))),
    }),
    fixes: near.iter().map(|near| Fix::risky("use the known attribute", *place, near)).collect(),
    allowed: name => allowed,
}
