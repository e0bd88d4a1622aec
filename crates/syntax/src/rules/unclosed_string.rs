//! A quoted text that does not end on its line.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A quoted text that does not end on its line.
    pub struct UnclosedString { open: Span, end: Span, close: String }
    slug: "unclosed-string", severity: Error, since: "0.1",
    message: "this text is not closed on its line".to_owned(),
    at: open => "opened here".to_owned(),
    also: [end => "the line ends here".to_owned()],
    help: Some("a text of several lines stands between `\"\"\"` and `\"\"\"`".to_owned()),
    fixes: vec![Fix::risky("close the text at the end of the line", *end, close)],
}
