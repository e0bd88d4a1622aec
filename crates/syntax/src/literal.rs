//! From a text literal to the text that it means, piece by piece.
//!
//! Both readers of literals go through [`decode`]: the parser, which wants the text, and the offset map, which wants
//! to know where each part of the text came from.

mod dedent;
mod pieces;

pub(crate) use dedent::decode_block;
use pieces::{Piece, PieceKind, Pieces};
use std::ops::Range;

/// How a literal is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Bare,
    Quoted,
    /// Between triple quotes.
    Block,
    /// Between `#"` and `"#`; the number counts the hashes.
    Raw(u32),
    /// Between `#"""` and `"""#`.
    RawBlock(u32),
}

impl Form {
    pub const fn has_escapes(self) -> bool {
        matches!(self, Self::Quoted | Self::Block)
    }

    pub const fn is_block(self) -> bool {
        matches!(self, Self::Block | Self::RawBlock(_))
    }

    /// The number of bytes of the delimiter on each side.
    pub const fn delimiter_len(self) -> usize {
        match self {
            Self::Bare => 0,
            Self::Quoted => 1,
            Self::Block => 3,
            Self::Raw(hashes) => hashes as usize + 1,
            Self::RawBlock(hashes) => hashes as usize + 3,
        }
    }

    /// What closes the literal.
    pub fn closing(self) -> String {
        match self {
            Self::Bare => String::new(),
            Self::Quoted => "\"".to_owned(),
            Self::Block => "\"\"\"".to_owned(),
            Self::Raw(hashes) => format!("\"{}", "#".repeat(hashes as usize)),
            Self::RawBlock(hashes) => format!("\"\"\"{}", "#".repeat(hashes as usize)),
        }
    }
}

/// A literal and the range of its text between the delimiters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Literal {
    pub form: Form,
    pub body: Range<usize>,
}

impl Literal {
    /// The literal that was parsed from `range` of `text`.
    pub fn at(text: &str, range: Range<usize>) -> Self {
        let literal = text.get(range.clone()).unwrap_or_default();
        let hashes = literal.bytes().take_while(|byte| *byte == b'#').count();
        let unhashed = literal.get(hashes..).unwrap_or_default();
        let form = form_of(unhashed, u32::try_from(hashes).unwrap_or(u32::MAX));
        let start = (range.start + form.delimiter_len()).min(range.end);
        let closed = range.end.checked_sub(form.delimiter_len()).filter(|end| {
            *end >= start && text.get(*end..range.end).is_some_and(|end| end == form.closing())
        });
        Self { form, body: start..closed.unwrap_or(range.end) }
    }
}

fn form_of(unhashed: &str, hashes: u32) -> Form {
    match (unhashed.starts_with('"'), unhashed.starts_with("\"\"\""), hashes) {
        (false, _, _) => Form::Bare,
        (true, true, 0) => Form::Block,
        (true, false, 0) => Form::Quoted,
        (true, true, hashes) => Form::RawBlock(hashes),
        (true, false, hashes) => Form::Raw(hashes),
    }
}

/// What is wrong inside a literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Problem {
    /// A backslash before something else than an escape.
    Escape(Range<usize>),
    /// A line that does not start with the blanks before the closing quotes.
    Indent { line: Range<usize>, closing: Range<usize> },
    /// Text on the line of the opening or the closing quotes.
    BesideQuotes,
}

/// Who wants to know what a literal means.
pub(crate) trait Sink {
    /// The bytes of `source` stand for themselves.
    fn copy(&mut self, source: Range<usize>);
    /// All of `source` stands for `c`.
    fn put(&mut self, c: char, source: Range<usize>);
    /// Something is wrong; decoding goes on.
    fn problem(&mut self, problem: Problem);
}

/// Decodes `literal` of `text` into `sink`.
pub(crate) fn decode(text: &str, literal: &Literal, sink: &mut impl Sink) {
    match literal.form {
        Form::Bare | Form::Raw(_) => sink.copy(literal.body.clone()),
        Form::Quoted => {
            for piece in Pieces::new(text, literal.body.clone(), true, false) {
                emit(&piece, sink);
            }
        }
        Form::Block | Form::RawBlock(_) => decode_block(text, literal, sink),
    }
}

fn emit(piece: &Piece, sink: &mut impl Sink) {
    match piece.kind {
        PieceKind::Copy => sink.copy(piece.source.clone()),
        PieceKind::Char(c) => sink.put(c, piece.source.clone()),
        PieceKind::Newline => sink.put('\n', piece.source.clone()),
        PieceKind::Nothing => {}
        PieceKind::Unknown => {
            sink.problem(Problem::Escape(piece.source.clone()));
            sink.copy(piece.source.clone());
        }
    }
}
