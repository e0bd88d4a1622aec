//! `missing-part`: a part that the word cannot do without.

use crate::{Count, Place};
use filrouge_source::Span;

filrouge_report::rule! {
    /// A part that the word cannot do without.
    pub struct MissingPart {
        word: String,
        part: String,
        place: Place,
        count: Count,
        example: String,
        summary: String,
        head: Span,
    }
    slug: "missing-part", severity: Error, since: "0.1",
    message: format!("`{word}` has no `{part}`"),
    at: head => format!("no `{part}` here"),
    help: Some(how(*place, *count, example, summary)),
}

fn how(place: Place, count: Count, example: &str, summary: &str) -> String {
    let several = if count == Count::Several { "; there may be several" } else { "" };
    let written = match place {
        Place::Prop | Place::Either => format!("add `{example}`"),
        Place::Leaf | Place::Child => format!("add a line `{example}` to its block"),
        Place::Arg | Place::Head | Place::Rest => format!("write `{example}`"),
    };
    format!("{written}{several}: {}", lower(summary))
}

/// A sentence of the documentation as the second half of another one.
fn lower(sentence: &str) -> String {
    let sentence = sentence.strip_suffix('.').unwrap_or(sentence);
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
