//! `unknown-word`: a word that does not exist where it stands.

use crate::rules::sentences;
use filrouge_report::Fix;
use filrouge_source::Span;

filrouge_report::rule! {
    /// A word that does not exist where it stands.
    pub struct UnknownWord {
        within: Option<String>,
        word: String,
        place: Span,
        near: Option<&'static str>,
        inside: Vec<&'static str>,
        allowed: Vec<&'static str>,
    }
    slug: "unknown-word", severity: Error, since: "0.1",
    message: match within {
        Some(within) => format!("`{within}` has no part called `{word}`"),
        None => format!("no declaration is called `{word}`"),
    },
    at: place => "not a word here".to_owned(),
    help: help(word, *near, inside, allowed),
    fixes: near.iter().map(|near| Fix::risky(format!("write `{near}`"), *place, *near)).collect(),
}

fn help(word: &str, near: Option<&str>, inside: &[&str], allowed: &[&str]) -> Option<String> {
    match (near, inside) {
        (None, [_, ..]) => Some(format!("`{word}` stands inside {}", sentences::list(inside, "or"))),
        _ => sentences::allowed(near, allowed),
    }
}
