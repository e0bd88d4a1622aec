//! A character that changes the direction of the text around it.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A character that changes the direction of the text around it.
    pub struct DirectionControl { code: u32, place: Span }
    slug: "direction-control", severity: Error, since: "0.1",
    message: format!("the invisible character U+{code:04X} changes the direction of the text around it"),
    at: place => "not visible".to_owned(),
    help: Some(format!("inside quotes, write it `\\u{{{code:X}}}`")),
    fixes: vec![Fix::risky("remove it", *place, "")],
}
