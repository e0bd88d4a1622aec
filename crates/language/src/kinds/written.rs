//! A value, or the name of a node where that is what matters.

use filrouge_source::Span;
use filrouge_syntax::{Node, Number, Value, ValueKind};

/// What the author wrote in one place.
#[derive(Debug, Clone, Copy)]
pub struct Written<'t> {
    /// What it is.
    pub kind: ValueKind<'t>,
    /// The literal, with its quotes.
    pub span: Span,
}

impl<'t> From<Value<'t>> for Written<'t> {
    fn from(value: Value<'t>) -> Self {
        Self { kind: value.kind(), span: value.span() }
    }
}

impl<'t> Written<'t> {
    /// The name of a node.
    #[must_use]
    pub fn name(node: Node<'t>) -> Self {
        Self { kind: ValueKind::Text { value: node.name(), bare: true }, span: node.name_span() }
    }

    /// The decoded text of a string.
    #[must_use]
    pub const fn text(self) -> Option<&'t str> {
        match self.kind {
            ValueKind::Text { value, .. } => Some(value),
            ValueKind::Number(_) | ValueKind::Bool(_) | ValueKind::Null => None,
        }
    }

    /// Whether it is a number.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(self.kind, ValueKind::Number(_))
    }

    /// What it is, in a sentence; `raw` is the literal.
    #[must_use]
    pub fn describe(self, raw: &str) -> String {
        match self.kind {
            ValueKind::Text { .. } => format!("the text `{}`", raw.trim_matches('"')),
            ValueKind::Number(Number::Integer(_)) => format!("the whole number `{raw}`"),
            ValueKind::Number(_) => format!("the number `{raw}`"),
            ValueKind::Bool(_) => format!("`{raw}`"),
            ValueKind::Null => "`#null`".to_owned(),
        }
    }
}
