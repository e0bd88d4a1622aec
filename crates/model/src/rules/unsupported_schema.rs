//! A part of JSON Schema after which no one type is known.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A part of JSON Schema after which no one type is known.
    pub struct UnsupportedSchema { written: String, help: &'static str, place: Span }
    slug: "unsupported-schema", severity: Error, since: "0.1",
    message: format!("no single type can be read from `{written}` here"),
    at: place => "not imported".to_owned(),
    help: Some((*help).to_owned()),
}
