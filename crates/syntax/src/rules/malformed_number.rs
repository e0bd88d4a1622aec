//! Digits that do not make a number.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// Digits that do not make a number.
    pub struct MalformedNumber { text: String, place: Span }
    slug: "malformed-number", severity: Error, since: "0.1",
    message: format!("`{text}` is not a number"),
    at: place => "cannot be read".to_owned(),
    help: Some("a number has digits on both sides of its point, and `_` only between digits; a text is quoted".to_owned()),
    fixes: vec![Fix::shown("quote it if it is a text", *place, format!("\"{text}\""))],
}
