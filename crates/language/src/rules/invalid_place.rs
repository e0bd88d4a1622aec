//! `invalid-place`: a text that leads to no place in what comes in.

use filrouge_report::Fix;
use filrouge_source::Span;

filrouge_report::rule! {
    /// A text that leads to no place in what comes in.
    pub struct InvalidPlace { written: String, place: Span, better: Option<String> }
    slug: "invalid-place", severity: Error, since: "0.1",
    message: format!("`{written}` leads to no place in what comes in"),
    at: place => "not a place".to_owned(),
    help: Some(
        "a place in the body is a JSON Pointer, as `/customer/email` or `/items/0/price`; a header is `header:X-Topic`".to_owned(),
    ),
    fixes: better
        .iter()
        .map(|better| Fix::risky(format!("write `{better}`"), *place, format!("\"{better}\"")))
        .collect(),
}
