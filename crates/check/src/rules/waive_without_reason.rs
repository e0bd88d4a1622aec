//! An exception without a reason.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// An exception without a reason.
    pub struct WaiveWithoutReason { rule: String, place: Span }
    slug: "waive-without-reason", severity: Error, since: "0.1",
    message: format!("the exception to `{rule}` gives no reason"),
    at: place => "empty".to_owned(),
    help: Some("say why the exception is right, for whoever finds it in a year".to_owned()),
}
