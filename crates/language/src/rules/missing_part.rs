//! `missing-part`: a part that the word cannot do without.

use crate::{Count, Place};
use filrouge_source::Span;

filrouge_report::rule! {
    /// A part that the word cannot do without.
    pub struct MissingPart { word: &'static str, part: &'static str, place: Place, count: Count, example: &'static str, summary: String, head: Span }
    slug: "missing-part", severity: Error, since: "0.1",
    message: format!("`{word}` has no `{part}`"),
    at: head => format!("`{part}` is missing"),
    help: Some(how(word, part, *place, *count, example, summary)),
}

fn how(word: &str, part: &str, place: Place, count: Count, example: &str, summary: &str) -> String {
    let several = if count == Count::Several { "; there may be several" } else { "" };
    let written = match place {
        Place::Prop | Place::Either => format!("`{part}={example}`"),
        Place::Leaf => format!("a line `{part} {example}` in its block"),
        Place::Child => format!("a line `{part} …` in its block"),
        Place::Arg => format!("`{word} {example}`"),
        Place::Head | Place::Rest => return lower(summary),
    };
    format!("add {written}{several}: {}", lower(summary))
}

/// A sentence of the documentation as the second half of another one.
fn lower(sentence: &str) -> String {
    let sentence = sentence.strip_suffix('.').unwrap_or(sentence);
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
