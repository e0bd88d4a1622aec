//! `unknown-word`: a word that does not exist where it stands.

use filrouge_report::Fix;
use filrouge_source::Span;

filrouge_report::rule! {
    /// A word that does not exist where it stands.
    pub struct UnknownWord { within: Option<String>, word: String, place: Span, near: Option<&'static str>, allowed: Vec<&'static str> }
    slug: "unknown-word", severity: Error, since: "0.1",
    message: match within {
        Some(within) => format!("`{within}` has no part called `{word}`"),
        None => format!("no declaration is called `{word}`"),
    },
    at: place => "not a word here".to_owned(),
    help: crate::rules::sentences::allowed(*near, allowed),
    fixes: near.iter().map(|near| Fix::risky(format!("write `{near}`"), *place, *near)).collect(),
}
