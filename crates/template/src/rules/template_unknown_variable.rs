//! A path that leads to no declared data.

use filrouge_report::listed;
use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A path that leads to no declared data.
    pub struct TemplateUnknownVariable {
        name: String,
        of: Option<String>,
        allowed: Vec<String>,
        place: Span,
        near: Option<String>,
    }
    slug: "template-unknown-variable", severity: Error, since: "0.1",
    message: match of {
        Some(of) => format!("`{of}` has no field `{name}`"),
        None => format!("nothing is called `{name}` here"),
    },
    at: place => "not declared".to_owned(),
    help: Some(match near {
        Some(near) => format!("did you mean `{near}`? there are {}", listed(allowed.iter().map(String::as_str))),
        None if allowed.is_empty() => "it has no fields".to_owned(),
        None => format!("there are {}", listed(allowed.iter().map(String::as_str))),
    }),
    fixes: near.iter().map(|near| Fix::risky("use the declared name", *place, near)).collect(),
    allowed: name => allowed,
}
