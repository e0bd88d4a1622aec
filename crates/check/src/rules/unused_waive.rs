//! An exception that nothing needs.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// An exception that nothing needs.
    pub struct UnusedWaive { rule: String, place: Span, whole: Span }
    slug: "unused-waive", severity: Warning, since: "0.1",
    shown: Never("an exception is about what is found, not about people"),
    message: format!("nothing here breaks the rule `{rule}`"),
    at: place => "an exception that nothing needs".to_owned(),
    help: Some("remove it, or move it to where the rule is broken".to_owned()),
    fixes: vec![Fix::safe("remove the exception", *whole, "")],
}
