//! A property that is set twice on one node.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A property that is set twice on one node.
    pub struct DuplicateProperty { key: String, first: Span, again: Span }
    slug: "duplicate-property", severity: Error, since: "0.1",
    message: format!("`{key}` is set twice"),
    at: again => "set again here".to_owned(),
    also: [first => "set here first".to_owned()],
    help: Some("remove one of the two".to_owned()),
    fixes: vec![Fix::shown("remove the second one", *again, "")],
}
