//! What people bring along from YAML, JSON, TOML and KDL 1: each is read as what was meant, and reported once.

use super::{Parser, small};
use crate::chars::is_space;
use crate::cursor::Cursor;
use crate::rules::comma_between_values::CommaBetweenValues;
use crate::rules::equals_after_name::EqualsAfterName;
use crate::rules::hash_comment::HashComment;
use crate::rules::key_with_colon::{KeyWithColon, Shape};
use crate::tree::{MarkKind, Text};
use filrouge_source::Span;

impl Parser<'_> {
    /// `name:` or `name:value` as the name of a node: the name ends before the colon.
    pub(super) fn name_before_colon(&mut self, span: Span) -> (Text, bool) {
        let Some(colon) =
            self.source(span).split_once(':').map(|(name, _)| name).filter(|name| is_plain_name(name))
        else {
            return (Self::plain(span), false);
        };
        let colon = colon.len();
        self.cursor.at = span.start as usize + colon;
        let name = self.span_from(span.start as usize);
        self.colon(Self::plain(name), false);
        (Self::plain(name), true)
    }

    /// A colon right behind the quoted name of a node.
    pub(super) fn colon_behind(&mut self, name: Text) -> bool {
        let found = self.cursor.peek() == Some(b':');
        if found {
            self.colon(name, false);
        }
        found
    }

    /// `key: value` among the entries of a node: the key, if it is one.
    pub(super) fn key_before_colon(&mut self, text: Text, bare: bool) -> Option<Text> {
        let source = self.source(text.span);
        let key = match source.strip_suffix(':').filter(|key| bare && !key.is_empty()) {
            Some(key) => {
                Self::plain(Span::new(text.span.file, text.span.start, text.span.start + small(key.len())))
            }
            None if !bare && self.cursor.peek() == Some(b':') => text,
            None => return None,
        };
        self.cursor.at = key.span.end as usize;
        let mut ahead = Cursor { text: self.cursor.text, at: self.cursor.at + 1 };
        ahead.skip_spaces();
        let has_value =
            !ahead.at_newline() && !matches!(ahead.peek(), None | Some(b';' | b'{' | b'}' | b'/'));
        self.colon(key, has_value);
        has_value.then_some(key)
    }

    /// Reports the colon that stands here and moves over it and the blanks behind it.
    fn colon(&mut self, name: Text, property: bool) {
        let colon = self.span_of_next();
        self.cursor.at += 1;
        self.cursor.skip_spaces();
        self.may_touch = true;
        if self.dashes.in_item {
            self.dashes.item_has_keys = true;
            return;
        }
        let gap = colon.to(self.span(self.cursor.at, self.cursor.at));
        let separator = if property {
            "="
        } else if self.at_end_of_node() {
            ""
        } else {
            " "
        };
        let fix = Some((gap, separator.to_owned()));
        let opens = self.at_end_of_node() && self.deeper_line_follows();
        self.indented_block = Some(self.findings.len()).filter(|_| opens);
        let name = self.tree.decoded(name).to_owned();
        let shape = match (property, self.at_end_of_node()) {
            (true, _) => Shape::Property,
            (false, true) => Shape::End,
            (false, false) => Shape::Node,
        };
        self.report(KeyWithColon { name, colon, shape, fix });
    }

    /// Whether the next line that is not blank is indented deeper than this one.
    fn deeper_line_follows(&self) -> bool {
        let mut ahead = self.cursor.clone();
        while ahead.eat_newline() {
            let start = ahead.at;
            ahead.skip_spaces();
            if !ahead.at_newline() {
                return ahead.peek().is_some() && ahead.at - start > self.line.indent;
            }
        }
        false
    }

    /// `name = value` on a line of its own, or `=` with nothing before it.
    pub(super) fn equals_after_name(&mut self, node: Option<u32>) {
        let equals = self.span_of_next();
        self.cursor.at += 1;
        self.may_touch = true;
        let data = node.and_then(|node| self.tree.nodes.get(node as usize));
        let name =
            data.filter(|data| data.entries.start == small(self.tree.entries.len())).map(|data| data.name);
        let fix = name.map(|name| {
            let mut ahead = self.cursor.clone();
            ahead.skip_spaces();
            (self.span(name.span.end as usize, ahead.at), " ")
        });
        let name = name.map(|name| self.tree.decoded(name).to_owned());
        self.report(EqualsAfterName { equals, name, fix });
    }

    /// A `#` where neither a keyword nor a raw text can be meant: the rest of the line is a comment.
    pub(super) fn hash_comment(&mut self) -> bool {
        if self.cursor.peek() != Some(b'#') || self.at_literal() {
            return false;
        }
        let start = self.cursor.at;
        while self.cursor.eat("#") {}
        let hash = self.span_from(start);
        self.cursor.skip_line();
        self.mark(MarkKind::LineComment, start);
        self.report(HashComment { hash });
        true
    }

    /// The part of `span`, a bare word, before a comma that is meant to separate. The comma comes next and is noted then.
    pub(super) fn before_comma(&self, span: Span) -> Span {
        let word = self.source(span);
        let cut = if crate::number::looks_like_number(word) { word.find(',') } else { trailing_comma(word) };
        let end = cut.filter(|at| *at > 0).map_or(span.end, |at| span.start + small(at));
        Span::new(span.file, span.start, end)
    }

    /// Notes the comma that stands here and moves over it.
    pub(super) fn note_comma(&mut self) {
        let comma = self.span_of_next();
        self.cursor.at += 1;
        self.may_touch = true;
        if !self.in_brackets {
            self.commas.push(comma);
        }
    }

    /// Reports the commas of one node together.
    pub(super) fn flush_commas(&mut self) {
        let mut commas = std::mem::take(&mut self.commas).into_iter();
        if let Some(comma) = commas.next() {
            let others: Vec<Span> = commas.collect();
            let all = std::iter::once(comma).chain(others.iter().copied());
            let edits = all.map(|span| (span, self.comma_replacement(span))).collect();
            self.report(CommaBetweenValues { comma, others, edits });
        }
    }

    fn comma_replacement(&self, comma: Span) -> &'static str {
        let behind = Cursor { text: self.cursor.text, at: comma.end as usize };
        if behind.char().is_none_or(|c| is_space(c) || behind.at_newline() || c == ';') { "" } else { " " }
    }
}

/// Whether people would take `name` for a key; odder words with a colon are left alone.
fn is_plain_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '?'))
}

fn trailing_comma(word: &str) -> Option<usize> {
    Some(word.trim_end_matches(',').len()).filter(|at| *at < word.len())
}
