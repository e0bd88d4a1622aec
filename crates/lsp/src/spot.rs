//! Which word stands at a place of a text.

use filrouge_language::{Found, PartSpec, Position, lookup, part_at};
use filrouge_source::Span;
use filrouge_syntax::{Entry, Node, Tree};

/// A place in a tree.
pub struct Spot<'t> {
    /// The nodes around it, outermost first.
    pub path: Vec<Node<'t>>,
    /// What of the innermost one it is.
    pub at: At<'t>,
}

/// What of a node a place is.
#[derive(Debug, Clone, Copy)]
pub enum At<'t> {
    /// Its name.
    Name,
    /// The key of a property.
    Key(Entry<'t>),
    /// A value.
    Value(Entry<'t>, Position<'t>),
    /// Somewhere between its parts, or between the lines of its block.
    Between,
}

impl<'t> Spot<'t> {
    /// What stands at the byte `offset`.
    pub fn find(tree: &'t Tree, offset: u32) -> Self {
        let mut path: Vec<Node<'t>> = Vec::new();
        let mut next = tree.roots().find(|node| touches(node.span(), offset));
        while let Some(node) = next {
            path.push(node);
            let inside = node.block_span().is_some_and(|block| block.start < offset && offset <= block.end);
            next = node.children().find(|child| inside && touches(child.span(), offset));
        }
        let at = path.last().map_or(At::Between, |node| part_of(*node, offset));
        Self { path, at }
    }

    /// The node at the place.
    pub fn node(&self) -> Option<Node<'t>> {
        self.path.last().copied()
    }

    /// The names of the nodes, as the vocabulary is asked.
    pub fn names(&self) -> Vec<&'t str> {
        self.path.iter().map(|node| node.name()).collect()
    }

    /// The part whose value or key stands here, and the place of that.
    pub fn part(&self) -> Option<(&'static PartSpec, Span)> {
        let names = self.names();
        match self.at {
            At::Value(entry, position) => Some((part_at(&names, position)?, entry.value().span())),
            At::Key(entry) => Some((part_at(&names, Position::Prop(entry.key()?))?, entry.key_span()?)),
            At::Name => match lookup(&names)? {
                Found::Leaf(part) => Some((part, self.node()?.name_span())),
                Found::Word(_) | Found::Free(_) => None,
            },
            At::Between => None,
        }
    }
}

/// What of `node` the byte at `offset` is.
fn part_of(node: Node<'_>, offset: u32) -> At<'_> {
    if touches(node.name_span(), offset) {
        return At::Name;
    }
    let mut args = 0;
    for entry in node.entries() {
        let position = entry.key().map_or(Position::Arg(args), Position::Prop);
        args += usize::from(entry.key().is_none());
        if entry.key_span().is_some_and(|key| touches(key, offset)) {
            return At::Key(entry);
        }
        if touches(entry.value().span(), offset) {
            return At::Value(entry, position);
        }
    }
    At::Between
}

/// Whether a place is in a range or right behind it.
pub const fn touches(span: Span, offset: u32) -> bool {
    span.start <= offset && offset <= span.end
}
