//! Lists as other languages write them: between brackets, or behind dashes.

use super::block::Frame;
use super::{Parser, small};
use crate::cursor::Cursor;
use crate::rules::list_in_brackets::ListInBrackets;
use crate::rules::list_with_dash::ListWithDash;
use crate::tree::{EntryData, MarkKind, ValueData};
use filrouge_report::{Edit, Fix, Safety};
use filrouge_source::Span;

/// How far a closing bracket is looked for.
const LONGEST_LIST: usize = 4_096;

/// Lines that start with a dash, one below the other.
#[derive(Debug, Default)]
pub(super) struct DashList {
    dashes: Vec<Span>,
    items: Vec<Span>,
    /// The node whose values they are meant to be.
    host: Option<u32>,
    /// The brace of the block that they stand in, if that is the block of the host.
    open: Option<Span>,
    /// A dash item is being read.
    pub in_item: bool,
    /// The item is `- key: value`.
    pub item_has_keys: bool,
}

impl Parser<'_> {
    /// `[1 2]` among the arguments: each value is an argument.
    pub(super) fn bracketed_arguments(&mut self, hidden: bool) {
        for value in self.bracketed(false) {
            let start = value.span.start;
            self.push_entry(EntryData { start, key: None, value, hidden });
        }
    }

    /// `key=[1 2]`: the first value is the value.
    pub(super) fn bracketed_value(&mut self) -> Option<ValueData> {
        let first = self.bracketed(true).into_iter().next();
        first.map(|value| ValueData { reported: true, ..value })
    }

    fn bracketed(&mut self, property: bool) -> Vec<ValueData> {
        let start = self.cursor.at;
        self.cursor.at += 1;
        self.may_touch = true;
        let Some(end) = self.closing_bracket() else {
            let brackets = self.span_from(start);
            self.report(ListInBrackets { brackets, inside: None, property });
            return Vec::new();
        };
        let brackets = self.span(start, end + 1);
        let outer = std::mem::replace(&mut self.in_brackets, true);
        let mut values = Vec::new();
        while self.cursor.at < end {
            self.line_space();
            match self.cursor.peek() {
                Some(b',') => self.note_comma(),
                Some(b'[' | b']') => self.cursor.at += 1,
                _ if self.cursor.at < end => values.extend(self.value(None)),
                _ => {}
            }
        }
        self.in_brackets = outer;
        self.cursor.at = self.cursor.at.max(end + 1);
        let words: Vec<&str> = values.iter().map(|value| self.source(value.span)).collect();
        let inside = Some(words.join(" ")).filter(|_| !property || words.len() == 1);
        self.report(ListInBrackets { brackets, inside, property });
        values
    }

    /// The bracket that closes the one before the cursor, unless something comes first that no list contains.
    fn closing_bracket(&self) -> Option<usize> {
        let mut ahead = self.cursor.clone();
        let mut depth = 1_u32;
        while ahead.at < self.cursor.at + LONGEST_LIST {
            match ahead.peek()? {
                b'"' => {
                    let rest = ahead.rest().get(1..)?;
                    ahead.at +=
                        1 + rest.find(['"', '\n']).filter(|at| rest.as_bytes().get(*at) == Some(&b'"'))?;
                }
                b'[' => depth += 1,
                b']' => depth -= 1,
                b'{' | b'}' | b'=' | b';' | b'(' | b')' | b'\\' | b'/' | b'#' => return None,
                _ => {}
            }
            if depth == 0 {
                return Some(ahead.at);
            }
            ahead.at += 1;
        }
        None
    }

    /// Whether an item starts at the dash that stands here; if so it is noted.
    pub(super) fn dash_item(&mut self, start: usize) -> bool {
        let mut ahead = Cursor { text: self.cursor.text, at: start };
        ahead.skip_word();
        if ahead.at != start + 1 || self.is_hidden() || holds_a_property(ahead) {
            return false;
        }
        if self.dashes.dashes.is_empty() {
            let around = self.frames.last();
            let host = self.last_sibling().or(around.and_then(|frame| frame.node));
            let own = |frame: &&Frame| frame.node == host && frame.indented.is_none();
            self.dashes.open = around.filter(own).map(|frame| frame.open);
            self.dashes.host = host;
        }
        self.dashes.dashes.push(self.span(start, start + 1));
        self.dashes.in_item = true;
        self.dashes.item_has_keys = false;
        true
    }

    /// The entries of a node are read: those of a plain item belong to the node above.
    pub(super) fn end_dash_item(&mut self, node: u32) {
        if !std::mem::take(&mut self.dashes.in_item) {
            return;
        }
        let Some(item) = self.tree.nodes.get(node as usize).map(|data| data.entries.clone()) else { return };
        let entries = self.tree.entries.get(item.start as usize..item.end as usize).unwrap_or_default();
        let Some((first, last)) = entries.first().zip(entries.last()) else { return };
        let plain = !self.dashes.item_has_keys && self.cursor.peek() != Some(b'{');
        let span = first.value.span.to(last.value.span);
        let host = self.dashes.host.and_then(|host| self.tree.nodes.get_mut(host as usize));
        if let Some(host) = host.filter(|host| plain && host.entries.end == item.start && !host.hidden) {
            host.entries.end = item.end;
            self.dashes.items.push(span);
        }
    }

    /// Reports the items that were noted, as one list; `brace` closes the block that they stand in.
    pub(super) fn flush_dashes(&mut self, brace: Option<Span>) {
        let list = std::mem::take(&mut self.dashes);
        let Some((dash, others)) = list.dashes.split_first() else { return };
        let fix = self.dash_fix(&list, brace);
        self.report(ListWithDash { dash: *dash, others: others.to_vec(), fix });
    }

    fn dash_fix(&self, list: &DashList, brace: Option<Span>) -> Option<Fix> {
        if list.items.len() != list.dashes.len() {
            return None;
        }
        let host = list.host?;
        let data = self.tree.nodes.get(host as usize)?;
        let colon = self.cursor.text.get(data.span.end as usize..).is_some_and(|rest| rest.starts_with(':'));
        let start = list.open.map_or(data.span.end + u32::from(colon), |open| open.start);
        let end = match list.open {
            Some(_) => brace.filter(|_| self.guesses == 0)?.end,
            None => list.items.last()?.end,
        };
        let replaced = self.span(start as usize, end as usize);
        let before = self.cursor.text.get(..start as usize).unwrap_or_default();
        let blanks = before.len() - before.trim_end_matches(' ').len();
        let replaced = Span::new(replaced.file, replaced.start - small(blanks), replaced.end);
        let words: String = list.items.iter().map(|item| format!(" {}", self.source(*item))).collect();
        let loses_comment =
            self.tree.marks.iter().rev().take_while(|mark| mark.span.start >= start).any(|mark| {
                matches!(mark.kind, MarkKind::LineComment | MarkKind::BlockComment | MarkKind::Slashdash)
            });
        let safety = if loses_comment { Safety::Shown } else { Safety::Safe };
        let edits = vec![Edit { span: replaced, text: words }];
        Some(Fix { title: "write the values on one line".to_owned(), safety, edits })
    }
}

/// Whether a property comes next. YAML has no `=`: `- sku=l1` is a record in a list of test data, not a mistake.
fn holds_a_property(mut ahead: Cursor<'_>) -> bool {
    ahead.skip_spaces();
    let key = ahead.at;
    ahead.skip_word();
    ahead.at > key && ahead.peek() == Some(b'=')
}
