//! A place in the text that moves forward.

use crate::chars::{is_newline, is_space, is_word_byte, newline_len};

/// Reads a text from left to right; always on a character boundary.
#[derive(Debug, Clone)]
pub(crate) struct Cursor<'s> {
    pub text: &'s str,
    pub at: usize,
}

impl<'s> Cursor<'s> {
    pub const fn new(text: &'s str) -> Self {
        Self { text, at: 0 }
    }

    pub fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub fn rest(&self) -> &'s str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub fn char(&self) -> Option<char> {
        match self.peek()? {
            byte if byte.is_ascii() => Some(char::from(byte)),
            _ => self.rest().chars().next(),
        }
    }

    /// Moves over one character.
    pub fn bump(&mut self) {
        self.at += self.char().map_or(0, char::len_utf8);
    }

    pub fn starts_with(&self, prefix: &str) -> bool {
        self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(prefix.as_bytes()))
    }

    /// Moves over `prefix` if it stands here.
    pub fn eat(&mut self, prefix: &str) -> bool {
        let found = self.starts_with(prefix);
        if found {
            self.at += prefix.len();
        }
        found
    }

    /// Moves over blanks within the line.
    pub fn skip_spaces(&mut self) {
        while let Some(c) = self.char().filter(|c| is_space(*c)) {
            self.at += c.len_utf8();
        }
    }

    /// Moves over one end of line.
    pub fn eat_newline(&mut self) -> bool {
        match self.peek() {
            Some(b'\t' | b' '..=b'\x7f') | None => false,
            Some(_) => {
                let len = newline_len(self.rest());
                self.at += len;
                len > 0
            }
        }
    }

    pub fn at_newline(&self) -> bool {
        self.char().is_some_and(is_newline)
    }

    /// Moves to the end of the line, before its newline.
    pub fn skip_line(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let ahead = rest.iter().enumerate().filter(|(_, byte)| matches!(byte, b'\n'..=b'\r' | 0xC2 | 0xE2));
        for (offset, _) in ahead {
            let here = Cursor { text: self.text, at: self.at + offset };
            if here.at_newline() {
                self.at = here.at;
                return;
            }
        }
        self.at = self.text.len();
    }

    /// Moves over the characters of a bare word.
    pub fn skip_word(&mut self) {
        while let Some(byte) = self.peek() {
            if byte.is_ascii() {
                if !is_word_byte(byte) {
                    return;
                }
                self.at += 1;
            } else {
                match self.char().filter(|c| !is_space(*c) && !is_newline(*c)) {
                    Some(c) => self.at += c.len_utf8(),
                    None => return,
                }
            }
        }
    }
}
