//! Nodes: a name, entries, perhaps a block.

use super::{Parser, small};
use crate::rules::bare_keyword::BareKeyword;
use crate::rules::duplicate_property::DuplicateProperty;
use crate::rules::missing_space::MissingSpace;
use crate::rules::missing_value::MissingValue;
use crate::rules::unexpected_text::UnexpectedText;
use crate::rules::unquoted_quantity::UnquotedQuantity;
use crate::tree::{EntryData, NodeData, Text};
use crate::{number, words};
use filrouge_source::Span;
use std::collections::BTreeMap;

/// The name of a node, as far as it could be read.
pub(super) struct Name {
    pub text: Text,
    /// Nothing of the language can be meant: the node is kept out of sight.
    pub unusable: bool,
    pub reported: bool,
}

impl Parser<'_> {
    pub(super) fn node(&mut self) {
        let here = self.cursor.at;
        self.close_by_indent(self.span_of_next(), false);
        let slashdash = self.slashdash();
        if slashdash && matches!(self.cursor.peek(), None | Some(b'}' | b';')) {
            return self.report(MissingValue { place: self.span(here, here + 2), what: "`/-`" });
        }
        let start = self.cursor.at;
        let ty = self.annotation();
        if ty.is_none() && self.hash_comment() {
            return;
        }
        let item = self.cursor.peek() == Some(b'-') && self.dash_item(start);
        if !item {
            self.flush_dashes(None);
        }
        self.indented_block = None;
        let name = self.node_name();
        let node = self.push_node(start, ty, &name, slashdash || self.is_hidden());
        if !name.unusable {
            self.set_last_sibling(node);
        }
        self.entries(node);
    }

    fn push_node(&mut self, start: usize, ty: Option<Text>, name: &Name, hidden: bool) -> u32 {
        let first_entry = small(self.tree.entries.len());
        let node = small(self.tree.nodes.len());
        let span = self.span(start, name.text.span.end as usize);
        self.tree.nodes.push(NodeData {
            ty,
            name: name.text,
            entries: first_entry..first_entry,
            subtree_end: node + 1,
            block: None,
            span,
            hidden: hidden || name.unusable,
            reported: name.reported,
        });
        node
    }

    pub(super) fn last_sibling(&self) -> Option<u32> {
        self.frames.last().map_or(self.last_root, |frame| frame.last)
    }

    fn set_last_sibling(&mut self, node: u32) {
        match self.frames.last_mut() {
            Some(frame) => frame.last = Some(node),
            None => self.last_root = Some(node),
        }
    }

    fn node_name(&mut self) -> Name {
        let start = self.cursor.at;
        match self.cursor.peek() {
            Some(b'"' | b'#') if self.at_literal() => {
                let text = self.literal();
                let colon = self.colon_behind(text.text);
                Name { text: text.text, unusable: false, reported: text.reported || colon }
            }
            _ => {
                self.cursor.skip_word();
                let span = self.span_from(start);
                if span.is_empty() { self.unusable_name(start) } else { self.bare_name(span) }
            }
        }
    }

    fn bare_name(&mut self, span: Span) -> Name {
        let word = self.source(span);
        if word == "-" && self.dashes.in_item {
            return Name { text: Self::plain(span), unusable: true, reported: true };
        }
        if number::looks_like_number(word) {
            self.report(UnquotedQuantity { text: word.to_owned(), place: span });
            return Name { text: Self::plain(span), unusable: false, reported: true };
        }
        if words::is_keyword(word) {
            self.report(BareKeyword { word: word.to_owned(), place: span, name: true });
            return Name { text: Self::plain(span), unusable: false, reported: true };
        }
        let (text, reported) = self.name_before_colon(span);
        Name { text, unusable: false, reported }
    }

    fn unusable_name(&mut self, start: usize) -> Name {
        if self.cursor.peek() == Some(b'=') {
            self.equals_after_name(None);
        } else if self.at_end_of_node() {
            let place = self.span_of_next();
            self.report(MissingValue { place, what: "the type annotation" });
        } else {
            self.unexpected("a name");
        }
        Name { text: Self::plain(self.span(start, start)), unusable: true, reported: true }
    }

    pub(super) fn entries(&mut self, node: u32) {
        loop {
            let touches = !self.node_space() && !std::mem::take(&mut self.may_touch);
            match self.cursor.peek() {
                Some(b'{') => {
                    self.end_entries(node);
                    return self.open_block(Some(node), false);
                }
                _ if self.at_end_of_node() => {
                    self.end_entries(node);
                    if let Some(finding) = self.indented_block.take() {
                        return self.open_indented_block(node, finding);
                    }
                    self.cursor.eat(";");
                    return;
                }
                _ => {}
            }
            if touches && !self.at_reported_anyway() {
                let before = self.span_of_next();
                self.report(MissingSpace { before });
            }
            let slashdash_at = self.cursor.at;
            let hidden = self.slashdash();
            if hidden && self.cursor.peek() == Some(b'{') {
                self.end_entries(node);
                return self.open_block(Some(node), true);
            }
            if hidden && self.at_end_of_node() {
                let place = self.span(slashdash_at, slashdash_at + 2);
                self.report(MissingValue { place, what: "`/-`" });
                continue;
            }
            self.entry(node, hidden);
        }
    }

    /// Whether what stands here is a mistake by itself, so that a missing space before it is none.
    fn at_reported_anyway(&self) -> bool {
        match self.cursor.peek() {
            Some(b'/') => !self.cursor.starts_with("/-"),
            Some(next) => matches!(next, b',' | b'=' | b')' | b'[' | b']' | b'\\'),
            None => false,
        }
    }

    /// All entries of the node are read; its children, if any, follow.
    fn end_entries(&mut self, node: u32) {
        let end = small(self.tree.entries.len());
        if let Some(data) = self.tree.nodes.get_mut(node as usize) {
            data.entries.end = end;
            let entries = self.tree.entries.get(data.entries.start as usize..).unwrap_or_default();
            if let Some(last) = entries.last() {
                data.span.end = last.value.span.end.max(data.span.end);
            }
        }
        self.flush_commas();
        self.duplicate_properties(node);
        self.end_dash_item(node);
    }

    fn duplicate_properties(&mut self, node: u32) {
        let Some(data) = self.tree.nodes.get(node as usize).filter(|data| !data.hidden) else { return };
        let entries = self.tree.entries.get(data.entries.start as usize..).unwrap_or_default();
        if entries.iter().filter(|entry| entry.key.is_some()).nth(1).is_none() {
            return;
        }
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let mut twice = Vec::new();
        for (entry, key) in entries.iter().filter_map(|entry| visible_key(entry).map(|key| (entry, key))) {
            let name = self.tree.decoded(key);
            let again = Span::new(key.span.file, key.span.start, entry.value.span.end);
            match seen.get(name) {
                Some(first) => twice.push(DuplicateProperty { key: name.to_owned(), first: *first, again }),
                None => drop(seen.insert(name, again)),
            }
        }
        for duplicate in twice {
            self.report(duplicate);
        }
    }

    /// Reports what stands here and moves over it, to the next blank, brace or `;`.
    pub(super) fn unexpected(&mut self, expected: &'static str) {
        let start = self.cursor.at;
        self.cursor.bump();
        let more = self.cursor.text.get(start..self.cursor.at).is_some_and(|first| first != ";");
        while more
            && !self.at_end_of_node()
            && !matches!(self.cursor.peek(), Some(b'{' | b'"' | b'#' | b'=' | b'\t' | b' '))
        {
            self.cursor.bump();
        }
        let place = self.span_from(start);
        self.report(UnexpectedText { text: self.source(place).to_owned(), place, expected });
        self.may_touch = true;
    }
}

fn visible_key(entry: &EntryData) -> Option<Text> {
    entry.key.filter(|_| !entry.hidden)
}
