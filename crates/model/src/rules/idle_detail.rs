//! A detail of an expectation that nothing would look at.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A detail of an expectation that nothing would look at.
    pub struct IdleDetail { detail: &'static str, belongs: &'static str, place: Span }
    slug: "idle-detail", severity: Error, since: "0.1",
    message: format!("nothing would look at `{detail}` here"),
    at: place => "of no use".to_owned(),
    help: Some(format!("`{detail}` belongs to an expectation with `{belongs}`")),
}
