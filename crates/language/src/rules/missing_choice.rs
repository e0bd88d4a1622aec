//! `missing-choice`: a word that needs one of several parts and has none of them.

use crate::rules::sentences;
use filrouge_source::Span;

filrouge_report::rule! {
    /// A word that needs one of several parts and has none of them.
    pub struct MissingChoice { word: String, choices: Vec<String>, head: Span }
    slug: "missing-choice", severity: Error, since: "0.1",
    message: format!("`{word}` needs one of {}", sentences::join(choices, "or")),
    at: head => "none is given".to_owned(),
}
