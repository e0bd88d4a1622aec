//! A number with a unit, a date or another text that starts like a number, without quotes.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A number with a unit, a date or another text that starts like a number, without quotes.
    pub struct UnquotedQuantity { text: String, place: Span }
    slug: "unquoted-quantity", severity: Error, since: "0.1",
    message: format!("`{text}` starts like a number and needs quotes"),
    at: place => "not a number".to_owned(),
    help: Some("durations, dates, percentages and other texts that begin with a digit are quoted".to_owned()),
    fixes: vec![Fix::safe("quote it", *place, format!("\"{text}\""))],
}
