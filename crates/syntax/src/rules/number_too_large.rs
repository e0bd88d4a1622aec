//! A whole number that does not fit.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A whole number that does not fit.
    pub struct NumberTooLarge { text: String, place: Span }
    slug: "number-too-large", severity: Error, since: "0.1",
    message: format!("`{text}` is too large"),
    at: place => "more than 127 bits".to_owned(),
    help: Some("a long identifier is a text: quote it".to_owned()),
    fixes: vec![Fix::risky("quote it", *place, format!("\"{text}\""))],
}
