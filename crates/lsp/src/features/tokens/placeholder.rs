//! The words between the braces of a template.

use super::{Role, Token};
use filrouge_source::Span;
use filrouge_template::{ChunkKind, chunks};
use std::ops::Range;

/// Words that steer.
const STEERING: &[&str] =
    &["if", "elif", "else", "endif", "for", "endfor", "in", "set", "and", "or", "not", "is", "raw"];

/// What each word between braces is.
pub fn tokens(text: &str, place: &dyn Fn(Range<usize>) -> Span, tokens: &mut Vec<Token>) {
    for chunk in chunks(text).into_iter().filter(|chunk| chunk.kind != ChunkKind::Comment) {
        let inner = text.get(chunk.range.clone()).unwrap_or("");
        for (range, ty) in words(inner) {
            let (start, end) = (chunk.range.start + range.start, chunk.range.start + range.end);
            tokens.push(Token::new(place(start..end), ty));
        }
    }
}

fn words(text: &str) -> Vec<(Range<usize>, Role)> {
    let mut found = Vec::new();
    let mut letters = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((start, letter)) = letters.next() {
        let mut end = start + letter.len_utf8();
        let mut take = |fits: &dyn Fn(char) -> bool| {
            while let Some((at, next)) = letters.next_if(|(_, next)| fits(*next)) {
                end = at + next.len_utf8();
            }
            end
        };
        if matches!(letter, '\'' | '"') {
            take(&|next| next != letter);
            if let Some((at, quote)) = letters.next() {
                end = at + quote.len_utf8();
            }
            found.push((start..end, Role::String));
        } else if letter.is_ascii_digit() {
            found.push((start..take(&|next| next.is_ascii_digit() || next == '.'), Role::Number));
        } else if letter.is_alphabetic() || letter == '_' {
            let end = take(&|next| next.is_alphanumeric() || next == '_');
            let word = text.get(start..end).unwrap_or("");
            found.push((start..end, kind(word, before)));
        }
        if !letter.is_whitespace() {
            before = letter;
        }
    }
    found
}

const fn behind(before: char) -> Role {
    match before {
        '.' => Role::Property,
        '|' => Role::Function,
        _ => Role::Variable,
    }
}

fn kind(word: &str, before: char) -> Role {
    if before != '.' && STEERING.contains(&word) { Role::Keyword } else { behind(before) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_filters_and_steering_words_are_told_apart() {
        let text = "{% if profile.été %}{{ 'é' | upper }}";
        let found: Vec<_> = chunks(text)
            .into_iter()
            .flat_map(|chunk| {
                let inner = text.get(chunk.range).unwrap();
                words(inner)
                    .into_iter()
                    .map(|(range, ty)| (inner.get(range).unwrap().to_owned(), ty))
                    .collect::<Vec<_>>()
            })
            .collect();
        let word = |text: &str, ty| (text.to_owned(), ty);
        assert_eq!(
            found,
            [
                word("if", Role::Keyword),
                word("profile", Role::Variable),
                word("été", Role::Property),
                word("'é'", Role::String),
                word("upper", Role::Function),
            ]
        );
    }
}
