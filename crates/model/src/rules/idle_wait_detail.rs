//! A detail of a wait that nothing would look at.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A detail of a wait that nothing would look at.
    pub struct IdleWaitDetail { detail: &'static str, reason: &'static str, place: Span }
    slug: "idle-wait-detail", severity: Error, since: "0.2",
    message: format!("`{detail}` would change nothing about this wait"),
    at: place => "of no use".to_owned(),
    help: Some((*reason).to_owned()),
}
