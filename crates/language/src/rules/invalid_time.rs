//! `invalid-time`: a text that is not the date or the time that the part wants.

use filrouge_report::Fix;
use filrouge_source::Span;

filrouge_report::rule! {
    /// A text that is not the date or the time that the part wants.
    pub struct InvalidTime { wanted: &'static str, example: &'static str, written: String, place: Span, meant: Option<String> }
    slug: "invalid-time", severity: Error, since: "0.1",
    message: format!("`{written}` is not {wanted}"),
    at: place => format!("not {wanted}"),
    help: Some(match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("write it like `{example}`"),
    }),
    fixes: meant.iter().map(|meant| Fix::safe(format!("write `{meant}`"), *place, format!("\"{meant}\""))).collect(),
}
