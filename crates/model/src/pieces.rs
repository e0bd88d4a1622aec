//! A text with values in braces, in pieces.

use crate::rules::invalid_fetch_path::Wrong;
use std::ops::Range;

/// Where a piece stands in the text.
pub(crate) enum Piece {
    Text(Range<usize>),
    Braces(Range<usize>),
}

/// Texts and what stands in braces. A brace in a text of an expression is none.
pub(crate) fn pieces(text: &str) -> Result<Vec<Piece>, (Wrong, Range<usize>)> {
    let mut pieces = Vec::new();
    let (mut start, mut open, mut quote) = (0, None, None);
    for (at, letter) in text.char_indices() {
        match (letter, open) {
            (mark, Some(_)) if quote == Some(mark) => quote = None,
            (_, Some(_)) if quote.is_some() => {}
            ('\'' | '"', Some(_)) => quote = Some(letter),
            ('{', None) => {
                pieces.push(Piece::Text(start..at));
                open = Some(at);
            }
            ('}', Some(from)) if text.get(from + 1..at).is_none_or(|inside| inside.trim().is_empty()) => {
                return Err((Wrong::Nothing, from..at + 1));
            }
            ('}', Some(from)) => {
                pieces.push(Piece::Braces(from + 1..at));
                (start, open) = (at + 1, None);
            }
            ('{' | '}', _) => return Err((Wrong::Brace, at..at + 1)),
            _ => {}
        }
    }
    if let Some(from) = open {
        return Err((Wrong::Brace, from..from + 1));
    }
    pieces.push(Piece::Text(start..text.len()));
    pieces.retain(|piece| !matches!(piece, Piece::Text(range) if range.is_empty()));
    Ok(pieces)
}

/// The first place at which a path leaves what it stands below.
pub(crate) fn astray(text: &str, pieces: &[Piece]) -> Option<(Wrong, Range<usize>)> {
    if text.is_empty() {
        return Some((Wrong::Empty, 0..0));
    }
    let lower = text.to_ascii_lowercase();
    if let Some(scheme) = ["http:", "https:"].iter().find(|scheme| lower.starts_with(**scheme)) {
        return Some((Wrong::Address, 0..scheme.len()));
    }
    let texts = pieces.iter().filter_map(|piece| match piece {
        Piece::Text(range) => Some(range.clone()),
        Piece::Braces(_) => None,
    });
    let odd = |range: Range<usize>| {
        let written = text.get(range.clone())?;
        let (at, letter) = written.char_indices().find(|(_, letter)| wrong(*letter).is_some())?;
        Some((wrong(letter)?, range.start + at..range.start + at + letter.len_utf8()))
    };
    texts.filter_map(odd).next().or_else(|| segment_astray(text, pieces))
}

const fn wrong(letter: char) -> Option<Wrong> {
    match letter {
        '?' => Some(Wrong::Query),
        '#' => Some(Wrong::Fragment),
        '%' => Some(Wrong::Encoded),
        '\\' => Some(Wrong::Backslash),
        _ => None,
    }
}

/// A segment that is none: an empty one, unless it is the last, and one that leads back.
fn segment_astray(text: &str, pieces: &[Piece]) -> Option<(Wrong, Range<usize>)> {
    let slashes = slashes(text, pieces);
    let starts = [0].into_iter().chain(slashes.iter().map(|at| at + 1));
    let ends = slashes.iter().copied().chain([text.len()]);
    starts.zip(ends).find_map(|(start, end)| match text.get(start..end)? {
        "" if end < text.len() => Some((Wrong::EmptySegment, end..end + 1)),
        "." | ".." => Some((Wrong::LeadsBack, start..end)),
        _ => None,
    })
}

fn slashes(text: &str, pieces: &[Piece]) -> Vec<usize> {
    let in_text =
        |at: &usize| pieces.iter().any(|piece| matches!(piece, Piece::Text(range) if range.contains(at)));
    text.match_indices('/').map(|(at, _)| at).filter(in_text).collect()
}
