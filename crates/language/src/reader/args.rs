//! The arguments of a node, and what to make of those that have no place.

use super::claims::{Item, Items};
use super::{Claims, Reader, misplaced};
use crate::{PartSpec, Place, Quoting, rules};
use filrouge_syntax::{Entry, ValueKind};

impl<'t> Claims<'t> {
    pub(super) fn args(&mut self, reader: &mut Reader<'_>) {
        let takes_more = self.rest.is_some_and(|rest| rest.takes.args);
        let mut strays = 0;
        let mut before = None;
        for entry in self.left.node.entries() {
            let previous = before.replace(entry);
            if entry.key().is_some() {
                continue;
            }
            let open = self.open_argument().filter(|index| !self.goes_on(previous, *index, entry));
            if let Some(index) = open {
                self.give(index, Item::Value(entry.value().into()));
            } else if takes_more {
                self.left.args.push(entry);
            } else {
                strays += 1;
            }
        }
        if strays > 0 {
            self.strays(strays, reader);
        }
    }

    /// Whether an argument that is none of the choices of its part is the rest of the text before it, which has no
    /// quotes.
    fn goes_on(&self, before: Option<Entry<'t>>, index: usize, entry: Entry<'t>) -> bool {
        let shape = self.spec.parts.get(index).and_then(PartSpec::shape);
        let choices = shape.map_or(&[][..], |shape| shape.choices);
        let chosen = |text: &str| choices.contains(&text);
        let is_choice = choices.is_empty() || entry.value().as_text().is_some_and(chosen);
        !is_choice && before.is_some_and(|before| before.key().is_some() && self.wants_quotes(before))
    }

    /// The last `count` arguments have no place. They are looked at in runs, each with the entry before it.
    fn strays(&mut self, count: usize, reader: &mut Reader<'_>) {
        let entries: Vec<Entry<'t>> = self.left.node.entries().collect();
        let placed = self.left.node.args().count() - count;
        let first = entries.iter().enumerate().filter(|(_, entry)| entry.key().is_none()).nth(placed);
        let mut at = first.map_or(entries.len(), |(at, _)| at);
        while let Some(ahead) = entries.get(at..).filter(|ahead| !ahead.is_empty()) {
            let run = ahead.iter().take_while(|entry| entry.key().is_none()).count();
            let before = at.checked_sub(1).and_then(|before| entries.get(before)).copied();
            at += match ahead.get(..run) {
                Some(strays) if run > 0 => self.stray(before, strays, reader),
                _ => 1,
            };
        }
    }

    /// The first argument part that takes one more.
    fn open_argument(&self) -> Option<usize> {
        let mut parts = self.spec.parts.iter().zip(&self.items);
        parts.position(|(part, items)| part.place == Place::Arg && (part.count.repeats() || items.is_empty()))
    }

