//! A field that is not declared.

use filrouge_report::{Fix, listed, rule};
use filrouge_source::Span;

rule! {
    /// A field that `owner` does not have.
    pub struct UnknownField {
        owner: String, field: String, place: Span, near: Option<String>, allowed: Vec<String>,
    }
    slug: "unknown-field", severity: Error, since: "0.1",
    message: format!("`{owner}` has no field `{field}`"),
    at: place => "not declared".to_owned(),
    also: [],
    help: Some(match (near, allowed.is_empty()) {
        (Some(near), _) => format!("did you mean `{near}`? fields: {}", listed(allowed.iter().map(String::as_str))),
        (None, false) => format!("fields: {}", listed(allowed.iter().map(String::as_str))),
        (None, true) => "it has no fields".to_owned(),
    }),
    fixes: near.iter().map(|near| Fix::safe(format!("use `{near}`"), *place, near)).collect(),
    allowed: field => allowed,
}
