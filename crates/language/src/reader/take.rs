//! From what was found for a part to its values.

use super::args::is_unquoted;
use super::claims::Item;
use super::{Claims, Reader, Remainder, misplaced};
use crate::kinds::{Kind, Written};
use crate::{Holds, PartSpec, Place, Quoting, Slot, Word, rules};
use filrouge_source::{Span, Spanned};
use filrouge_syntax::{Entry, Node};

impl<'t> Claims<'t> {
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
        if !part.count.required() || !empty {
            return;
        }
        let node = self.left.node;
        let missing = rules::missing_part::MissingPart {
            word: self.word(),
            part: title(part),
            place: part.place,
            count: part.count,
            example: self.usage(part),
            summary: part.summary(),
            head: node.head_span(),
        };
        reader.push_missing(node, missing);
    }

    /// How the part would be written.
    fn usage(&self, part: &PartSpec) -> String {
        let args = self.spec.parts_in(Place::Arg).map(|arg| arg.name.to_uppercase());
        let (name, example) = (part.name, part.example());
        match part.place {
            Place::Prop | Place::Either => format!("{name}={example}"),
            Place::Leaf => format!("{name} {example}"),
            Place::Child => format!("{name} …"),
            Place::Arg => args.fold(self.word(), |usage, arg| format!("{usage} {arg}")),
            Place::Head | Place::Rest => format!("{} …", self.word()),
        }
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
    misplaced::only_values(node, reader);
    let args: Vec<Entry<'t>> = node.args().collect();
    let most = if part.count.repeats() { args.len() } else { args.len().min(1) };
    let (first, others) = args.split_at(most);
    if let Some(place) = unquoted(part, first, others) {
        reader.push(rules::unquoted_text::UnquotedText { text: reader.text(place).to_owned(), place });
        return vec![None];
    }
    let misplaced = !part.place.is_line();
    for entry in others.iter().filter(|_| !misplaced) {
        reader.push(rules::extra_argument::ExtraArgument {
            word: node.name().to_owned(),
            takes: vec!["value"],
            props: Vec::new(),
            written: reader.text(entry.span()).to_owned(),
            value: entry.span(),
        });
    }
    if first.is_empty() {
        reader.push(missing_value(part, node.head_span()));
        return vec![None];
    }
    first.iter().map(|entry| Some(entry.value().into())).collect()
}

/// Where a text stands that should have quotes: the first of its words and the others.
fn unquoted(part: &PartSpec, first: &[Entry<'_>], others: &[Entry<'_>]) -> Option<Span> {
    let (first, last) = first.first().zip(others.last())?;
    let bare = is_unquoted(*first) && others.iter().all(|entry| is_unquoted(*entry));
    let prose = part.shape().is_some_and(|shape| shape.quoting == Quoting::Quoted);
    (bare && prose).then(|| first.span().to(last.span()))
}

/// What a part is called: the rest of a word has a name only for us.
fn title(part: &PartSpec) -> String {
    match part.holds {
        Holds::Rest(rest) => rest().name.trim_start_matches("a ").trim_start_matches("the ").to_owned(),
        Holds::Value(_) | Holds::Word(_) => part.name.to_owned(),
    }
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
