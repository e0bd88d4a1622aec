//! Which entry of a node belongs to which part of its word.

use super::{Left, Reader, groups, misplaced};
use crate::kinds::Written;
use crate::{PartSpec, Place, Rest, WordSpec, rules};
use filrouge_source::Span;
use filrouge_syntax::Node;

/// The entries of one node, part by part, in the order of the declaration.
#[derive(Debug)]
pub struct Claims<'t> {
    pub(super) spec: &'static WordSpec,
    pub(super) items: Vec<Items<'t>>,
    pub(super) left: Left<'t>,
    pub(super) rest: Option<Rest>,
    pub(super) next: usize,
}

/// One thing that was found for a part.
#[derive(Debug, Clone, Copy)]
pub(super) enum Item<'t> {
    Value(Written<'t>),
    Line(Node<'t>),
    Broken(Span),
}

/// What was found for one part; mostly that is one thing.
#[derive(Debug, Default)]
pub(super) struct Items<'t> {
    first: Option<Item<'t>>,
    more: Vec<Item<'t>>,
}

impl<'t> Items<'t> {
    pub fn only(item: Item<'t>) -> Self {
        Self { first: Some(item), more: Vec::new() }
    }

    pub const fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    pub fn len(&self) -> usize {
        usize::from(self.first.is_some()) + self.more.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Item<'t>> {
        self.first.iter().chain(&self.more)
    }

    fn push(&mut self, item: Item<'t>) {
        match self.first {
            None => self.first = Some(item),
            Some(_) => self.more.push(item),
        }
    }
}

impl<'t> Claims<'t> {
    pub(super) fn gather(node: Node<'t>, spec: &'static WordSpec, reader: &mut Reader<'_>) -> Self {
        let left = Left { node, args: Vec::new(), props: Vec::new(), children: Vec::new() };
        let items = spec.parts.iter().map(|_| Items::default()).collect();
        let mut claims = Self { spec, items, left, rest: spec.rest(), next: 0 };
        claims.head();
        misplaced::annotations(node, reader);
        claims.props(reader);
        claims.lines(reader);
        claims.args(reader);
        claims.check(reader);
        claims
    }

    /// The word as it is called in messages: some words have another name in each place.
    pub(super) fn word(&self) -> String {
        self.left.node.name().to_owned()
    }

    fn head(&mut self) {
        let node = self.left.node;
        if let Some(index) = self.spec.parts.iter().position(|part| part.place == Place::Head) {
            self.give(index, Item::Value(Written::name(node)));
        }
    }

    pub(super) fn is_open(&self, index: usize) -> bool {
        self.items.get(index).is_some_and(Items::is_empty)
    }

    pub(super) fn find(&self, name: &str, place: impl Fn(Place) -> bool) -> Option<usize> {
        self.spec.parts.iter().position(|part| part.name == name && place(part.place))
    }

    pub(super) fn give(&mut self, index: usize, item: Item<'t>) {
        if let Some(items) = self.items.get_mut(index) {
            items.push(item);
        }
    }

    /// Reads a misspelt part as the one that was meant, unless that one is there as well.
    pub(super) fn give_if_open(&mut self, index: usize, item: Item<'t>) {
        let repeats = self.spec.parts.get(index).is_some_and(|part| part.count.repeats());
        if repeats || self.is_open(index) {
            self.give(index, item);
        }
    }

    fn check(&mut self, reader: &mut Reader<'_>) {
        for (part, items) in self.spec.parts.iter().zip(&mut self.items) {
            if !part.count.repeats() && !items.more.is_empty() {
                duplicate(part, items, reader);
                items.more.clear();
            }
        }
        groups::check(self, reader);
    }
}

impl Item<'_> {
    pub(super) fn span(&self) -> Span {
        match self {
            Self::Value(written) => written.span,
            Self::Line(node) => node.head_span(),
            Self::Broken(span) => *span,
        }
    }
}

fn duplicate(part: &'static PartSpec, items: &Items<'_>, reader: &mut Reader<'_>) {
    let Some(first) = &items.first else { return };
    for again in &items.more {
        reader.push(rules::duplicate_part::DuplicatePart {
            part: part.name,
            again: again.span(),
            first: first.span(),
        });
    }
}
