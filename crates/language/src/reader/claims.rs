//! Which entry of a node belongs to which part of its word.

use super::{Left, Line, Reader, Remainder, groups, misplaced};
use crate::kinds::{Kind, Written};
use crate::{Count, PartSpec, Place, Rest, Slot, Word, WordSpec, rules};
use filrouge_source::{Span, Spanned};
use filrouge_syntax::{Entry, Node};

/// The entries of one node, part by part, in the order of the declaration.
#[derive(Debug)]
pub struct Claims<'t> {
    spec: &'static WordSpec,
    items: Vec<Vec<Item<'t>>>,
    left: Left<'t>,
    next: usize,
}

/// One thing that was found for a part.
#[derive(Debug, Clone, Copy)]
enum Item<'t> {
    Value(Written<'t>),
    Line(Node<'t>),
    Broken(Span),
}

impl<'t> Claims<'t> {
    pub(super) fn gather(node: Node<'t>, spec: &'static WordSpec, reader: &mut Reader<'_>) -> Self {
        let left = Left { node, args: Vec::new(), props: Vec::new(), children: Vec::new() };
        let items = spec.parts.iter().map(|_| Vec::new()).collect();
        let mut claims = Self { spec, items, left, next: 0 };
        claims.head();
        misplaced::annotations(node, reader);
        claims.props(reader);
        claims.children(reader);
        claims.args(reader);
        claims.check(reader);
        claims
    }

    fn head(&mut self) {
        let node = self.left.node;
        if let Some(index) = self.spec.parts.iter().position(|part| part.place == Place::Head) {
            self.give(index, Item::Value(Written::name(node)));
        }
    }

    fn args(&mut self, reader: &mut Reader<'_>) {
        let takes_more = self.spec.rest().is_some_and(|rest| rest.takes.args);
        for entry in self.left.node.args() {
            if let Some(index) = self.open_argument() {
                self.give(index, Item::Value(entry.value().into()));
            } else if takes_more {
                self.left.args.push(entry);
            } else if let Some(index) = self.open_property() {
                self.arg_for_prop(index, entry, reader);
            } else if let Some(index) = self.open_choice() {
                self.extra(entry, reader);
                self.give(index, Item::Broken(entry.span()));
            } else {
                self.extra(entry, reader);
            }
        }
    }

    /// A property that is missing, and of which an argument too many may be the value.
    fn open_property(&self) -> Option<usize> {
        let mut parts = self.spec.parts.iter().zip(&self.items);
        parts.position(|(part, items)| part.place.is_prop() && part.count.required() && items.is_empty())
    }

    /// The first part of a group of which nothing is given: an argument too many may stand for it.
    fn open_choice(&self) -> Option<usize> {
        let open = |name: &&str| self.find(name, |_| true).filter(|index| self.is_open(*index));
        let group =
            self.spec.groups.iter().find(|group| group.names.iter().all(|name| open(&name).is_some()))?;
        group.names.first().and_then(|name| open(name))
    }

    fn is_open(&self, index: usize) -> bool {
        self.items.get(index).is_some_and(Vec::is_empty)
    }

    fn arg_for_prop(&mut self, index: usize, entry: Entry<'t>, reader: &mut Reader<'_>) {
        if let Some(part) = self.spec.parts.get(index) {
            misplaced::arg_for_prop(self.spec.name, part, entry, reader);
            self.give(index, Item::Value(entry.value().into()));
        }
    }

    fn prop_for_arg(&mut self, index: usize, entry: Entry<'t>, reader: &mut Reader<'_>) {
        if let Some(part) = self.spec.parts.get(index) {
            misplaced::prop_for_arg(self.left.node, self.spec, part, entry, reader);
            self.give(index, Item::Value(entry.value().into()));
        }
    }

    /// The first argument part that takes one more.
    fn open_argument(&self) -> Option<usize> {
        let mut parts = self.spec.parts.iter().zip(&self.items);
        parts.position(|(part, items)| part.place == Place::Arg && (part.count.repeats() || items.is_empty()))
    }

    fn extra(&self, entry: Entry<'_>, reader: &mut Reader<'_>) {
        let takes: Vec<_> = self.spec.parts_in(Place::Arg).map(|part| part.name).collect();
        reader.push(rules::extra_argument::ExtraArgument {
            word: self.spec.name,
            takes,
            written: reader.text(entry.span()).to_owned(),
            value: entry.span(),
        });
    }

    fn props(&mut self, reader: &mut Reader<'_>) {
        let takes_any = self.spec.rest().is_some_and(|rest| rest.takes.props);
        let node = self.left.node;
        // A property written twice is a finding of the syntax; the last one counts, as in KDL.
        for entry in node.props().filter(|entry| is_last(node, *entry)) {
            let Some(key) = entry.key() else { continue };
            if let Some(index) = self.find(key, Place::is_prop) {
                self.give(index, Item::Value(entry.value().into()));
            } else if let Some(index) = self.find(key, Place::is_line) {
                self.line_as_prop(index, entry, reader);
            } else if let Some(index) = self.find(key, |place| place == Place::Arg) {
                self.prop_for_arg(index, entry, reader);
            } else if takes_any {
                self.left.props.push(entry);
            } else {
                self.unknown_prop(key, entry, reader);
            }
        }
    }

    fn line_as_prop(&mut self, index: usize, entry: Entry<'t>, reader: &mut Reader<'_>) {
        let Some(part) = self.spec.parts.get(index) else { return };
        misplaced::line_as_prop(self.left.node, self.spec.name, part, entry, reader);
        let item = match part.place {
            Place::Child => Item::Broken(entry.span()),
            _ => Item::Value(entry.value().into()),
        };
        self.give(index, item);
    }

    fn unknown_prop(&mut self, key: &str, entry: Entry<'t>, reader: &mut Reader<'_>) {
        let names = self.spec.prop_names();
        let near = WordSpec::near(key, &names);
        reader.push(rules::unknown_property::UnknownProperty {
            word: self.spec.name,
            key: key.to_owned(),
            place: entry.key_span().unwrap_or(entry.span()),
            near,
            allowed: names,
            lines: self.spec.child_names(),
        });
        if let Some(index) = near.and_then(|near| self.find(near, Place::is_prop)) {
            self.give_if_open(index, Item::Value(entry.value().into()));
        }
    }

    fn children(&mut self, reader: &mut Reader<'_>) {
        let rest = self.spec.rest().filter(|rest| rest.takes.children);
        for node in self.left.node.children() {
            if let Some(index) = self.find(node.name(), Place::is_line) {
                self.give(index, Item::Line(node));
            } else if let Some(index) = self.find(node.name(), Place::is_prop) {
                self.prop_as_line(index, node, reader);
            } else if rest.is_some_and(|rest| allows(rest, node.name())) {
                self.left.children.push(Line { name: node.name(), node });
            } else {
                self.unknown_line(node, reader);
            }
        }
    }

    fn prop_as_line(&mut self, index: usize, node: Node<'t>, reader: &mut Reader<'_>) {
        if let Some(part) = self.spec.parts.get(index) {
            misplaced::prop_as_line(self.left.node, self.spec.name, part, node, reader);
            self.give(index, Item::Line(node));
        }
    }

    fn unknown_line(&mut self, node: Node<'t>, reader: &mut Reader<'_>) {
        let allowed = self.spec.child_names();
        let near = WordSpec::near(node.name(), &allowed);
        reader.push(rules::unknown_word::UnknownWord {
            within: Some(self.spec.name),
            word: node.name().to_owned(),
            place: node.name_span(),
            near,
            allowed,
        });
        let Some(near) = near else { return };
        match self.find(near, Place::is_line) {
            Some(index) => self.give_if_open(index, Item::Line(node)),
            None => self.left.children.push(Line { name: near, node }),
        }
    }

    fn find(&self, name: &str, place: fn(Place) -> bool) -> Option<usize> {
        self.spec.parts.iter().position(|part| part.name == name && place(part.place))
    }

    fn give(&mut self, index: usize, item: Item<'t>) {
        if let Some(items) = self.items.get_mut(index) {
            items.push(item);
        }
    }

    /// Reads a misspelt part as the one that was meant, unless that one is there as well.
    fn give_if_open(&mut self, index: usize, item: Item<'t>) {
        let repeats = self.spec.parts.get(index).is_some_and(|part| part.count.repeats());
        if repeats || self.is_open(index) {
            self.give(index, item);
        }
    }

    fn check(&mut self, reader: &mut Reader<'_>) {
        for (part, items) in self.spec.parts.iter().zip(&mut self.items) {
            if !part.count.repeats() && items.len() > 1 {
                duplicate(part, items, reader);
                items.truncate(1);
            }
        }
        let given = |name: &str| {
            let mut parts = self.spec.parts.iter().zip(&self.items);
            let items = parts.find(|(part, _)| part.name == name).map(|(_, items)| items);
            items.and_then(|items| items.first()).map(|item| item.span())
        };
        groups::check(self.spec, self.left.node, given, reader);
    }

    fn advance(&mut self) -> Option<(&'static PartSpec, Vec<Item<'t>>)> {
        let part = self.spec.parts.get(self.next)?;
        let items = self.items.get_mut(self.next).map(std::mem::take)?;
        self.next += 1;
        Some((part, items))
    }

    /// The next part of the declaration, as values.
    pub fn values<K: Kind, S: Slot<K>>(&mut self, reader: &mut Reader<'_>) -> S {
        let Some((part, items)) = self.advance() else { return S::fill(Vec::new(), self.missed()) };
        let values = items.into_iter().flat_map(|item| values_of(item, part, reader)).collect::<Vec<_>>();
        self.require(part, values.is_empty(), reader);
        let read = values.into_iter().map(|written| {
            let written = written?;
            K::read(written, reader).map(|value| Spanned::new(value, written.span))
        });
        S::fill(read.collect(), self.missed())
    }

    /// The next part of the declaration, as words.
    pub fn words<W: Word, S: Slot<W>>(&mut self, reader: &mut Reader<'_>) -> S {
        let Some((part, items)) = self.advance() else { return S::fill(Vec::new(), self.missed()) };
        self.require(part, items.is_empty(), reader);
        let read = items.into_iter().map(|item| match item {
            Item::Line(node) => Some(Spanned::new(W::read(node, reader), node.head_span())),
            Item::Value(_) | Item::Broken(_) => None,
        });
        S::fill(read.collect(), self.missed())
    }

    /// The next part of the declaration: whatever is left.
    pub fn rest<R: Remainder, S: Slot<R>>(&mut self, reader: &mut Reader<'_>) -> S {
        let part = self.advance().map(|(part, _)| part);
        let read = R::read_rest(self.left.clone(), reader);
        if let Some(part) = part {
            self.require(part, read.is_empty(), reader);
        }
        S::fill(read, self.missed())
    }

    fn missed(&self) -> Span {
        self.left.node.head_span()
    }

    fn require(&self, part: &'static PartSpec, empty: bool, reader: &mut Reader<'_>) {
        if part.count.required() && empty {
            reader.push(rules::missing_part::MissingPart {
                word: self.spec.name,
                part: part.name,
                place: part.place,
                count: part.count,
                example: part.shape().map_or("…", |shape| shape.example),
                summary: part.summary(),
                head: self.left.node.head_span(),
            });
        }
    }
}

impl Item<'_> {
    fn span(&self) -> Span {
        match self {
            Self::Value(written) => written.span,
            Self::Line(node) => node.head_span(),
            Self::Broken(span) => *span,
        }
    }
}

