//! A `/*` without its `*/`.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A `/*` without its `*/`.
    pub struct UnclosedComment { open: Span, end: Span }
    slug: "unclosed-comment", severity: Error, since: "0.1",
    message: "this comment is never closed".to_owned(),
    at: open => "opened here".to_owned(),
    help: Some("every `/*` inside a comment needs its own `*/`".to_owned()),
    fixes: vec![Fix::risky("close the comment at the end of the file", *end, " */")],
}
