//! An exception whose last day is over.

use filrouge_model::Date;
use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// An exception whose last day is over.
    pub struct ExpiredWaive { rule: String, until: Date, place: Span }
    slug: "expired-waive", severity: Warning, since: "0.1",
    shown: Never("an exception is about what is found, not about people"),
    message: format!("the exception to `{rule}` ended with {until}"),
    at: place => "its last day is over".to_owned(),
    help: Some("do what the rule asks, or give the exception a later day if it is still right".to_owned()),
}
