//! A sentence with places in it.

/// A part of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part<'c> {
    /// Words that are always there.
    Words(&'c str),
    /// `{}`: something that changes.
    Place,
    /// `{=}`: something that is never translated.
    Verbatim,
    /// `{1}`, `{2}` in a translation: what stood at that place.
    Numbered(usize),
}

/// What stood at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Filled<'t> {
    pub text: &'t str,
    /// The author's own words, which stay as they are.
    pub own: bool,
}

/// The parts of a sentence.
pub(super) fn parts(mut sentence: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    while let Some((at, part, length)) = first_place(sentence) {
        let (words, rest) = sentence.split_at(at);
        parts.extend((!words.is_empty()).then_some(Part::Words(words)));
        parts.push(part);
        sentence = rest.get(length..).unwrap_or_default();
    }
    parts.extend((!sentence.is_empty()).then_some(Part::Words(sentence)));
    parts
}

fn first_place(sentence: &str) -> Option<(usize, Part<'_>, usize)> {
    sentence.match_indices('{').find_map(|(at, _)| {
        let inside = sentence.get(at + 1..)?;
        let end = inside.find('}')?;
        let part = match inside.get(..end)? {
            "" => Part::Place,
            "=" => Part::Verbatim,
            number => Part::Numbered(number.parse().ok()?),
        };
        Some((at, part, end + 2))
    })
}

/// What stands at the places of `parts` in `text`; nothing when it is another sentence.
pub(super) fn fill<'t>(parts: &[Part<'_>], text: &'t str) -> Option<Vec<Filled<'t>>> {
    let mut filled = Vec::new();
    fill_from(parts, text, false, &mut filled).then_some(filled)
}

/// `quoted` tells whether a backtick before it is still open: what it quotes ends with the next one.
fn fill_from<'t>(parts: &[Part<'_>], text: &'t str, quoted: bool, filled: &mut Vec<Filled<'t>>) -> bool {
    match parts {
        [] => text.is_empty(),
        [Part::Words(words), rest @ ..] => {
            // What stands between two backticks is the author's, also where a sentence puts words of its own before it.
            let quoted = quoted != (words.matches('`').count() % 2 == 1);
            text.strip_prefix(words).is_some_and(|text| fill_from(rest, text, quoted, filled))
        }
        [place, rest @ ..] => {
            let own = *place == Part::Verbatim || quoted;
            let next = match rest.first() {
                Some(Part::Words(words)) => *words,
                _ => "",
            };
            let ends =
                text.match_indices(next).map(|(end, _)| end).chain(next.is_empty().then_some(text.len()));
            for end in ends.filter(|end| *end > 0) {
                let Some((inside, behind)) = text.split_at_checked(end) else { continue };
                if quoted && inside.contains('`') {
                    return false;
                }
                filled.push(Filled { text: inside, own });
                if fill_from(rest, behind, quoted, filled) {
                    return true;
                }
                filled.pop();
            }
            false
        }
    }
}
