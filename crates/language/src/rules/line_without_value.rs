//! `line-without-value`: a line that names a part but gives no value.

use filrouge_source::Span;

filrouge_report::rule! {
    /// A line that names a part but gives no value.
    pub struct LineWithoutValue { name: String, wants: &'static str, example: String, place: Span }
    slug: "line-without-value", severity: Error, since: "0.1",
    message: format!("`{name}` has no value"),
    at: place => format!("{wants} is missing"),
    help: Some(format!("write it like `{name} {example}`")),
}
