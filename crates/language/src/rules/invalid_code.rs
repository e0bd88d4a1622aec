//! `invalid-code`: a code that does not have the form of its standard.

use filrouge_report::Fix;
use filrouge_source::Span;

filrouge_report::rule! {
    /// A code that does not have the form of its standard.
    pub struct InvalidCode { wanted: &'static str, example: &'static str, written: String, place: Span, meant: Option<String> }
    slug: "invalid-code", severity: Error, since: "0.1",
    message: format!("`{written}` is not {wanted}"),
    at: place => format!("not {wanted}"),
    help: Some(format!("write it like `{example}`")),
    fixes: meant.iter().map(|meant| Fix::safe(format!("write `{meant}`"), *place, meant)).collect(),
}
