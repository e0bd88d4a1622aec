//! A part of an entry, of an exception or of a property that nothing would look at.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A part of an entry that nothing would look at.
    pub struct IdlePart { part: String, belongs: &'static str, place: Span }
    slug: "idle-part", severity: Error, since: "0.1",
    message: format!("nothing would look at `{part}` here"),
    at: place => "of no use".to_owned(),
    help: Some(format!("`{part}` belongs to {belongs}")),
}