fn is_last(node: Node<'_>, entry: Entry<'_>) -> bool {
    entry.key().and_then(|key| node.prop(key)).is_none_or(|last| last.span() == entry.span())
}

fn allows(rest: Rest, name: &str) -> bool {
    rest.words.is_empty() || rest.words.iter().any(|word| word.name == name)
}

fn duplicate(part: &'static PartSpec, items: &[Item<'_>], reader: &mut Reader<'_>) {
    let Some(first) = items.first() else { return };
    for again in items.iter().skip(1) {
        reader.push(rules::duplicate_part::DuplicatePart {
            part: part.name,
            again: again.span(),
            first: first.span(),
        });
    }
}

/// The values of an item: its own, or those of a line. `None` is a broken one.
fn values_of<'t>(
    item: Item<'t>,
    part: &'static PartSpec,
    reader: &mut Reader<'_>,
) -> Vec<Option<Written<'t>>> {
    match item {
        Item::Value(written) => vec![Some(written)],
        Item::Broken(_) => vec![None],
        Item::Line(node) => line_values(node, part, reader),
    }
}

fn line_values<'t>(
    node: Node<'t>,
    part: &'static PartSpec,
    reader: &mut Reader<'_>,
) -> Vec<Option<Written<'t>>> {
    misplaced::only_values(node, part, reader);
    let mut args = node.args();
    let many = part.count.repeats();
    let first: Vec<_> = args.by_ref().take(if many { usize::MAX } else { 1 }).collect();
    let misplaced = !part.place.is_line();
    for entry in args.filter(|_| !misplaced) {
        reader.push(rules::extra_argument::ExtraArgument {
            word: part.name,
            takes: vec![if part.count == Count::Many { "values" } else { "value" }],
            written: reader.text(entry.span()).to_owned(),
            value: entry.span(),
        });
    }
    if first.is_empty() {
        reader.push(missing_value(part, node.head_span()));
        return vec![None];
    }
    first.into_iter().map(|entry| Some(entry.value().into())).collect()
}

fn missing_value(part: &'static PartSpec, place: Span) -> rules::line_without_value::LineWithoutValue {
    let shape = part.shape();
    rules::line_without_value::LineWithoutValue {
        name: part.name.to_owned(),
        wants: shape.map_or("a value", |shape| shape.name),
        example: shape.map_or("…", |shape| shape.example),
        place,
    }
}
