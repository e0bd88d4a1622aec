//! Texts of several lines: the blanks before the closing quotes are taken from every line.

use super::{Literal, Piece, PieceKind, Pieces, Problem, Sink, emit};
use crate::chars::is_space;
use std::ops::Range;

/// Decodes the lines between triple quotes.
///
/// Hidden white space is resolved before the lines are dedented, every other escape after it.
pub(crate) fn decode_block(text: &str, literal: &Literal, sink: &mut impl Sink) {
    let pieces: Vec<Piece> = Pieces::new(text, literal.body.clone(), literal.form.has_escapes(), true)
        .filter(|piece| piece.kind != PieceKind::Nothing)
        .collect();
    let mut lines = pieces.split(|piece| piece.kind == PieceKind::Newline);
    let first = lines.next().unwrap_or_default();
    let Some(last) = lines.next_back() else {
        sink.problem(Problem::BesideQuotes);
        return pieces.iter().for_each(|piece| emit(piece, sink));
    };
    if !first.is_empty() || !is_blank(text, last) {
        sink.problem(Problem::BesideQuotes);
    }
    let indent = Indent { text, blanks: blanks_of(text, last), closing: range_of(last, literal.body.end) };
    let breaks = pieces.iter().filter(|piece| piece.kind == PieceKind::Newline).skip(1);
    let mut previous = None;
    for (line, line_break) in lines.zip(breaks) {
        if let Some(previous) = previous {
            emit(previous, sink);
        }
        previous = Some(line_break);
        if !is_blank(text, line) {
            indent.remove(line, sink);
        }
    }
}

struct Indent<'s> {
    text: &'s str,
    blanks: String,
    closing: Range<usize>,
}

impl Indent<'_> {
    fn remove(&self, line: &[Piece], sink: &mut impl Sink) {
        let mut left = &*self.blanks;
        for piece in line {
            let source = self.text.get(piece.source.clone()).unwrap_or_default();
            let taken = if piece.kind == PieceKind::Copy { common_start(source, left) } else { 0 };
            left = left.get(taken..).unwrap_or_default();
            if taken < source.len() && !left.is_empty() {
                self.uneven(piece.source.start + taken, sink);
                left = "";
            }
            if taken < source.len() {
                emit(&Piece { source: piece.source.start + taken..piece.source.end, kind: piece.kind }, sink);
            }
        }
    }

    fn uneven(&self, at: usize, sink: &mut impl Sink) {
        let next = self.text.get(at..).and_then(|rest| rest.chars().next());
        let line = at..at + next.map_or(0, char::len_utf8);
        sink.problem(Problem::Indent { line, closing: self.closing.clone() });
    }
}

/// The number of bytes that both start with.
fn common_start(one: &str, other: &str) -> usize {
    one.chars().zip(other.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

fn is_blank(text: &str, line: &[Piece]) -> bool {
    line.iter().all(|piece| {
        piece.kind == PieceKind::Copy
            && text.get(piece.source.clone()).is_some_and(|copy| copy.chars().all(is_space))
    })
}

fn blanks_of(text: &str, line: &[Piece]) -> String {
    let copies = line.iter().filter_map(|piece| text.get(piece.source.clone()));
    let leading = |copy: &str| copy.chars().take_while(|c| is_space(*c)).collect::<String>();
    copies.map(leading).collect()
}

fn range_of(line: &[Piece], end: usize) -> Range<usize> {
    line.first().map_or(end, |piece| piece.source.start)..end
}
