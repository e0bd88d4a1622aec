//! The properties and the lines of a node.

use super::claims::Item;
use super::{Claims, Line, Reader, misplaced};
use crate::kinds::{Field, FieldType};
use crate::words::{homes, waive::Waive};
use crate::{Document, Place, Rest, Word, WordSpec, rules};
use filrouge_syntax::{Entry, Node};

impl<'t> Claims<'t> {
    pub(super) fn props(&mut self, reader: &mut Reader<'_>) {
        let takes_any = self.rest.is_some_and(|rest| rest.takes.props);
        let node = self.left.node;
        let mut unknown = Vec::new();
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
                unknown.push((key, entry));
            }
        }
        unknown.into_iter().for_each(|(key, entry)| self.unknown_prop(key, entry, reader));
    }

    fn line_as_prop(&mut self, index: usize, entry: Entry<'t>, reader: &mut Reader<'_>) {
        let Some(part) = self.spec.parts.get(index) else { return };
        misplaced::line_as_prop(self.left.node, part, entry, reader);
        let item = match part.place {
            Place::Child => Item::Broken(entry.span()),
            _ => Item::Value(entry.value().into()),
        };
        self.give(index, item);
    }

    fn unknown_prop(&mut self, key: &str, entry: Entry<'t>, reader: &mut Reader<'_>) {
        let names = self.spec.prop_names();
        let lines = self.spec.child_names();
        let near = WordSpec::near(key, &names).or_else(|| WordSpec::near(key, &lines));
        reader.push(rules::unknown_property::UnknownProperty {
            word: self.word(),
            key: key.to_owned(),
            place: entry.key_span().unwrap_or(entry.span()),
            near,
            allowed: names,
            lines,
        });
        if let Some(index) = near.and_then(|near| self.find(near, Place::is_prop)) {
            self.give_if_open(index, Item::Value(entry.value().into()));
        }
    }

    pub(super) fn lines(&mut self, reader: &mut Reader<'_>) {
        let rest = self.rest.filter(|rest| rest.takes.children);
        let mut misspelt = Vec::new();
        for node in self.left.node.children() {
            if let Some(index) = self.find(node.name(), Place::is_line) {
                self.give(index, Item::Line(node));
            } else if let Some(index) =
                self.find(node.name(), Place::is_prop).filter(|_| !is_data(node, rest))
            {
                self.prop_as_line(index, node, reader);
            } else if may_waive(self.spec, node.name()) {
                reader.waive(self.left.node, node);
            } else if rest.is_some_and(|rest| allows(rest, node.name()) && !self.is_slip(node, rest)) {
                self.left.children.push(Line { name: node.name(), node });
            } else {
                misspelt.extend(self.unknown_line(node, reader));
            }
        }
        misspelt.into_iter().for_each(|(index, item)| self.give_if_open(index, item));
    }

    /// Whether a line that may be a field of any name is rather a part whose name was misspelt: no type follows.
    fn is_slip(&self, node: Node<'t>, rest: Rest) -> bool {
        if rest.line.is_none_or(|line| line.name != Field::SPEC.name) {
            return false;
        }
        let first = node.args().next();
        let is_typed = match first {
            Some(first) => first.value().as_text().is_some_and(FieldType::is_meant),
            None => node.block_span().is_none(),
        };
        !is_typed && filrouge_report::nearest(node.name(), self.spec.child_names()).is_some()
    }

    fn prop_as_line(&mut self, index: usize, node: Node<'t>, reader: &mut Reader<'_>) {
        if let Some(part) = self.spec.parts.get(index) {
            misplaced::prop_as_line(self.left.node, part, node, reader);
            self.give(index, Item::Line(node));
        }
    }

    /// Reports a line of an unknown name; the part that was meant, if it is one.
    fn unknown_line(&mut self, node: Node<'t>, reader: &mut Reader<'_>) -> Option<(usize, Item<'t>)> {
        let allowed = self.spec.child_names();
        let near = WordSpec::near(node.name(), &allowed);
        reader.push(rules::unknown_word::UnknownWord {
            within: Some(self.word()),
            word: node.name().to_owned(),
            place: node.name_span(),
            near,
            inside: homes(node.name()),
            allowed,
        });
        let part = self.find(near?, Place::is_line);
        if part.is_none() {
            self.left.children.extend(near.map(|name| Line { name, node }));
        }
        part.map(|index| (index, Item::Line(node)))
    }
}

/// An exception may stand in every block, except where lines have names of the author's choice; at the top of a
/// declaration it may stand all the same.
pub(crate) fn may_waive(spec: &'static WordSpec, name: &str) -> bool {
    let free = spec.rest().is_some_and(|rest| rest.takes.children && rest.words.is_empty());
    let declares = Document::DECLARATIONS.iter().any(|known| known.name == spec.name);
    name == Waive::SPEC.name && spec.name != name && (declares || !free)
}

fn is_last(node: Node<'_>, entry: Entry<'_>) -> bool {
    entry.key().and_then(|key| node.prop(key)).is_none_or(|last| last.span() == entry.span())
}

/// Whether a line that is called like a property is meant as data all the same: where lines hold data of any name, and where
/// the type of a field follows.
fn is_data(node: Node<'_>, rest: Option<Rest>) -> bool {
    let is_open = |rest: Rest| rest.takes.props && rest.words.is_empty();
    let takes_fields = |rest: Rest| rest.line.is_some_and(|line| line.name == Field::SPEC.name);
    rest.is_some_and(|rest| is_open(rest) || (takes_fields(rest) && has_type(node)))
}

fn has_type(node: Node<'_>) -> bool {
    let first = node.args().next();
    first.and_then(|first| first.value().as_text()).is_some_and(FieldType::is_meant)
}

fn allows(rest: Rest, name: &str) -> bool {
    rest.words.is_empty() || rest.words.iter().any(|word| word.name == name)
}
