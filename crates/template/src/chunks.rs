//! Where the template language stands in a text: `{{ … }}`, `{% … %}` and `{# … #}`.

use std::ops::Range;

/// What a chunk of the template language does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChunkKind {
    /// Prints a value.
    Print,
    /// Steers: a condition, a loop, a variable.
    Tag,
    /// Says nothing.
    Comment,
}

/// One `{{ … }}`, `{% … %}` or `{# … #}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// What it does.
    pub kind: ChunkKind,
    /// Where it stands, braces included; to the end of the text when it is not closed.
    pub range: Range<usize>,
}

/// All chunks of `text`, in order. A `raw` block is one chunk.
pub fn chunks(text: &str) -> Vec<Chunk> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((kind, start)) = next_start(text, from) {
        let end = match kind {
            ChunkKind::Comment => behind(text, start + 2, "#}"),
            ChunkKind::Print => code_end(text, start + 2, "}}"),
            ChunkKind::Tag => tag_end(text, start),
        };
        found.push(Chunk { kind, range: start..end });
        from = end;
    }
    found
}

/// The text with each chunk replaced by as many bytes of filler, so that markup around it can be read.
pub fn masked(text: &str, chunks: &[Chunk]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for chunk in chunks {
        out.push_str(text.get(from..chunk.range.start).unwrap_or(""));
        out.extend(std::iter::repeat_n(FILLER, chunk.range.len()));
        from = chunk.range.end;
    }
    out.push_str(text.get(from..).unwrap_or(""));
    out
}

/// What stands for the template language in [`masked`] text; one byte, and never part of a name.
pub const FILLER: char = '\u{1}';

fn next_start(text: &str, from: usize) -> Option<(ChunkKind, usize)> {
    let rest = text.get(from..)?;
    let bytes = rest.as_bytes();
    let at = bytes.windows(2).position(|pair| matches!(pair, b"{{" | b"{%" | b"{#"))?;
    let kind = match bytes.get(at + 1) {
        Some(b'{') => ChunkKind::Print,
        Some(b'%') => ChunkKind::Tag,
        _ => ChunkKind::Comment,
    };
    Some((kind, from + at))
}

fn behind(text: &str, from: usize, end: &str) -> usize {
    text.get(from..).and_then(|rest| rest.find(end)).map_or(text.len(), |at| from + at + end.len())
}

/// The end of a block of code: quotes and brackets inside it are skipped.
fn code_end(text: &str, from: usize, end: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut depth, mut quote) = (from, 0_usize, None);
    while let Some(byte) = bytes.get(at).copied() {
        match (quote, byte) {
            (Some(_), b'\\') => at += 1,
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, _)
                if depth == 0 && bytes.get(at..).is_some_and(|rest| rest.starts_with(end.as_bytes())) =>
            {
                return at + end.len();
            }
            (None, b'\'' | b'"') => quote = Some(byte),
            (None, b'{' | b'[' | b'(') => depth += 1,
            (None, b'}' | b']' | b')') => depth = depth.saturating_sub(1),
            (None, _) => {}
        }
        at += 1;
    }
    text.len()
}

fn tag_end(text: &str, start: usize) -> usize {
    let end = code_end(text, start + 2, "%}");
    if tag_word(text.get(start..end).unwrap_or("")) != "raw" {
        return end;
    }
    let mut from = end;
    while let Some((kind, at)) = next_start(text, from) {
        let close = code_end(text, at + 2, "%}");
        if kind == ChunkKind::Tag && tag_word(text.get(at..close).unwrap_or("")) == "endraw" {
            return close;
        }
        from = at + 2;
    }
    text.len()
}

/// The first word of a `{% … %}`.
pub fn tag_word(tag: &str) -> &str {
    let inner = tag.trim_start_matches("{%").trim_start_matches(['-', '+']).trim_start();
    let end = inner.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    inner.get(..end.unwrap_or(inner.len())).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        chunks(text).into_iter().map(|chunk| text.get(chunk.range).unwrap()).collect()
    }

    #[test]
    fn chunks_end_behind_quotes_and_brackets() {
        assert_eq!(
            words("a {{ '}}' }} é {% if x < 2 %}{# }} #}"),
            ["{{ '}}' }}", "{% if x < 2 %}", "{# }} #}"]
        );
        assert_eq!(words("{{ {'a': {}} }}!"), ["{{ {'a': {}} }}"]);
    }

    #[test]
    fn a_raw_block_is_one_chunk() {
        assert_eq!(words("{% raw %}{{ x }}{% endraw %}b"), ["{% raw %}{{ x }}{% endraw %}"]);
    }

    #[test]
    fn an_open_chunk_reaches_the_end() {
        assert_eq!(words("a {{ b"), ["{{ b"]);
    }

    #[test]
    fn masking_keeps_every_offset() {
        let text = "é<a href='{{ x }}'>";
        let masked = masked(text, &chunks(text));
        assert_eq!(masked.len(), text.len());
        assert_eq!(masked.find('>'), text.find('>'));
    }
}
