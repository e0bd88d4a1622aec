//! From a place in the decoded text of a value to the place in the file that it came from.

use crate::Value;
use crate::literal::{self, Literal, Problem, Sink};
use filrouge_source::Span;
use std::ops::Range;

/// Where each part of a decoded text stands in the file: exact under escapes, raw texts, dedented lines and line
/// breaks of two bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OffsetMap {
    whole: Span,
    pieces: Vec<Piece>,
    decoded_len: usize,
}

/// A run of decoded text. Where both lengths are the same, bytes correspond one to one; otherwise all of `source` stands
/// for all of `decoded`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    decoded: Range<usize>,
    source: Range<usize>,
}

impl Piece {
    fn is_linear(&self) -> bool {
        self.decoded.len() == self.source.len()
    }
}

impl Value<'_> {
    /// The map of this value; `text` is the whole text of the file that was parsed.
    ///
    /// For a value that is not a text, the map knows only the place of the whole value.
    #[must_use]
    pub fn offset_map(self, text: &str) -> OffsetMap {
        OffsetMap::new(text, self.span(), self.as_text().is_some())
    }
}

impl OffsetMap {
    /// The map of the text literal at `literal`, a place in `text`, the whole text of its file. For readers that
    /// keep places and no tree.
    #[must_use]
    pub fn at(text: &str, literal: Span) -> Self {
        Self::new(text, literal, true)
    }

    fn new(text: &str, span: Span, is_text: bool) -> Self {
        let literal = Literal::at(text, span.range());
        let bounds = |range: &Range<usize>| Span::new(span.file, small(range.start), small(range.end));
        let mut collected = Collected { pieces: Vec::new(), decoded: 0 };
        if is_text {
            literal::decode(text, &literal, &mut collected);
        }
        Self { whole: bounds(&literal.body), pieces: collected.pieces, decoded_len: collected.decoded }
    }

    /// The place of the text between its delimiters.
    #[must_use]
    pub const fn whole(&self) -> Span {
        self.whole
    }

    /// The place of `range`, a range of bytes of the decoded text.
    ///
    /// A range that ends behind the text ends where the text ends. What lies inside an escape is the whole escape.
    #[must_use]
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.start_of(range.start);
        let end = if range.is_empty() { start } else { self.end_of(range.end) };
        Span::new(self.whole.file, small(start), small(end.max(start)))
    }

    fn start_of(&self, offset: usize) -> usize {
        let piece = self.pieces.partition_point(|piece| piece.decoded.end <= offset);
        match self.pieces.get(piece) {
            Some(piece) if piece.is_linear() => {
                piece.source.start + offset.saturating_sub(piece.decoded.start)
            }
            Some(piece) => piece.source.start,
            None => self.pieces.last().map_or(self.whole.start as usize, |last| last.source.end),
        }
    }

    fn end_of(&self, offset: usize) -> usize {
        let offset = offset.min(self.decoded_len);
        let piece = self.pieces.partition_point(|piece| piece.decoded.end < offset);
        match self.pieces.get(piece) {
            Some(piece) if piece.is_linear() => {
                piece.source.start + offset.saturating_sub(piece.decoded.start)
            }
            Some(piece) => piece.source.end,
            None => self.whole.end as usize,
        }
    }
}

struct Collected {
    pieces: Vec<Piece>,
    decoded: usize,
}

impl Collected {
    fn push(&mut self, len: usize, source: Range<usize>) {
        let decoded = self.decoded..self.decoded + len;
        self.decoded = decoded.end;
        self.pieces.push(Piece { decoded, source });
    }
}

impl Sink for Collected {
    fn copy(&mut self, source: Range<usize>) {
        self.push(source.len(), source);
    }

    fn put(&mut self, c: char, source: Range<usize>) {
        self.push(c.len_utf8(), source);
    }

    fn problem(&mut self, _problem: Problem) {}
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
