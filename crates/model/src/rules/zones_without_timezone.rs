//! A test of zones where nobody has one.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A test of zones where nobody has one.
    pub struct ZonesWithoutTimezone { place: Span }
    slug: "zones-without-timezone", severity: Error, since: "0.2",
    message: "the profile does not say in which zone a person lives".to_owned(),
    at: place => "every zone would be the project's".to_owned(),
    help: Some("declare a field of type `timezone` in the profile".to_owned()),
}
