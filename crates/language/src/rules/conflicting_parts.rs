//! `conflicting-parts`: two parts of which only one may be given.

use filrouge_source::Span;

filrouge_report::rule! {
    /// Two parts of which only one may be given.
    pub struct ConflictingParts { first: String, second: String, there: Span, place: Span }
    slug: "conflicting-parts", severity: Error, since: "0.1",
    message: format!("{first} and {second} exclude each other"),
    at: place => "the second".to_owned(),
    also: [there => "the first".to_owned()],
    help: Some("keep one of the two".to_owned()),
}
