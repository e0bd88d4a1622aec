//! `unknown-choice`: a word that is not in the closed set.

use crate::rules::sentences;
use filrouge_report::Fix;
use filrouge_source::Span;

filrouge_report::rule! {
    /// A word that is not in the closed set.
    pub struct UnknownChoice {
        wanted: &'static str,
        written: String,
        place: Span,
        near: Option<&'static str>,
        choices: &'static [&'static str],
    }
    slug: "unknown-choice", severity: Error, since: "0.1",
    message: format!("`{written}` is not {wanted}"),
    at: place => "not one of the words".to_owned(),
    help: sentences::allowed(*near, choices),
    fixes: near.iter().map(|near| Fix::risky(format!("write `{near}`"), *place, *near)).collect(),
    allowed: written => choices,
}
