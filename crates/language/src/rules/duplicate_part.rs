//! `duplicate-part`: a part that stands twice where one is allowed.

use filrouge_source::Span;

filrouge_report::rule! {
    /// A part that stands twice where one is allowed.
    pub struct DuplicatePart { part: &'static str, again: Span, first: Span }
    slug: "duplicate-part", severity: Error, since: "0.1",
    message: format!("`{part}` is given twice"),
    at: again => "again".to_owned(),
    also: [first => "first given here".to_owned()],
    help: Some("keep one of the two".to_owned()),
}
