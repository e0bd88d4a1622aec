//! An event or a record of a test without a field that it must have.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// An event or a record of a test without a field that it must have.
    pub struct ValueNotGiven { within: String, fields: Vec<String>, place: Span }
    slug: "value-not-given", severity: Error, since: "0.1",
    message: format!(
        "{within} is given without {}",
        fields.iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(", ")
    ),
    at: place => "incomplete".to_owned(),
    help: Some("give each of them a value, or make it optional with `?` where it is declared".to_owned()),
}
