//! Markup that is opened and not closed, or the other way round.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// Markup that is opened and not closed, or the other way round.
    pub struct TemplateUnclosedTag {
        problem: String,
        place: Span,
        opened: Option<Span>,
    }
    slug: "template-unclosed-tag", severity: Error, since: "0.1",
    message: problem.clone(),
    at: place => String::new(),
    also: [opened => "opened here".to_owned()],
}
