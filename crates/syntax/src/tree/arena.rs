//! How a tree is stored.

use filrouge_source::Span;

/// A node as stored: its children follow it in the arena up to `subtree_end`.
#[derive(Debug, Clone)]
pub(crate) struct NodeData {
    pub ty: Option<Text>,
    pub name: Text,
    pub entries: std::ops::Range<u32>,
    pub subtree_end: u32,
    pub block: Option<Span>,
    pub span: Span,
    /// Commented out, itself or around it.
    pub hidden: bool,
    /// A finding already says that something is wrong with the node itself.
    pub reported: bool,
}

/// An argument (no key) or a property.
#[derive(Debug, Clone)]
pub(crate) struct EntryData {
    /// The first byte, that of the key or of the type annotation if there is one.
    pub start: u32,
    pub key: Option<Text>,
    pub value: ValueData,
    pub hidden: bool,
}

/// A string of the text: `start..end` of the tree's buffer is its decoded form.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text {
    pub start: u32,
    pub end: u32,
    pub span: Span,
}

/// A value as stored.
#[derive(Debug, Clone)]
pub(crate) struct ValueData {
    pub ty: Option<Text>,
    pub kind: StoredKind,
    pub span: Span,
    /// A finding already says that something is wrong with it.
    pub reported: bool,
}

/// What a value is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum StoredKind {
    Text {
        text: Text,
        bare: bool,
    },
    /// The number with this place in the tree's list.
    Number(u32),
    Bool(bool),
    Null,
}

/// A token that is not part of any node or entry.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    pub kind: MarkKind,
    pub span: Span,
}

/// What a mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarkKind {
    LineComment,
    BlockComment,
    Slashdash,
    Open,
    Close,
}
