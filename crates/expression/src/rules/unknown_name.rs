//! A root that is not there.

use filrouge_report::{Fix, listed, rule};
use filrouge_source::Span;

rule! {
    /// A name that no root and no variable has at this place.
    pub struct UnknownName { name: String, place: Span, near: Option<String>, allowed: Vec<String> }
    slug: "unknown-name", severity: Error, since: "0.1",
    message: format!("there is no `{name}` in this condition"),
    at: place => "not known here".to_owned(),
    also: [],
    help: Some(match near {
        Some(near) => format!("did you mean `{near}`? known here: {}", listed(allowed.iter().map(String::as_str))),
        None => format!("known here: {}", listed(allowed.iter().map(String::as_str))),
    }),
    fixes: near.iter().map(|near| Fix::safe(format!("use `{near}`"), *place, near)).collect(),
    allowed: name => allowed,
}
