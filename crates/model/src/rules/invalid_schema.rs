//! A JSON Schema from which no type can be read.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A JSON Schema from which no type can be read.
    pub struct InvalidSchema { problem: String, help: &'static str, place: Span }
    slug: "invalid-schema", severity: Error, since: "0.1",
    message: problem.clone(),
    at: place => String::new(),
    help: Some((*help).to_owned()),
}
