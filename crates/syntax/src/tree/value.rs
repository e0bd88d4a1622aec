//! Values.

use super::{StoredKind, Tree, ValueData};
use filrouge_source::Span;

/// A number as the author wrote it.
#[derive(Debug, Clone, PartialEq)]
pub enum Number {
    /// Whole, in any base.
    Integer(i128),
    /// With a point or an exponent: the digits without `_`, as written otherwise, so that nothing is rounded.
    Decimal(Box<str>),
    /// `#inf`, `#-inf` or `#nan`.
    Keyword(f64),
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ValueKind<'t> {
    /// A string, decoded; `bare` when it was written without quotes.
    Text {
        /// The decoded text.
        value: &'t str,
        /// Whether it stood without quotes.
        bare: bool,
    },
    /// A number.
    Number(&'t Number),
    /// `#true` or `#false`.
    Bool(bool),
    /// `#null`.
    Null,
}

/// One value.
#[derive(Debug, Clone, Copy)]
pub struct Value<'t> {
    tree: &'t Tree,
    data: &'t ValueData,
}

impl<'t> Value<'t> {
    pub(super) const fn new(tree: &'t Tree, data: &'t ValueData) -> Self {
        Self { tree, data }
    }

    /// What it is.
    #[must_use]
    pub fn kind(self) -> ValueKind<'t> {
        match &self.data.kind {
            StoredKind::Text { text, bare } => {
                ValueKind::Text { value: self.tree.decoded(*text), bare: *bare }
            }
            StoredKind::Number(number) => ValueKind::Number(self.tree.number(*number)),
            StoredKind::Bool(value) => ValueKind::Bool(*value),
            StoredKind::Null => ValueKind::Null,
        }
    }

    /// The decoded text of a string.
    #[must_use]
    pub fn as_text(self) -> Option<&'t str> {
        match self.kind() {
            ValueKind::Text { value, .. } => Some(value),
            ValueKind::Number(_) | ValueKind::Bool(_) | ValueKind::Null => None,
        }
    }

    /// The literal alone, with its quotes and hashes, without key or type annotation.
    #[must_use]
    pub const fn span(self) -> Span {
        self.data.span
    }

    /// The type annotation before the value.
    #[must_use]
    pub fn ty(self) -> Option<(&'t str, Span)> {
        self.data.ty.map(|ty| (self.tree.decoded(ty), ty.span))
    }

    /// Whether a finding already says that something is wrong with this value: any later complaint would be a second
    /// finding about one mistake.
    #[must_use]
    pub const fn is_reported(self) -> bool {
        self.data.reported
    }
}
