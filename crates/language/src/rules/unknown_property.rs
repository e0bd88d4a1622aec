//! `unknown-property`: a property that the word does not have.

use crate::rules::sentences;
use filrouge_report::Fix;
use filrouge_source::Span;

filrouge_report::rule! {
    /// A property that the word does not have.
    pub struct UnknownProperty {
        word: String,
        key: String,
        place: Span,
        near: Option<&'static str>,
        allowed: Vec<&'static str>,
        lines: Vec<&'static str>,
    }
    slug: "unknown-property", severity: Error, since: "0.1",
    message: format!("`{word}` has no property `{key}`"),
    at: place => "not a property here".to_owned(),
    help: properties(*near, allowed, lines),
    fixes: near.iter().map(|near| Fix::risky(format!("write `{near}`"), *place, *near)).collect(),
}

fn properties(near: Option<&str>, allowed: &[&str], lines: &[&str]) -> Option<String> {
    match (near, allowed, lines) {
        (None, [], []) => Some("it takes no properties".to_owned()),
        (None, [], lines) => Some(format!("it takes no properties; its block takes {}", sentences::list(lines, "and"))),
        _ => sentences::allowed(near, allowed),
    }
}
