//! Texts between quotes: finding where they end, even where the author forgot to say so.

use super::{Parser, small};
use crate::chars::{is_newline, is_space};
use crate::cursor::Cursor;
use crate::literal::{self, Form, Literal, Problem, Sink};
use crate::rules::unclosed_string::UnclosedString;
use crate::rules::unclosed_text_block::UnclosedTextBlock;
use crate::tree::Text;
use std::ops::Range;

/// A text that was read, and whether a finding speaks of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Read {
    pub text: Text,
    pub reported: bool,
}

impl Parser<'_> {
    /// Whether a quoted or raw text starts here.
    pub(super) fn at_literal(&self) -> bool {
        let rest = self.cursor.text.as_bytes().get(self.cursor.at..).unwrap_or_default();
        match rest.first() {
            Some(b'"') => true,
            Some(b'#') => rest.iter().find(|byte| **byte != b'#') == Some(&b'"'),
            _ => false,
        }
    }

    /// Reads the literal that starts here.
    pub(super) fn literal(&mut self) -> Read {
        let start = self.cursor.at;
        let hashes = self.cursor.rest().bytes().take_while(|byte| *byte == b'#').count();
        self.cursor.at += hashes;
        let hashes = small(hashes);
        if self.cursor.eat("\"\"\"") {
            let form = if hashes == 0 { Form::Block } else { Form::RawBlock(hashes) };
            self.text_block(start, form)
        } else {
            self.cursor.at += 1;
            let form = if hashes == 0 { Form::Quoted } else { Form::Raw(hashes) };
            self.one_line(start, form)
        }
    }

    fn one_line(&mut self, start: usize, form: Form) -> Read {
        let body = self.cursor.at;
        let closing = form.closing();
        loop {
            match self.cursor.peek() {
                Some(b'"') if form == Form::Quoted || self.cursor.starts_with(&closing) => break,
                Some(b'\\') if form == Form::Quoted => self.skip_escape(),
                None => return self.unclosed_string(start, body, form),
                Some(b'\n'..=b'\r' | 0xC2 | 0xE2) if self.cursor.at_newline() => {
                    return self.unclosed_string(start, body, form);
                }
                Some(_) => self.cursor.at += 1,
            }
        }
        let body = body..self.cursor.at;
        self.cursor.at += closing.len();
        self.read(start, &Literal { form, body })
    }

    fn skip_escape(&mut self) {
        self.cursor.at += 1;
        if self.cursor.char().is_some_and(|c| is_space(c) || is_newline(c)) {
            while self.cursor.char().is_some_and(|c| is_space(c) || is_newline(c)) {
                self.cursor.bump();
            }
        } else {
            self.cursor.bump();
        }
    }

    fn unclosed_string(&mut self, start: usize, body: usize, form: Form) -> Read {
        if form == Form::Quoted
            && let Some(read) = self.string_across_lines(start, body)
        {
            return read;
        }
        let line = self.cursor.text.get(body..self.cursor.at).unwrap_or_default();
        self.cursor.at = body + line.trim_end().len();
        let (open, end) = (self.span(start, body), self.span(self.cursor.at, self.cursor.at));
        self.report(UnclosedString { open, end, close: form.closing() });
        let span = self.span_from(start);
        Read { text: Text { start: small(body), end: span.end, span }, reported: true }
    }

    fn text_block(&mut self, start: usize, form: Form) -> Read {
        let body = self.cursor.at;
        let closing = form.closing();
        let mut ahead = self.cursor.clone();
        loop {
            match ahead.peek() {
                Some(b'"') if ahead.starts_with(&closing) => break,
                Some(b'\\') if form == Form::Block => {
                    ahead.at += 1;
                    ahead.bump();
                }
                None => return self.unclosed_text_block(start, body, form),
                Some(_) => ahead.at += 1,
            }
        }
        let literal = Literal { form, body: body..ahead.at };
        if self.closes_another(&literal) {
            return self.unclosed_text_block(start, body, form);
        }
        self.cursor.at = ahead.at + closing.len();
        self.read(start, &literal)
    }

    /// Whether the closing quotes that were found belong to a later text: something stands before them on their
    /// line, and the lines between come back to the indentation of the node.
    fn closes_another(&self, literal: &Literal) -> bool {
        let body = self.cursor.text.get(literal.body.clone()).unwrap_or_default();
        let last = body.rsplit(is_newline).next().unwrap_or_default();
        body.contains(is_newline)
            && !last.chars().all(|c| is_space(c) || c == '\\')
            && self.outdented_line(literal.body.clone()).is_some()
    }

    /// The start of the first line in `range`, its first line apart, that is not indented deeper than the node.
    fn outdented_line(&self, range: Range<usize>) -> Option<usize> {
        let text = self.cursor.text.get(..range.end).unwrap_or_default();
        let mut ahead = Cursor { text, at: range.start };
        ahead.skip_line();
        while ahead.eat_newline() {
            let start = ahead.at;
            ahead.skip_spaces();
            let blank = ahead.at_newline() || ahead.peek().is_none();
            if !blank && ahead.at - start <= self.line.indent {
                return Some(start);
            }
            ahead.skip_line();
        }
        None
    }

    fn unclosed_text_block(&mut self, start: usize, body: usize, form: Form) -> Read {
        let text = self.cursor.text;
        let next_line = self.outdented_line(body..text.len()).unwrap_or(text.len());
        let before = text.get(body..next_line).unwrap_or_default().trim_end();
        self.cursor.at = body + before.len();
        let (open, guess) = (self.span(start, body), self.span(next_line, next_line));
        let line_break = if self.starts_a_line(guess.start) { "" } else { "\n" };
        let close = form.closing();
        let insert = format!("{line_break}{close}\n");
        self.report(UnclosedTextBlock { open, guess, close, insert });
        let span = self.span_from(start);
        Read { text: Text { start: small(body), end: span.end, span }, reported: true }
    }

    /// Decodes a literal that ends here.
    pub(super) fn read(&mut self, start: usize, literal: &Literal) -> Read {
        let span = self.span_from(start);
        let body = literal.body.clone();
        let plain = !literal.form.is_block()
            && (!literal.form.has_escapes()
                || !self.cursor.text.as_bytes().get(body.clone()).unwrap_or_default().contains(&b'\\'));
        if plain {
            let text = Text { start: small(body.start), end: small(body.end), span };
            return Read { text, reported: false };
        }
        let start = small(self.tree.buffer.len());
        let mut sink = Decoded { text: self.cursor.text, out: &mut self.tree.buffer, problems: Vec::new() };
        literal::decode(self.cursor.text, literal, &mut sink);
        let problems = sink.problems;
        let reported = self.literal_problems(span, literal, problems);
        Read { text: Text { start, end: small(self.tree.buffer.len()), span }, reported }
    }
}

struct Decoded<'p> {
    text: &'p str,
    out: &'p mut String,
    problems: Vec<Problem>,
}

impl Sink for Decoded<'_> {
    fn copy(&mut self, source: Range<usize>) {
        self.out.push_str(self.text.get(source).unwrap_or_default());
    }

    fn put(&mut self, c: char, _source: Range<usize>) {
        self.out.push(c);
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
}
