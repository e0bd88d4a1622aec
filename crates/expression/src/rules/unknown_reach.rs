//! A channel or a purpose that is not declared.

use filrouge_report::{Fix, listed, rule};
use filrouge_source::Span;

rule! {
    /// `profile.reachable('…')` names a channel or a purpose that nothing declares.
    pub struct UnknownReach {
        /// `channel` or `purpose`.
        kind: &'static str,
        name: String,
        place: Span,
        near: Option<String>,
        allowed: Vec<String>,
    }
    slug: "unknown-reach", severity: Error, since: "0.1",
    message: format!("no {kind} is called `{name}`"),
    at: place => "not declared".to_owned(),
    also: [],
    help: Some(match (near, allowed.is_empty()) {
        (Some(near), _) => format!("did you mean `{near}`? declared: {}", listed(allowed.iter().map(String::as_str))),
        (None, false) => format!("declared: {}", listed(allowed.iter().map(String::as_str))),
        (None, true) => format!("no {kind} is declared"),
    }),
    fixes: near.iter().map(|near| Fix::safe(format!("use `{near}`"), *place, format!("'{near}'"))).collect(),
    allowed: name => allowed,
}
