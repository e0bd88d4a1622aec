//! A block without a node that it belongs to.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A block without a node that it belongs to.
    pub struct NamelessBlock { open: Span, json: bool }
    slug: "nameless-block", severity: Error, since: "0.1",
    message: "this block has no name before it".to_owned(),
    at: open => "a block belongs to a node".to_owned(),
    help: Some(if *json {
        "the braces of a JSON object are not needed around a file".to_owned()
    } else {
        "write the name of a node on the same line, before the `{`".to_owned()
    }),
}
