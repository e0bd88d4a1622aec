//! Quoted texts: straight quotes with CEL's escapes, and the curly ones that word processors make of them.

use crate::{Extent, Problem};

/// What stands between two quotes.
pub(crate) struct Quoted {
    /// Bytes taken, quotes included.
    pub(crate) length: usize,
    /// The text; none when it cannot be told where it ends.
    pub(crate) decoded: Option<String>,
    pub(crate) problems: Vec<Problem>,
}

const CURLY: &[char] = &['‘', '’', '‚', '“', '”', '„', '«', '»'];

pub(crate) fn is_straight(quote: char) -> bool {
    matches!(quote, '\'' | '"')
}

pub(crate) fn is_quote(quote: char) -> bool {
    is_straight(quote) || CURLY.contains(&quote)
}

/// Reads the text that starts with the quote `open`; `offset` is where `rest` starts.
pub(crate) fn read(rest: &str, offset: usize, open: char) -> Quoted {
    if is_straight(open) { straight(rest, offset, open) } else { curly(rest, offset, open) }
}

fn curly(rest: &str, offset: usize, open: char) -> Quoted {
    let body = rest.get(open.len_utf8()..).unwrap_or("");
    let Some(end) = body.find(|c| CURLY.contains(&c)) else { return unclosed(rest, offset) };
    let text = body.get(..end).unwrap_or("");
    let close = body.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let length = open.len_utf8() + end + close;
    let at = Extent::new(offset, offset + length);
    let straight = format!("'{}'", text.trim().replace('\\', "\\\\").replace('\'', "\\'"));
    let problem = Problem::new(at, "curly quotes do not mark a text", "write straight quotes")
        .fix("use straight quotes", straight);
    Quoted { length, decoded: Some(text.trim().to_owned()), problems: vec![problem] }
}

fn unclosed(rest: &str, offset: usize) -> Quoted {
    let at = Extent::new(offset, offset + rest.len());
    let problem =
        Problem::new(at, "this text is never closed", "starts here").help("close it with the same quote");
    Quoted { length: rest.len(), decoded: None, problems: vec![problem] }
}

fn straight(rest: &str, offset: usize, open: char) -> Quoted {
    let mut decoded = String::new();
    let mut problems = Vec::new();
    let mut at = 1;
    loop {
        let remaining = rest.get(at..).unwrap_or("");
        let Some(next) = remaining.chars().next() else { return unclosed(rest, offset) };
        match next {
            '\n' | '\r' => return unclosed(rest, offset),
            '\\' => {
                let (length, character) = escape(remaining);
                match character {
                    Some(character) => decoded.push(character),
                    None => problems.push(unknown_escape(remaining, length, offset + at)),
                }
                at += length;
            }
            _ => {
                at += next.len_utf8();
                if next == open {
                    return Quoted { length: at, decoded: Some(decoded), problems };
                }
                decoded.push(next);
            }
        }
    }
}

fn unknown_escape(remaining: &str, length: usize, offset: usize) -> Problem {
    let written = remaining.get(..length).unwrap_or("\\");
    let at = Extent::new(offset, offset + length);
    Problem::new(at, format!("`{written}` is not an escape"), "not understood")
        .help("a backslash itself is written twice")
}

/// The length of the escape at the start of `text`, and its character.
fn escape(text: &str) -> (usize, Option<char>) {
    let Some(kind) = text.chars().nth(1) else { return (1, None) };
    let simple = match kind {
        'a' => Some('\u{7}'),
        'b' => Some('\u{8}'),
        'f' => Some('\u{c}'),
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        'v' => Some('\u{b}'),
        '\\' | '?' | '"' | '\'' | '`' => Some(kind),
        _ => None,
    };
    match (simple, kind) {
        (Some(_), _) => (2, simple),
        (None, 'x' | 'X') => coded(text, 2, 2, 16),
        (None, 'u') => coded(text, 2, 4, 16),
        (None, 'U') => coded(text, 2, 8, 16),
        (None, '0'..='3') => coded(text, 1, 3, 8),
        _ => (1 + kind.len_utf8(), None),
    }
}

fn coded(text: &str, from: usize, digits: usize, radix: u32) -> (usize, Option<char>) {
    let code = text.get(from..from + digits).filter(|code| code.bytes().all(|b| b.is_ascii_alphanumeric()));
    let character = code.and_then(|code| u32::from_str_radix(code, radix).ok()).and_then(char::from_u32);
    character.map_or((from, None), |character| (from + digits, Some(character)))
}
