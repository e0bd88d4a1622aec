//! Places where escaping does not keep a printed value from becoming code.

use crate::chunks::{Chunk, ChunkKind, masked};
use crate::markup::{Attribute, End, Piece, Tag, pieces};
use crate::part::Part;
use crate::rules::template_unsafe_place::TemplateUnsafePlace;
use filrouge_report::Findings;
use std::ops::Range;

/// Everything that is printed outside of quotes in a tag, into a script or into a style.
pub fn unsafe_places(part: &Part<'_>, chunks: &[Chunk]) -> Findings {
    let markup = masked(part.text, chunks);
    let (mut findings, mut opaque) = (Findings::new(), false);
    for piece in pieces(&markup) {
        let ranges = match &piece {
            Piece::Text(range) if opaque => vec![(range.clone(), "inside code, which is not text")],
            Piece::Text(_) => Vec::new(),
            Piece::Tag(tag) => bare(&markup, tag),
        };
        opaque = matches!(&piece, Piece::Tag(tag) if is_code(&markup, tag));
        for (range, why) in ranges {
            for chunk in printed(chunks, &range) {
                let (words, place) = (part.words(chunk.clone()).to_owned(), part.at(chunk));
                findings.push(TemplateUnsafePlace { words, why, place });
            }
        }
    }
    findings
}

fn printed(chunks: &[Chunk], range: &Range<usize>) -> Vec<Range<usize>> {
    let inside = |chunk: &&Chunk| chunk.range.start >= range.start && chunk.range.end <= range.end;
    let printed = chunks.iter().filter(|chunk| chunk.kind == ChunkKind::Print).filter(inside);
    printed.map(|chunk| chunk.range.clone()).collect()
}

fn is_code(markup: &str, tag: &Tag) -> bool {
    let name = markup.get(tag.name.clone()).unwrap_or("");
    tag.end == End::Open && matches!(name, "script" | "style" | "mj-style")
}

/// The parts of a tag that no quotes hold, and the attributes that hold code. MJML writes its own tags anew, with
/// quotes.
fn bare(markup: &str, tag: &Tag) -> Vec<(Range<usize>, &'static str)> {
    let mut ranges = Vec::new();
    if markup.get(tag.name.clone()).is_some_and(|name| name.starts_with("mj")) {
        return ranges;
    }
    for Attribute { name, value } in &tag.attributes {
        ranges.push((name.clone(), "between the attributes of a tag"));
        let Some(value) = value else { continue };
        let before = value.start.checked_sub(1).and_then(|at| markup.as_bytes().get(at));
        if !matches!(before, Some(b'"' | b'\'')) {
            ranges.push((value.clone(), "in an attribute without quotes"));
        } else if markup.get(name.clone()).is_some_and(|name| name.to_ascii_lowercase().starts_with("on")) {
            ranges.push((value.clone(), "inside code, which is not text"));
        }
    }
    ranges
}
