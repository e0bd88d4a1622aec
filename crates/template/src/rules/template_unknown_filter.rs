//! A filter, a test or a function that templates do not have.

use filrouge_report::listed;
use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A filter, a test or a function that templates do not have.
    pub struct TemplateUnknownFilter {
        kind: &'static str,
        name: String,
        allowed: Vec<String>,
        place: Span,
        near: Option<String>,
    }
    slug: "template-unknown-filter", severity: Error, since: "0.1",
    message: format!("there is no {kind} called `{name}` in templates"),
    at: place => "not known".to_owned(),
    help: Some(match near {
        Some(near) => format!("did you mean `{near}`?"),
        None if allowed.is_empty() => format!("templates have no {kind}s: write a filter, as in `{{{{ value | upper }}}}`"),
        None => format!("there are {}", listed(allowed.iter().map(String::as_str))),
    }),
    fixes: near.iter().map(|near| Fix::risky("use the known name", *place, near)).collect(),
    allowed: name => allowed,
}
