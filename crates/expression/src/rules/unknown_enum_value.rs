//! A word that an enum does not have.

use filrouge_report::{Fix, listed, rule};
use filrouge_source::Span;

rule! {
    /// A literal that stands against an enum and is none of its words.
    pub struct UnknownEnumValue { word: String, place: Span, near: Option<String>, allowed: Vec<String> }
    slug: "unknown-enum-value", severity: Error, since: "0.1",
    message: format!("`{word}` is none of the declared words"),
    at: place => format!("one of {}", listed(allowed.iter().map(String::as_str))),
    also: [],
    help: near.as_ref().map(|near| format!("did you mean `{near}`?")),
    fixes: near.iter().map(|near| Fix::safe(format!("use `{near}`"), *place, format!("'{near}'"))).collect(),
    allowed: word => allowed,
}
