//! A name with a colon behind it, as in YAML and JSON.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

/// What the colon stands behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The name of a node, with a value behind it.
    Node,
    /// The key of a property.
    Property,
    /// The last word of a line.
    End,
}

rule! {
    /// A name with a colon behind it, as in YAML and JSON.
    pub struct KeyWithColon { name: String, colon: Span, shape: Shape, fix: Option<(Span, String)> }
    slug: "key-with-colon", severity: Error, since: "0.1",
    message: format!("`{name}` is followed by a colon"),
    at: colon => "no colon here".to_owned(),
    help: Some(match shape {
        Shape::Node => format!("a node is written `{name} value`: a space and no colon"),
        Shape::Property => format!("a property is written `{name}=value`"),
        Shape::End => "what belongs to a node stands behind its name, or below it between `{` and `}`".to_owned(),
    }),
    fixes: fix.iter().map(|(span, text)| Fix::safe("write it without the colon", *span, text)).collect(),
}
