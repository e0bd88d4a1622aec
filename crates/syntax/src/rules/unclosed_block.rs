//! A block without its closing brace.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A block without its closing brace.
    pub struct UnclosedBlock { open: Span, guess: Span, guess_text: &'static str, insert: String }
    slug: "unclosed-block", severity: Error, since: "0.1",
    message: "this block is never closed".to_owned(),
    at: open => "opened here".to_owned(),
    also: [guess => (*guess_text).to_owned()],
    help: Some("the place is guessed from the indentation".to_owned()),
    fixes: vec![Fix::risky("close the block", guess.at_start(), insert)],
}
