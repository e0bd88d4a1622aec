//! An entry by a field that holds no date.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// An entry by a field that holds no date.
    pub struct EntryNeedsDate { field: String, ty: String, place: Span }
    slug: "entry-needs-date", severity: Error, since: "0.1",
    message: format!("the field `{field}` holds no date"),
    at: place => format!("its type is `{ty}`"),
    help: Some("people come in around a `date` or a `datetime` of the profile".to_owned()),
}
