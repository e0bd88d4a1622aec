//! What stands between things: blanks, line breaks, comments, line continuations.

use super::{Line, Parser};
use crate::chars::is_space;
use crate::rules::unclosed_comment::UnclosedComment;
use crate::tree::MarkKind;

impl Parser<'_> {
    /// Notes that a line starts here.
    pub(super) fn start_line(&mut self) {
        let start = self.cursor.at;
        self.cursor.skip_spaces();
        self.line = Line { start, indent: self.cursor.at - start };
    }

    /// Moves over all that may stand between nodes.
    pub(super) fn line_space(&mut self) {
        loop {
            match self.cursor.peek() {
                Some(b'\n') => {
                    self.cursor.at += 1;
                    self.start_line();
                }
                Some(b' ') => self.cursor.at += 1,
                Some(b'/') if self.cursor.starts_with("//") => self.line_comment(),
                Some(byte) if byte > b' ' && byte < 0x7F && byte != b'/' && byte != b'\\' => return,
                _ if self.cursor.eat_newline() => self.start_line(),
                _ if !self.blank() => return,
                _ => {}
            }
        }
    }

    /// Moves over all that may stand between the parts of a node; tells whether there was anything.
    pub(super) fn node_space(&mut self) -> bool {
        let start = self.cursor.at;
        loop {
            match self.cursor.peek() {
                Some(b' ') => self.cursor.at += 1,
                Some(byte) if byte > b' ' && byte < 0x7F && byte != b'/' && byte != b'\\' => break,
                _ if !self.blank() => break,
                _ => {}
            }
        }
        self.cursor.at > start
    }

    /// Moves over one blank, comment or line continuation.
    fn blank(&mut self) -> bool {
        match self.cursor.char() {
            Some('/') if self.cursor.starts_with("/*") => self.block_comment(),
            Some('\\') => return self.line_continuation(),
            Some(c) if is_space(c) => self.cursor.at += c.len_utf8(),
            _ => return false,
        }
        true
    }

    pub(super) fn line_comment(&mut self) {
        let start = self.cursor.at;
        self.cursor.skip_line();
        self.mark(MarkKind::LineComment, start);
    }

    fn block_comment(&mut self) {
        let start = self.cursor.at;
        let mut depth = 0_u32;
        loop {
            if self.cursor.eat("/*") {
                depth += 1;
            } else if self.cursor.eat("*/") {
                depth -= 1;
            } else {
                self.cursor.bump();
            }
            if depth == 0 {
                return self.mark(MarkKind::BlockComment, start);
            }
            if self.cursor.peek().is_none() {
                self.mark(MarkKind::BlockComment, start);
                let (open, end) = (self.span(start, start + 2), self.span_of_next());
                return self.report(UnclosedComment { open, end });
            }
        }
    }

    /// A backslash and the line break that it hides, if a line break is all that follows.
    fn line_continuation(&mut self) -> bool {
        let before = self.cursor.at;
        let marks = self.tree.marks.len();
        self.cursor.at += 1;
        while self.cursor.char().is_some_and(is_space) || self.cursor.starts_with("/*") {
            self.blank();
        }
        if self.cursor.starts_with("//") {
            self.line_comment();
        }
        if self.cursor.peek().is_none() || self.cursor.eat_newline() {
            return true;
        }
        self.tree.marks.truncate(marks);
        self.cursor.at = before;
        false
    }

    /// Moves over `/-` and what may stand behind it.
    pub(super) fn slashdash(&mut self) -> bool {
        let start = self.cursor.at;
        let found = self.cursor.eat("/-");
        if found {
            self.mark(MarkKind::Slashdash, start);
            self.line_space();
        }
        found
    }

    /// Whether a node ends here.
    pub(super) fn at_end_of_node(&self) -> bool {
        match self.cursor.peek() {
            None | Some(b';' | b'}') => true,
            Some(b'/') => self.cursor.starts_with("//"),
            Some(_) => self.cursor.at_newline(),
        }
    }
}
