//! The smallest parts of a literal: runs that stand for themselves, escapes and line breaks.

use crate::chars::{is_newline, is_space};
use crate::cursor::Cursor;
use std::ops::Range;

/// A part of a literal's source and what it means.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub source: Range<usize>,
    pub kind: PieceKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// Stands for itself.
    Copy,
    /// An escape of one character.
    Char(char),
    /// A line break of a text of several lines.
    Newline,
    /// A backslash and the white space that it hides.
    Nothing,
    /// A backslash before something else.
    Unknown,
}

/// Cuts the body of a literal into pieces.
pub(super) struct Pieces<'s> {
    cursor: Cursor<'s>,
    escapes: bool,
    lines: bool,
}

impl<'s> Pieces<'s> {
    pub fn new(text: &'s str, body: Range<usize>, escapes: bool, lines: bool) -> Self {
        let text = text.get(..body.end).unwrap_or_default();
        Self { cursor: Cursor { text, at: body.start.min(text.len()) }, escapes, lines }
    }

    fn at_special(&self, byte: u8) -> bool {
        match byte {
            b'\\' => self.escapes,
            b'\n'..=b'\r' | 0xC2 | 0xE2 => self.lines && self.cursor.at_newline(),
            _ => false,
        }
    }

    fn run(&mut self) -> PieceKind {
        self.cursor.bump();
        while let Some(byte) = self.cursor.peek() {
            if self.at_special(byte) {
                break;
            }
            self.cursor.at += 1;
        }
        PieceKind::Copy
    }

    fn escape(&mut self) -> PieceKind {
        self.cursor.bump();
        let Some(c) = self.cursor.char() else { return PieceKind::Unknown };
        if is_space(c) || is_newline(c) {
            return self.hidden_blanks();
        }
        self.cursor.bump();
        match c {
            'n' => PieceKind::Char('\n'),
            'r' => PieceKind::Char('\r'),
            't' => PieceKind::Char('\t'),
            'b' => PieceKind::Char('\u{08}'),
            'f' => PieceKind::Char('\u{0C}'),
            's' => PieceKind::Char(' '),
            '"' | '\\' => PieceKind::Char(c),
            'u' => self.code_point().map_or(PieceKind::Unknown, PieceKind::Char),
            _ => PieceKind::Unknown,
        }
    }

    fn hidden_blanks(&mut self) -> PieceKind {
        while self.cursor.char().is_some_and(|c| is_space(c) || is_newline(c)) {
            self.cursor.bump();
        }
        PieceKind::Nothing
    }

    /// The `{41}` of `\u{41}`; moves over it only when it is right.
    fn code_point(&mut self) -> Option<char> {
        let digits = self.cursor.rest().strip_prefix('{')?;
        let digits = digits.get(..digits.bytes().take(7).position(|byte| byte == b'}')?)?;
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))?;
        let c = char::from_u32(code)?;
        self.cursor.at += digits.len() + 2;
        Some(c)
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let start = self.cursor.at;
        let byte = self.cursor.peek()?;
        let kind = match byte {
            b'\\' if self.escapes => self.escape(),
            _ if self.lines && self.cursor.eat_newline() => PieceKind::Newline,
            _ => self.run(),
        };
        Some(Piece { source: start..self.cursor.at, kind })
    }
}
