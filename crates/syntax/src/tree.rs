//! The tree of one KDL file: nodes in reading order in one arena, each with its exact place in the text.
//!
//! [`Node`], [`Entry`] and [`Value`] are cheap views; the arena itself is private, so that its layout may change.

use filrouge_source::{FileId, Span};

/// One parsed file.
#[derive(Debug, Clone)]
pub struct Tree {
    pub(crate) file: FileId,
    pub(crate) nodes: Vec<NodeData>,
    pub(crate) entries: Vec<EntryData>,
}

/// A node as stored: its children follow it in the arena up to `subtree_end`.
#[derive(Debug, Clone)]
pub(crate) struct NodeData {
    pub ty: Option<Text>,
    pub name: Text,
    pub entries: std::ops::Range<u32>,
    pub subtree_end: u32,
    pub block: Option<Span>,
    pub span: Span,
}

/// An argument (no key) or a property.
#[derive(Debug, Clone)]
pub(crate) struct EntryData {
    pub key: Option<Text>,
    pub value: ValueData,
}

/// A string or identifier of the text, decoded.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    pub value: Box<str>,
    pub span: Span,
}

/// A value as stored.
#[derive(Debug, Clone)]
pub(crate) struct ValueData {
    pub ty: Option<Text>,
    pub kind: StoredKind,
    pub span: Span,
}

/// What a value is, owned.
#[derive(Debug, Clone)]
pub(crate) enum StoredKind {
    Text { value: Box<str>, bare: bool },
    Number(Number),
    Bool(bool),
    Null,
}

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

impl Tree {
    /// The file that was parsed.
    #[must_use]
    pub const fn file(&self) -> FileId {
        self.file
    }

    /// The top-level nodes, in order.
    pub fn roots(&self) -> impl Iterator<Item = Node<'_>> {
        siblings(self, 0, self.end())
    }

    /// Every node of the file in reading order.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        self.nodes.iter().zip(0..).map(|(data, id)| Node { tree: self, data, id })
    }

    fn end(&self) -> u32 {
        u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)
    }
}

fn siblings(tree: &Tree, first: u32, end: u32) -> impl Iterator<Item = Node<'_>> {
    let mut next = first;
    std::iter::from_fn(move || {
        let data = tree.nodes.get(next as usize).filter(|_| next < end)?;
        let node = Node { tree, data, id: next };
        next = data.subtree_end;
        Some(node)
    })
}

/// One node: `(type)name argument key=value { children }`.
#[derive(Debug, Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree,
    data: &'t NodeData,
    id: u32,
}

impl<'t> Node<'t> {
    /// The name, decoded.
    #[must_use]
    pub fn name(self) -> &'t str {
        &self.data.name.value
    }

    /// The name as it stands in the text, with its quotes if it has any.
    #[must_use]
    pub const fn name_span(self) -> Span {
        self.data.name.span
    }

    /// From the first character of the node to the last of its entries or its closing brace.
    #[must_use]
    pub const fn span(self) -> Span {
        self.data.span
    }

    /// From the first character of the node to the last one before its block.
    #[must_use]
    pub fn head_span(self) -> Span {
        self.entries().last().map_or(self.data.name.span, |entry| self.data.name.span.to(entry.span()))
    }

    /// The block with its braces, if the node has one.
    #[must_use]
    pub const fn block_span(self) -> Option<Span> {
        self.data.block
    }

    /// The type annotation before the name.
    #[must_use]
    pub fn ty(self) -> Option<(&'t str, Span)> {
        self.data.ty.as_ref().map(|ty| (&*ty.value, ty.span))
    }

    /// Arguments and properties, in order.
    pub fn entries(self) -> impl DoubleEndedIterator<Item = Entry<'t>> {
        let range = self.data.entries.start as usize..self.data.entries.end as usize;
        self.tree.entries.get(range).unwrap_or_default().iter().map(|data| Entry { data })
    }

    /// The arguments, in order.
    pub fn args(self) -> impl DoubleEndedIterator<Item = Entry<'t>> {
        self.entries().filter(|entry| entry.key().is_none())
    }

    /// The properties, in order; duplicates are all there.
    pub fn props(self) -> impl DoubleEndedIterator<Item = Entry<'t>> {
        self.entries().filter(|entry| entry.key().is_some())
    }

    /// The last property with this key.
    #[must_use]
    pub fn prop(self, key: &str) -> Option<Entry<'t>> {
        self.props().rfind(|entry| entry.key() == Some(key))
    }

    /// The nodes of the block, in order.
    pub fn children(self) -> impl Iterator<Item = Node<'t>> {
        siblings(self.tree, self.id + 1, self.data.subtree_end)
    }
}

/// An argument or a property of a node.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'t> {
    data: &'t EntryData,
}

impl<'t> Entry<'t> {
    /// The key of a property; absent for an argument.
    #[must_use]
    pub fn key(self) -> Option<&'t str> {
        self.data.key.as_ref().map(|key| &*key.value)
    }

    /// The place of the key.
    #[must_use]
    pub fn key_span(self) -> Option<Span> {
        self.data.key.as_ref().map(|key| key.span)
    }

    /// The value.
    #[must_use]
    pub const fn value(self) -> Value<'t> {
        Value { data: &self.data.value }
    }

    /// Key and value together.
    #[must_use]
    pub fn span(self) -> Span {
        let value = self.value().span();
        self.key_span().map_or(value, |key| key.to(value))
    }
}

/// One value.
#[derive(Debug, Clone, Copy)]
pub struct Value<'t> {
    data: &'t ValueData,
}

impl<'t> Value<'t> {
    /// What it is.
    #[must_use]
    pub fn kind(self) -> ValueKind<'t> {
        match &self.data.kind {
            StoredKind::Text { value, bare } => ValueKind::Text { value, bare: *bare },
            StoredKind::Number(number) => ValueKind::Number(number),
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
        self.data.ty.as_ref().map(|ty| (&*ty.value, ty.span))
    }
}
