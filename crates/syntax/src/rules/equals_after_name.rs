//! An equals sign behind the name of a node, or with nothing before it.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// An equals sign behind the name of a node, or with nothing before it.
    pub struct EqualsAfterName { equals: Span, name: Option<String>, fix: Option<(Span, &'static str)> }
    slug: "equals-after-name", severity: Error, since: "0.1",
    message: name.as_ref().map_or_else(
        || "this `=` has no key before it".to_owned(),
        |name| format!("`{name}` is a node and takes its value without `=`"),
    ),
    at: equals => "no `=` here".to_owned(),
    help: Some("a node is written `name value`; `key=value` is a property and stands behind the name of a node".to_owned()),
    fixes: fix.iter().map(|(span, text)| Fix::safe("remove the `=`", *span, *text)).collect(),
}
