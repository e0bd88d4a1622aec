//! A property, an annotation or a slashdash with nothing behind it.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A property, an annotation or a slashdash with nothing behind it.
    pub struct MissingValue { place: Span, what: &'static str }
    slug: "missing-value", severity: Error, since: "0.1",
    message: format!("{what} has nothing behind it"),
    at: place => "something is missing behind this".to_owned(),
}
