//! `incomplete-type`: a type that lacks what it is made of.

use filrouge_source::Span;

filrouge_report::rule! {
    /// A type that lacks what it is made of.
    pub struct IncompleteType { written: String, place: Span, needs: &'static str, example: &'static str }
    slug: "incomplete-type", severity: Error, since: "0.1",
    message: format!("the type `{written}` {needs}"),
    at: place => "incomplete".to_owned(),
    help: Some(format!("write it like `{example}`")),
}
