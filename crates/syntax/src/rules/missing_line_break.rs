//! A node that follows a block on the same line.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A node that follows a block on the same line.
    pub struct MissingLineBreak { before: Span }
    slug: "missing-line-break", severity: Error, since: "0.1",
    message: "a line break or `;` is missing behind the block".to_owned(),
    at: before => "follows a block on the same line".to_owned(),
    help: Some("a node ends with its block; the next one starts on a line of its own, or behind a `;`".to_owned()),
    fixes: vec![Fix::safe("insert a `;`", before.at_start(), "; ")],
}
