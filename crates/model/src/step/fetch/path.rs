//! The path of a fetch: what stands below the address of its connector.

use super::super::Block;
use crate::pieces::{Piece, astray, pieces};
use crate::rules::invalid_fetch_path::{InvalidFetchPath, Wrong};
use crate::{Expression, expression::Literal};
use filrouge_expression::Want;
use filrouge_language::kinds::PathText;
use filrouge_source::Spanned;
use std::ops::Range;

/// A piece of a path.
#[derive(Debug, Clone, PartialEq)]
pub enum PathPart {
    /// As it is written.
    Text(Box<str>),
    /// The value of an expression, and its text; absent when it was written wrongly.
    Value(Box<str>, Option<Expression>),
}

/// The pieces of a path; what is wrong with it becomes findings.
pub(super) fn link(path: &Spanned<PathText>, block: &mut Block<'_, '_, '_>) -> Vec<PathPart> {
    let text = path.value.as_str();
    let pieces = match pieces(text) {
        Ok(pieces) => pieces,
        Err((wrong, place)) => {
            tell(path, wrong, place, block);
            return Vec::new();
        }
    };
    if let Some((wrong, place)) = astray(text, &pieces) {
        tell(path, wrong, place, block);
    }
    pieces.into_iter().map(|piece| part(path, piece, block)).collect()
}

fn tell(path: &Spanned<PathText>, wrong: Wrong, place: Range<usize>, block: &mut Block<'_, '_, '_>) {
    let place = Literal::new(block.linker.sources, path.span, path.value.as_str()).span(place);
    block.linker.push(InvalidFetchPath { path: path.value.to_string(), wrong, place });
}

fn part(path: &Spanned<PathText>, piece: Piece, block: &mut Block<'_, '_, '_>) -> PathPart {
    let whole = path.value.as_str();
    let text = |range: &Range<usize>| -> Box<str> { whole.get(range.clone()).unwrap_or_default().into() };
    match piece {
        Piece::Text(range) => PathPart::Text(text(&range)),
        Piece::Braces(range) => {
            let view = block.inside.at_step();
            let value = block.linker.expression_in(whole, path.span, range.clone(), &view, Want::Written);
            PathPart::Value(text(&range).trim().into(), value)
        }
    }
}
