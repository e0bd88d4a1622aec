//! The tree as a row of tokens.

use crate::tree::{MarkKind, Tree};
use std::ops::Range;

/// What a token is; numbers are places in the arena.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Node(usize),
    Entry(usize),
    Mark(MarkKind),
}

/// A part of the text that is no blank.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub kind: Kind,
    pub range: Range<usize>,
    /// Comments stand inside it, so that it is kept as it is.
    pub verbatim: bool,
}

/// Names of nodes, entries, comments and braces in the order of the text.
pub(super) fn tokens(tree: &Tree) -> Vec<Token> {
    let mut all: Vec<Token> = Vec::new();
    for (number, node) in tree.nodes.iter().enumerate() {
        all.push(token(Kind::Node(number), node.span.start, node.name.span.end));
    }
    for (number, entry) in tree.entries.iter().enumerate() {
        all.push(token(Kind::Entry(number), entry.start, entry.value.span.end));
    }
    all.extend(tree.marks.iter().map(|mark| token(Kind::Mark(mark.kind), mark.span.start, mark.span.end)));
    all.sort_by_key(|token| token.range.start);
    without_inner(all)
}

fn token(kind: Kind, start: u32, end: u32) -> Token {
    Token { kind, range: start as usize..end as usize, verbatim: false }
}

/// Drops the tokens that lie inside others.
fn without_inner(all: Vec<Token>) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(all.len());
    for token in all {
        match tokens.last_mut() {
            Some(outer) if token.range.start < outer.range.end => outer.verbatim = true,
            _ => tokens.push(token),
        }
    }
    tokens
}
