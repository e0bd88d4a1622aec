//! Words that stand for what the MJML renderer must not touch.

use crate::chunks::{Chunk, ChunkKind, masked};
use crate::markup::{Piece, pieces};
use mrml::prelude::parser::Error;
use std::ops::Range;

/// A text and the parts of it that hide behind marks.
pub struct Marks<'t> {
    text: &'t str,
    prefix: String,
    hidden: Vec<Hidden>,
}

struct Hidden {
    range: Range<usize>,
    /// What comes back in its place.
    shown: String,
    kind: ChunkKind,
}

impl<'t> Marks<'t> {
    /// Hides the chunks of `text`, and the characters that the renderer writes as escapes of another language when
    /// they stand in an attribute.
    pub fn new(text: &'t str, chunks: &[Chunk]) -> Self {
        let shown = |range: &Range<usize>| text.get(range.clone()).unwrap_or("").to_owned();
        let chunk = |chunk: &Chunk| Hidden {
            shown: if chunk.kind == ChunkKind::Comment { String::new() } else { shown(&chunk.range) },
            range: chunk.range.clone(),
            kind: chunk.kind,
        };
        let mut hidden: Vec<_> = chunks.iter().map(chunk).chain(awkward(&masked(text, chunks))).collect();
        hidden.sort_by_key(|hidden| hidden.range.start);
        let mut prefix = "zq".to_owned();
        while text.contains(&prefix) {
            prefix.push('q');
        }
        Self { text, prefix, hidden }
    }

    fn of(&self, number: usize) -> String {
        match self.hidden.get(number) {
            Some(Hidden { kind: ChunkKind::Comment, .. }) | None => String::new(),
            Some(_) => format!("{}{number}z", self.prefix),
        }
    }

    /// The text with its marks.
    pub fn marked(&self) -> String {
        let (mut out, mut from) = (String::with_capacity(self.text.len()), 0);
        for (number, hidden) in self.hidden.iter().enumerate() {
            out.push_str(self.text.get(from..hidden.range.start).unwrap_or(""));
            out.push_str(&self.of(number));
            from = hidden.range.end;
        }
        out.push_str(self.text.get(from..).unwrap_or(""));
        out
    }

    /// The rendered text with everything back in its place.
    pub fn unmark(&self, html: &str) -> String {
        let mut out = String::with_capacity(html.len());
        let mut pieces = html.split(&self.prefix);
        out.push_str(pieces.next().unwrap_or(""));
        for piece in pieces {
            let (number, rest) = piece.split_once('z').unwrap_or(("", piece));
            let hidden = number.parse().ok().and_then(|number: usize| self.hidden.get(number));
            out.push_str(hidden.map_or("", |hidden| hidden.shown.as_str()));
            out.push_str(rest);
        }
        out
    }

    /// Conditions and loops must come out as they went in: once each, in their order.
    pub fn kept_once(&self, html: &str) -> Result<(), (Range<usize>, &'static str)> {
        let mut from = 0;
        for (number, hidden) in
            self.hidden.iter().enumerate().filter(|(_, hidden)| hidden.kind == ChunkKind::Tag)
        {
            let mark = self.of(number);
            let at = html.get(from..).and_then(|rest| rest.find(&mark));
            match at {
                Some(at) if html.matches(&mark).count() == 1 => from += at,
                _ => {
                    return Err((
                        hidden.range.clone(),
                        "MJML does not keep a condition or a loop at this place",
                    ));
                }
            }
        }
        Ok(())
    }

    /// Where an error of the marked text stands in the text itself; the whole text when it does not say.
    pub fn place(&self, error: &Error) -> Range<usize> {
        let (Error::UnexpectedElement { position, .. }
        | Error::UnexpectedToken { position, .. }
        | Error::MissingAttribute { position, .. }
        | Error::InvalidAttribute { position, .. }
        | Error::InvalidFormat { position, .. }
        | Error::IncludeLoaderError { position, .. }) = error
        else {
            return 0..self.text.len();
        };
        let range = self.back(position.start)..self.back(position.end);
        let fits = self.text.get(range.clone()).is_some_and(|words| !words.is_empty());
        if fits { range } else { 0..self.text.len() }
    }

    fn back(&self, marked: usize) -> usize {
        let (mut at, mut shown) = (0, 0);
        for (number, hidden) in self.hidden.iter().enumerate() {
            let next = shown + (hidden.range.start - at) + self.of(number).len();
            if next > marked {
                break;
            }
            (at, shown) = (hidden.range.end, next);
        }
        at + marked.saturating_sub(shown)
    }
}

/// Characters in attributes that the renderer would not write as they are.
fn awkward(markup: &str) -> Vec<Hidden> {
    let mut found = Vec::new();
    for piece in pieces(markup) {
        let Piece::Tag(tag) = piece else { continue };
        for value in tag.attributes.into_iter().filter_map(|attribute| attribute.value) {
            let words = markup.get(value.clone()).unwrap_or("").char_indices();
            found.extend(words.filter_map(|(at, letter)| {
                let start = value.start + at;
                let range = start..start + letter.len_utf8();
                Some(Hidden { range, shown: instead(letter)?, kind: ChunkKind::Print })
            }));
        }
    }
    found
}

fn instead(letter: char) -> Option<String> {
    match letter {
        crate::chunks::FILLER | '\'' => None,
        '"' => Some("&quot;".to_owned()),
        letter if letter.is_ascii_whitespace() && letter != ' ' => Some(" ".to_owned()),
        letter => letter.escape_debug().nth(1).map(|_| letter.to_string()),
    }
}
