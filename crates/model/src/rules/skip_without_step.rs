//! A wait that skips a step that is not there.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A wait that skips a step that is not there.
    pub struct SkipWithoutStep { part: &'static str, place: Span }
    slug: "skip-without-step", severity: Error, since: "0.2",
    message: format!("`{part}=skip` skips the next step, and there is none"),
    at: place => "nothing to skip".to_owned(),
    help: Some("put the step behind the wait, in the same block, or write `continue` or `exit`".to_owned()),
}
