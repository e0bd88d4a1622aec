//! `invalid-name`: a name that cannot be one.

use filrouge_report::Fix;
use filrouge_source::Span;

filrouge_report::rule! {
    /// A name that cannot be one.
    pub struct InvalidName { name: String, place: Span, why: &'static str, better: Option<String> }
    slug: "invalid-name", severity: Error, since: "0.1",
    message: format!("`{name}` cannot be a name here"),
    at: place => "not a name".to_owned(),
    help: Some((*why).to_owned()),
    fixes: better.iter().map(|better| Fix::risky(format!("write `{better}`"), *place, better)).collect(),
}
