//! Two things that touch each other.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// Two things that touch each other.
    pub struct MissingSpace { before: Span }
    slug: "missing-space", severity: Error, since: "0.1",
    message: "a space is missing here".to_owned(),
    at: before => "touches what stands before".to_owned(),
    help: Some("values are separated by spaces".to_owned()),
    fixes: vec![Fix::safe("insert a space", before.at_start(), " ")],
}
