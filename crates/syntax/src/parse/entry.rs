//! Arguments and properties.

use super::string::Read;
use super::{Parser, small};
use crate::number;
use crate::rules::bare_keyword::BareKeyword;
use crate::rules::missing_value::MissingValue;
use crate::tree::{EntryData, StoredKind, Text, ValueData};
use crate::words;
use filrouge_source::Span;

/// Where an entry starts, and whether it is commented out.
#[derive(Debug, Clone, Copy)]
struct Place {
    start: u32,
    hidden: bool,
}

impl Parser<'_> {
    pub(super) fn entry(&mut self, node: u32, hidden: bool) {
        if self.cursor.peek() == Some(b'=') {
            return self.equals_after_name(Some(node));
        }
        if self.cursor.peek() == Some(b',') {
            return self.note_comma();
        }
        let start = small(self.cursor.at);
        let ty = self.annotation();
        match self.cursor.peek() {
            Some(b'[') => self.bracketed_arguments(hidden),
            Some(b'"' | b'#') if self.at_literal() => {
                let read = self.literal();
                let text = StoredKind::Text { text: read.text, bare: false };
                self.text_or_property(Place { start, hidden }, ty, &read, text);
            }
            _ => self.word_entry(Place { start, hidden }, ty),
        }
    }

    fn word_entry(&mut self, place: Place, ty: Option<Text>) {
        let start = self.cursor.at;
        let mut ahead = self.cursor.clone();
        ahead.skip_word();
        let span = self.span(start, ahead.at);
        let word = self.source(span);
        if span.is_empty() || number::looks_like_number(word) || word == "r" {
            return self.argument(place, ty);
        }
        if words::is_keyword(word) && ahead.peek() != Some(b'=') {
            return self.argument(place, ty);
        }
        let span = self.before_comma(span);
        self.cursor.at = span.end as usize;
        let mut read = Read { text: Self::plain(span), reported: false };
        if words::is_keyword(word) {
            self.report(BareKeyword { word: word.to_owned(), place: span, name: true });
            read.reported = true;
        }
        let kind = StoredKind::Text { text: read.text, bare: true };
        self.text_or_property(place, ty, &read, kind);
    }

    fn argument(&mut self, Place { start, hidden }: Place, ty: Option<Text>) {
        if let Some(value) = self.value(ty) {
            self.push_entry(EntryData { start, key: None, value, hidden });
        }
    }

    /// A text was read: it is the key of a property if `=` follows.
    fn text_or_property(&mut self, place: Place, ty: Option<Text>, read: &Read, kind: StoredKind) {
        let Place { start, hidden } = place;
        if self.eat_equals() {
            if let Some(ty) = ty {
                self.misplaced_type(ty);
            }
            return self.property(read.text, hidden);
        }
        if let Some(key) =
            self.key_before_colon(read.text, matches!(kind, StoredKind::Text { bare: true, .. }))
        {
            return self.property(key, hidden);
        }
        let value = ValueData { ty, kind, span: read.text.span, reported: read.reported };
        self.push_entry(EntryData { start, key: None, value, hidden });
    }

    /// Moves over `=` and the blanks before it, if it comes next.
    fn eat_equals(&mut self) -> bool {
        if self.cursor.peek() == Some(b'=') {
            self.cursor.at += 1;
            return true;
        }
        let before = self.cursor.at;
        let (marks, findings) = (self.tree.marks.len(), self.findings.len());
        if self.node_space() && self.cursor.eat("=") {
            return true;
        }
        self.cursor.at = before;
        self.tree.marks.truncate(marks);
        self.findings.truncate(findings);
        false
    }

    fn property(&mut self, key: Text, hidden: bool) {
        self.node_space();
        if self.at_end_of_node() || matches!(self.cursor.peek(), Some(b'{')) {
            let place = self.span(key.span.start as usize, self.cursor.at);
            let place = Span::new(place.file, place.start, place.start + trimmed(self.source(place)));
            return self.report(MissingValue { place, what: "this property" });
        }
        let ty = self.annotation();
        let value = if self.cursor.peek() == Some(b'[') { self.bracketed_value() } else { self.value(ty) };
        if let Some(value) = value {
            self.push_entry(EntryData { start: key.span.start, key: Some(key), value, hidden });
        }
    }
}

fn trimmed(text: &str) -> u32 {
    small(text.trim_end().len())
}
