//! A text that is no schedule.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A text that is no schedule.
    pub struct InvalidSchedule { problem: String, help: Option<String>, place: Span }
    slug: "invalid-schedule", severity: Error, since: "0.1",
    message: problem.clone(),
    at: place => "not understood".to_owned(),
    help: help.clone(),
}
