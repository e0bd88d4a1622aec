//! From what was found for a part to its values.

use super::args::is_unquoted;
use super::claims::{Item, Items};
use super::{Claims, Reader, Remainder, misplaced};
use crate::kinds::{Kind, Written};
use crate::{Holds, PartSpec, Place, Quoting, Slot, Word, rules};
use filrouge_source::{Span, Spanned};
use filrouge_syntax::{Entry, Node};

impl<'t> Claims<'t> {
    fn advance(&mut self) -> Option<(&'static PartSpec, Items<'t>)> {
        let part = self.spec.parts.get(self.next)?;
        let items = self.items.get_mut(self.next).map(std::mem::take)?;
        self.next += 1;
        Some((part, items))
    }

    /// The next part of the declaration, as values.
    pub fn values<K: Kind, S: Slot<K>>(&mut self, reader: &mut Reader<'_>) -> S {
        let mut slot = S::empty(self.missed());
        let Some((part, items)) = self.advance() else { return slot };
        self.require(part, items.is_empty(), reader);
        slot.room(items.len());
        for item in items.iter() {
            match *item {
                Item::Value(written) => slot.add(read_value(written, reader), written.span),
                Item::Line(node) => read_line(node, part, &mut slot, reader),
                Item::Broken(span) => slot.add(None, span),
            }
        }
        slot
    }

    /// The next part of the declaration, as words.
    pub fn words<W: Word, S: Slot<W>>(&mut self, reader: &mut Reader<'_>) -> S {
        let mut slot = S::empty(self.missed());
        let Some((part, items)) = self.advance() else { return slot };
        self.require(part, items.is_empty(), reader);
        slot.room(items.len());
        for item in items.iter() {
            match *item {
                Item::Line(node) => {
                    let span = node.head_span();
                    slot.add(Some(Spanned::new(W::read(node, reader), span)), span);
                }
                Item::Value(Written { span, .. }) | Item::Broken(span) => slot.add(None, span),
            }
        }
        slot
    }

    /// The next part of the declaration: whatever is left.
    pub fn rest<R: Remainder, S: Slot<R>>(&mut self, reader: &mut Reader<'_>) -> S {
        let mut slot = S::empty(self.missed());
        let Some((part, _)) = self.advance() else { return slot };
        let read = R::read_rest(self.left.take(), reader);
        self.require(part, read.is_empty(), reader);
        slot.room(read.len());
        read.into_iter().for_each(|item| slot.add(item, self.missed()));
        slot
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

fn read_value<K: Kind>(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Spanned<K>> {
    K::read(written, reader).map(|value| Spanned::new(value, written.span))
}

/// The values of a line: one, or as many as the part takes.
fn read_line<K: Kind, S: Slot<K>>(
    node: Node<'_>,
    part: &'static PartSpec,
    slot: &mut S,
    reader: &mut Reader<'_>,
) {
    misplaced::only_values(node, reader);
    let most = if part.count.repeats() { usize::MAX } else { 1 };
    if let Some(place) = unquoted(part, node, most) {
        reader.push(rules::unquoted_text::UnquotedText { text: reader.text(place).to_owned(), place });
        slot.add(None, place);
        return;
    }
    if part.place.is_line() {
        node.args().skip(most).for_each(|entry| extra_value(node, entry, reader));
    }
    if node.args().next().is_none() {
        reader.push(missing_value(part, node.head_span()));
        slot.add(None, node.head_span());
    }
    slot.room(node.args().take(most).count());
    for entry in node.args().take(most) {
        let written = Written::from(entry.value());
        slot.add(read_value(written, reader), written.span);
    }
}

fn extra_value(node: Node<'_>, entry: Entry<'_>, reader: &mut Reader<'_>) {
    reader.push(rules::extra_argument::ExtraArgument {
        word: node.name().to_owned(),
        takes: vec!["value"],
        props: Vec::new(),
        written: reader.text(entry.span()).to_owned(),
        value: entry.span(),
    });
}

/// Where a text stands that should have quotes: its words are more values than the part takes.
fn unquoted(part: &PartSpec, node: Node<'_>, most: usize) -> Option<Span> {
    let last = node.args().skip(most).last()?;
    let prose = part.shape().is_some_and(|shape| shape.quoting == Quoting::Quoted);
    let words = node.args().all(is_unquoted);
    (prose && words).then(|| node.args().next().map_or(last.span(), |first| first.span().to(last.span())))
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
        example: part.example(),
        place,
    }
}
