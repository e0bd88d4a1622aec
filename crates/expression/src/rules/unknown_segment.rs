//! A segment that is not declared.

use filrouge_report::{Fix, listed, rule};
use filrouge_source::Span;

rule! {
    /// `profile.in('…')` names a segment that nothing declares.
    pub struct UnknownSegment { segment: String, place: Span, near: Option<String>, allowed: Vec<String> }
    slug: "unknown-segment", severity: Error, since: "0.1",
    message: format!("no segment is called `{segment}`"),
    at: place => "not declared".to_owned(),
    also: [],
    help: Some(match (near, allowed.is_empty()) {
        (Some(near), _) => format!("did you mean `{near}`? segments: {}", listed(allowed.iter().map(String::as_str))),
        (None, false) => format!("segments: {}", listed(allowed.iter().map(String::as_str))),
        (None, true) => "no segment is declared".to_owned(),
    }),
    fixes: near.iter().map(|near| Fix::safe(format!("use `{near}`"), *place, format!("'{near}'"))).collect(),
    allowed: segment => allowed,
}
