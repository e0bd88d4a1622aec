//! A text of several lines that is never closed.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A text of several lines that is never closed.
    pub struct UnclosedTextBlock { open: Span, guess: Span, close: String, insert: String }
    slug: "unclosed-text-block", severity: Error, since: "0.1",
    message: format!("this text is never closed by `{close}`"),
    at: open => "opened here".to_owned(),
    also: [guess => "perhaps it ends before this line".to_owned()],
    help: Some("the closing quotes stand on a line of their own; the place is guessed from the indentation".to_owned()),
    fixes: vec![Fix::risky("close the text", guess.at_start(), insert)],
}
