//! A wait until a field that holds no date.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A wait until a field that holds no date.
    pub struct UntilWithoutDate { field: String, ty: String, place: Span }
    slug: "until-without-date", severity: Error, since: "0.2",
    message: format!("a wait needs a date or a datetime, and `{field}` is {ty}"),
    at: place => ty.clone(),
    help: Some("name a field of type `date` or `datetime`".to_owned()),
}