    /// Arguments without a place: says what was probably meant, and how many of them that explains.
    fn stray(&mut self, before: Option<Entry<'t>>, strays: &[Entry<'t>], reader: &mut Reader<'_>) -> usize {
        let Some(first) = strays.first() else { return 1 };
        if let Some((index, value)) = self.key_without_equals(strays) {
            misplaced::key_without_equals(&self.word(), *first, value, reader);
            self.give(index, Item::Value(value.value().into()));
            return 2;
        }
        let words = strays.iter().all(|entry| is_unquoted(*entry));
        if let Some(before) = before.filter(|before| words && self.wants_quotes(*before)) {
            self.unquoted(before, strays, reader);
            return strays.len();
        }
        if let Some((before, part)) = before.and_then(|before| Some((before, self.list_part(before)?))) {
            misplaced::list_as_prop(self.left.node, before, strays, reader);
            let items: Vec<_> = strays.iter().map(|entry| Item::Value(entry.value().into())).collect();
            if let Some(index) = self.find(part.name, Place::is_prop) {
                items.into_iter().for_each(|item| self.give(index, item));
            }
            return strays.len();
        }
        self.one_stray(*first, reader);
        1
    }

    /// The part of a property that may be a line of several values.
    fn list_part(&self, entry: Entry<'_>) -> Option<&'static PartSpec> {
        self.spec.part(entry.key()?, &[Place::Either]).filter(|part| part.count.repeats())
    }

    fn one_stray(&mut self, entry: Entry<'t>, reader: &mut Reader<'_>) {
        if let Some(index) = self.open_property() {
            self.arg_for_prop(index, entry, reader);
            return;
        }
        self.extra(entry, reader);
        if let Some(index) = self.open_choice() {
            self.give(index, Item::Broken(entry.span()));
        }
    }

    /// `per "7d"`: the name of an open property and its value, without the `=`.
    fn key_without_equals(&self, strays: &[Entry<'t>]) -> Option<(usize, Entry<'t>)> {
        let [key, value, ..] = strays else { return None };
        let ValueKind::Text { value: name, bare: true } = key.value().kind() else { return None };
        let index = self.find(name, Place::is_prop).filter(|index| self.is_open(*index))?;
        Some((index, *value))
    }

    /// Whether what follows an entry may be the rest of its text, which has no quotes.
    fn wants_quotes(&self, entry: Entry<'_>) -> bool {
        is_unquoted(entry) && self.part_of(entry).is_some_and(is_prose)
    }

    fn part_of(&self, entry: Entry<'_>) -> Option<&'static PartSpec> {
        match entry.key() {
            Some(key) => self.spec.part(key, &[Place::Prop, Place::Either]),
            None => self.spec.parts_in(Place::Arg).last(),
        }
    }

    /// Replaces the value that was read from the first word of a text.
    fn unquoted(&mut self, before: Entry<'t>, strays: &[Entry<'t>], reader: &mut Reader<'_>) {
        let first = before.value().span();
        let place = strays.last().map_or(first, |last| first.to(last.span()));
        reader.push(rules::unquoted_text::UnquotedText { text: reader.text(place).to_owned(), place });
        let index = self.part_of(before).and_then(|part| self.find(part.name, |place| place == part.place));
        if let Some(items) = index.and_then(|index| self.items.get_mut(index)) {
            *items = Items::only(Item::Broken(place));
        }
    }

    /// A property that is missing, and of which an argument too many may be the value.
    fn open_property(&self) -> Option<usize> {
        let mut parts = self.spec.parts.iter().zip(&self.items);
        parts.position(|(part, items)| part.place.is_prop() && part.count.required() && items.is_empty())
    }

    /// The first part of a group of which nothing is given: an argument too many may stand for it.
    fn open_choice(&self) -> Option<usize> {
        let open = |name: &&'static str| self.find(name, |_| true).filter(|index| self.is_open(*index));
        let group =
            self.spec.groups.iter().find(|group| group.names.iter().all(|name| open(name).is_some()))?;
        group.names.first().and_then(open)
    }

    fn extra(&self, entry: Entry<'_>, reader: &mut Reader<'_>) {
        let takes: Vec<_> = self.spec.parts_in(Place::Arg).map(|part| part.name).collect();
        reader.push(rules::extra_argument::ExtraArgument {
            word: self.word(),
            takes,
            props: self.spec.prop_names(),
            written: reader.text(entry.span()).to_owned(),
            value: entry.span(),
        });
    }

    fn arg_for_prop(&mut self, index: usize, entry: Entry<'t>, reader: &mut Reader<'_>) {
        if let Some(part) = self.spec.parts.get(index) {
            misplaced::arg_for_prop(&self.word(), part, entry, reader);
            self.give(index, Item::Value(entry.value().into()));
        }
    }

    pub(super) fn prop_for_arg(&mut self, index: usize, entry: Entry<'t>, reader: &mut Reader<'_>) {
        if let Some(part) = self.spec.parts.get(index) {
            misplaced::prop_for_arg(self.left.node, self.spec, part, entry, reader);
            self.give(index, Item::Value(entry.value().into()));
        }
    }
}

/// Whether an entry is a word or a number without quotes.
pub(super) fn is_unquoted(entry: Entry<'_>) -> bool {
    matches!(entry.value().kind(), ValueKind::Text { bare: true, .. } | ValueKind::Number(_))
}

/// Whether the value of a part may have spaces: prose, and the names of events.
fn is_prose(part: &PartSpec) -> bool {
    part.shape().is_some_and(|shape| match shape.target {
        Some(target) => target == "event",
        None => shape.quoting == Quoting::Quoted || (shape.choices.is_empty() && part.place == Place::Arg),
    })
}
