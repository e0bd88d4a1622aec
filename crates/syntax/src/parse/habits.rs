//! What people bring along from YAML, JSON, TOML and KDL 1: each is read as what was meant, and reported once.

use super::string::Read;
use super::{Parser, small};
use crate::chars::is_space;
use crate::cursor::Cursor;
use crate::literal::{Form, Literal, Problem};
use crate::rules::comma_between_values::CommaBetweenValues;
use crate::rules::equals_after_name::EqualsAfterName;
use crate::rules::hash_comment::HashComment;
use crate::rules::key_with_colon::{KeyWithColon, Shape};
use crate::rules::misplaced_triple_quotes::MisplacedTripleQuotes;
use crate::rules::string_across_lines::StringAcrossLines;
use crate::rules::uneven_indent::UnevenIndent;
use crate::rules::unknown_escape::UnknownEscape;
use crate::tree::{MarkKind, Text};
use filrouge_report::{Edit, Fix, Safety};
use filrouge_source::Span;

/// A text between single quotes is not expected to run over more lines than this.
const MOST_LINES: usize = 20;

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
        self.report(HashComment { hash, comment: true });
        true
    }

    /// Cuts `span`, a bare word, before a comma that is meant to separate, and notes the comma.
    pub(super) fn cut_commas(&mut self, span: Span) -> Span {
        let word = self.source(span);
        let cut = if crate::number::looks_like_number(word) { word.find(',') } else { trailing_comma(word) };
        let Some(at) = cut.filter(|at| *at > 0) else { return span };
        let comma = span.start as usize + at;
        self.cursor.at = comma;
        self.note_comma();
        let end = self.cursor.at;
        self.cursor.at = comma;
        debug_assert!(end > comma, "a comma was noted");
        self.span(span.start as usize, comma)
    }

    /// Notes the comma that stands here and moves over it.
    pub(super) fn note_comma(&mut self) {
        let comma = self.span_of_next();
        self.cursor.at += 1;
        self.may_touch = true;
        if !self.in_brackets && self.commas.last() != Some(&comma) {
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

    /// A text between single quotes that was closed on a later line, as KDL 1 allowed. The cursor stands at the end of
    /// the first line.
    pub(super) fn string_across_lines(&mut self, start: usize, body: usize) -> Option<Read> {
        let end = self.closing_quote_of_later_line()?;
        let (text, open) = (self.span(start, end), self.span(start, body));
        self.cursor.at = end;
        let lines = self.cursor.text.get(body..end - 1).unwrap_or_default();
        self.report(StringAcrossLines { text, open, fix: self.as_text_block(text, lines) });
        let text = Text { start: small(body), end: small(end - 1), span: text };
        Some(Read { text, reported: true })
    }

    /// The end of a line that closes a text: a quote with text before it and none behind it.
    fn closing_quote_of_later_line(&self) -> Option<usize> {
        let mut ahead = self.cursor.clone();
        for _ in 0..MOST_LINES {
            if !ahead.eat_newline() {
                return None;
            }
            let start = ahead.at;
            ahead.skip_line();
            let line = self.cursor.text.get(start..ahead.at)?;
            if let Some(quote) = line.find('"') {
                let behind = line.get(quote + 1..)?.trim();
                let closes = behind.is_empty() || matches!(behind, ";" | "}" | "{");
                let names_before = line.get(..quote)?.ends_with(|c| is_space(c) || c == '=');
                return (closes && !names_before).then_some(start + quote + 1);
            }
        }
        None
    }

    fn as_text_block(&self, text: Span, lines: &str) -> Option<Fix> {
        let indent = " ".repeat(self.line.indent + 4);
        let body: String = lines.lines().map(|line| format!("{indent}{}\n", line.trim())).collect();
        let block = format!("\"\"\"\n{body}{indent}\"\"\"");
        (!lines.contains('\\')).then(|| Fix::risky("write it between triple quotes", text, block))
    }

    /// Reports what is wrong inside a literal; tells whether anything is.
    pub(super) fn literal_problems(&mut self, span: Span, literal: &Literal, problems: Vec<Problem>) -> bool {
        let found = !problems.is_empty();
        let beside = problems.contains(&Problem::BesideQuotes);
        if beside {
            let quotes = self.span(span.start as usize, literal.body.start);
            self.report(MisplacedTripleQuotes { quotes, fix: self.move_quotes(span, literal) });
        }
        let mut uneven = false;
        for problem in problems {
            match problem {
                Problem::Escape(place) => {
                    let place = self.span(place.start, place.end);
                    let text = self.source(place).to_owned();
                    let fix = text.strip_prefix('\\').map(|rest| format!("\\\\{rest}"));
                    self.report(UnknownEscape { text, place, fix });
                }
                Problem::Indent { line, closing } if !beside && !uneven => {
                    uneven = true;
                    let (line, closing) =
                        (self.span(line.start, line.end), self.span(closing.start, closing.end));
                    self.report(UnevenIndent { line, closing });
                }
                Problem::Indent { .. } | Problem::BesideQuotes => {}
            }
        }
        found
    }

    fn move_quotes(&self, span: Span, literal: &Literal) -> Option<Fix> {
        let body = self.cursor.text.get(literal.body.clone())?;
        if !body.contains(crate::chars::is_newline) {
            let quote = if literal.form == Form::Block {
                "\"".to_owned()
            } else {
                literal.form.closing().replace("\"\"\"", "\"")
            };
            let open: String = quote.chars().rev().collect();
            let plain = !body.contains('"');
            return plain.then(|| Fix::safe("use single quotes", span, format!("{open}{body}{quote}")));
        }
        let indent = " ".repeat(self.line.indent + 4);
        let inserted = format!("\n{indent}");
        let end = self.span(literal.body.end, literal.body.end);
        let start = self.span(literal.body.start, literal.body.start);
        let first_line_taken = !body.starts_with(crate::chars::is_newline);
        let edits = [(first_line_taken, start), (true, end)]
            .into_iter()
            .filter(|(needed, _)| *needed)
            .map(|(_, span)| Edit { span, text: inserted.clone() })
            .collect();
        Some(Fix { title: "put the quotes on lines of their own".to_owned(), safety: Safety::Unsafe, edits })
    }
}

/// Whether people would take `name` for a key; odder words with a colon are left alone.
fn is_plain_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '?'))
}

fn trailing_comma(word: &str) -> Option<usize> {
    Some(word.trim_end_matches(',').len()).filter(|at| *at < word.len())
}
