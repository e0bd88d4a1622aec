//! How a client counts columns, and the way between its positions and bytes.

use crate::protocol::{Position, Range};
use filrouge_source::LineIndex;

/// The unit of a column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes: what the texts are made of.
    Utf8,
    /// What every client speaks: an emoji has two.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The cheapest of those that a client offers; UTF-16 when it says nothing.
    #[must_use]
    pub fn of(offered: &[String]) -> Self {
        let offers = |encoding: &Self| offered.iter().any(|word| word == encoding.word());
        [Self::Utf8, Self::Utf32].into_iter().find(offers).unwrap_or_default()
    }

    /// The word of the protocol.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Utf32 => "utf-32",
        }
    }

    fn width(self, letter: char) -> u32 {
        let width = match self {
            Self::Utf8 => letter.len_utf8(),
            Self::Utf16 => letter.len_utf16(),
            Self::Utf32 => 1,
        };
        small(width)
    }

    /// The length of a text.
    #[must_use]
    pub fn length(self, text: &str) -> u32 {
        text.chars().map(|letter| self.width(letter)).sum()
    }

    /// The position of the byte at `offset`.
    #[must_use]
    pub fn position(self, text: &str, lines: &LineIndex, offset: u32) -> Position {
        let line = lines.line_of(offset);
        let before = text.get(lines.line_start(line) as usize..offset as usize).unwrap_or("");
        Position { line, character: self.length(before) }
    }

    /// The positions of the bytes `start..end`.
    #[must_use]
    pub fn range(self, text: &str, lines: &LineIndex, start: u32, end: u32) -> Range {
        Range { start: self.position(text, lines, start), end: self.position(text, lines, end) }
    }

    /// The byte at a position. One behind the end of a line is the end of the line, one behind the last line is the
    /// end of the text, and one inside of a character is the start of the character.
    #[must_use]
    pub fn offset(self, text: &str, lines: &LineIndex, position: Position) -> u32 {
        if position.line >= lines.line_count() {
            return small(text.len());
        }
        let start = lines.line_start(position.line);
        let rest = text.get(start as usize..).unwrap_or("");
        let (mut at, mut column) = (start, 0);
        for letter in rest.chars() {
            column += self.width(letter);
            if column > position.character || matches!(letter, '\n' | '\r') {
                break;
            }
            at += small(letter.len_utf8());
        }
        at
    }
}

pub(crate) fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "é😀a\r\n\tb👩‍👩‍👧c\n";

    fn all() -> impl Iterator<Item = Encoding> {
        [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32].into_iter()
    }

    #[test]
    fn every_place_of_a_character_comes_back() {
        let lines = LineIndex::new(TEXT);
        for encoding in all() {
            for (at, letter) in TEXT.char_indices().filter(|(_, letter)| *letter != '\n') {
                let position = encoding.position(TEXT, &lines, small(at));
                assert_eq!(encoding.offset(TEXT, &lines, position), small(at), "{encoding:?} {letter:?}");
            }
        }
    }

    #[test]
    fn columns_are_counted_as_the_client_does() {
        let lines = LineIndex::new(TEXT);
        let behind_emoji = small(TEXT.find('a').unwrap());
        let columns = all().map(|encoding| encoding.position(TEXT, &lines, behind_emoji).character);
        assert_eq!(columns.collect::<Vec<_>>(), [6, 3, 2]);
    }

    #[test]
    fn a_place_that_is_none_is_the_nearest_one_before() {
        let lines = LineIndex::new(TEXT);
        let offset = |line, character| Encoding::Utf16.offset(TEXT, &lines, Position { line, character });
        assert_eq!(offset(0, 2), 2, "between the halves of an emoji");
        assert_eq!(offset(0, 99), 7, "before the line break");
        assert_eq!(offset(9, 0), small(TEXT.len()));
    }

    #[test]
    fn bytes_are_taken_where_the_client_offers_them() {
        let offer =
            |words: &[&str]| Encoding::of(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert_eq!(offer(&["utf-16", "utf-8"]), Encoding::Utf8);
        assert_eq!(offer(&["utf-16"]), Encoding::Utf16);
        assert_eq!(offer(&[]), Encoding::Utf16);
    }
}
