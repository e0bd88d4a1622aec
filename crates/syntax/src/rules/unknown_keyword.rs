//! A `#` that starts neither a keyword nor a raw text.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A `#` that starts neither a keyword nor a raw text.
    pub struct UnknownKeyword { text: String, place: Span }
    slug: "unknown-keyword", severity: Error, since: "0.1",
    message: format!("`{text}` is not a keyword"),
    at: place => "unknown keyword".to_owned(),
    help: Some("the keywords are `#true`, `#false`, `#null`, `#inf`, `#-inf` and `#nan`; a text with `#` is quoted".to_owned()),
    fixes: vec![Fix::shown("quote it if it is a text", *place, format!("\"{text}\""))],
}
