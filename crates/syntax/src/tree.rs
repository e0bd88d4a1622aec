//! The tree of one KDL file: nodes in reading order in one arena, each with its exact place in the text.
//!
//! [`Node`], [`Entry`] and [`Value`] are cheap views; the arena itself is private, so that its layout may change.
//! What the author commented out with `/-` is in the arena too, for the formatter, but no view shows it.

mod arena;
mod value;

pub(crate) use arena::{EntryData, Mark, MarkKind, NodeData, StoredKind, Text, ValueData};
use filrouge_source::{FileId, Span};
pub use value::{Number, Value, ValueKind};

/// One parsed file.
#[derive(Debug, Clone)]
pub struct Tree {
    pub(crate) file: FileId,
    /// The source text, and behind it whatever had to be decoded.
    pub(crate) buffer: String,
    pub(crate) nodes: Vec<NodeData>,
    pub(crate) entries: Vec<EntryData>,
    pub(crate) numbers: Vec<Number>,
    /// Comments, slashdashes and braces in the order of the text.
    pub(crate) marks: Vec<Mark>,
}

impl Tree {
    pub(crate) const fn empty(file: FileId) -> Self {
        Self {
            file,
            buffer: String::new(),
            nodes: Vec::new(),
            entries: Vec::new(),
            numbers: Vec::new(),
            marks: Vec::new(),
        }
    }

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
        self.nodes.iter().zip(0..).filter(|(data, _)| !data.hidden).map(|(data, id)| Node {
            tree: self,
            data,
            id,
        })
    }

    pub(crate) fn decoded(&self, text: Text) -> &str {
        self.buffer.get(text.start as usize..text.end as usize).unwrap_or_default()
    }

    pub(crate) fn number(&self, number: u32) -> &Number {
        const NONE: &Number = &Number::Integer(0);
        self.numbers.get(number as usize).unwrap_or(NONE)
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
        next = data.subtree_end.max(next + 1);
        Some(node)
    })
    .filter(|node| !node.data.hidden)
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
        self.tree.decoded(self.data.name)
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
        self.data.ty.map(|ty| (self.tree.decoded(ty), ty.span))
    }

    /// Whether a finding already says that something is wrong with this node itself.
    #[must_use]
    pub const fn is_reported(self) -> bool {
        self.data.reported
    }

    /// Arguments and properties, in order.
    pub fn entries(self) -> impl DoubleEndedIterator<Item = Entry<'t>> {
        let range = self.data.entries.start as usize..self.data.entries.end as usize;
        let tree = self.tree;
        let entries = tree.entries.get(range).unwrap_or_default();
        entries.iter().filter(|data| !data.hidden).map(move |data| Entry { tree, data })
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
    tree: &'t Tree,
    data: &'t EntryData,
}

impl<'t> Entry<'t> {
    /// The key of a property; absent for an argument.
    #[must_use]
    pub fn key(self) -> Option<&'t str> {
        self.data.key.map(|key| self.tree.decoded(key))
    }

    /// The place of the key.
    #[must_use]
    pub fn key_span(self) -> Option<Span> {
        self.data.key.map(|key| key.span)
    }

    /// The value.
    #[must_use]
    pub const fn value(self) -> Value<'t> {
        Value::new(self.tree, &self.data.value)
    }

    /// Key and value together.
    #[must_use]
    pub fn span(self) -> Span {
        let value = self.value().span();
        self.key_span().map_or(value, |key| key.to(value))
    }
}
