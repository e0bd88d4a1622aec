//! Sentences of one language, by their English ones.

use super::pattern::{Filled, Part, fill, parts};

/// A sentence in English, and what it is in another language.
struct Entry {
    english: Vec<Part<'static>>,
    told: Vec<Part<'static>>,
    /// Letters that are always there: of two sentences that fit, the one that says more is meant.
    fixed: usize,
}

/// All sentences, those that say more first.
pub(super) struct Catalogue(Vec<Entry>);

impl Catalogue {
    /// Pairs of lines: the English sentence and its translation, with blank lines between. `//` begins a comment.
    pub(super) fn parse(text: &'static str) -> Self {
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with("//"));
        let lines: Vec<&'static str> = lines.collect();
        let pairs = lines.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)));
        let mut entries: Vec<Entry> = pairs.map(|(english, told)| entry(english, told)).collect();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.fixed));
        Self(entries)
    }

    /// The sentence in this language, when all of it is known.
    pub(super) fn told(&self, sentence: &str) -> Option<String> {
        self.0.iter().find_map(|entry| {
            let filled = fill(&entry.english, sentence)?;
            let filled: Option<Vec<String>> = filled.iter().map(|filled| self.filling(*filled)).collect();
            Some(put(&entry.told, &filled?))
        })
    }

    fn filling(&self, filled: Filled<'_>) -> Option<String> {
        if filled.own || is_mute(filled.text) {
            return Some(filled.text.to_owned());
        }
        self.told(filled.text).or_else(|| self.list(filled.text))
    }

    /// Names and phrases in a list: `a`, `b` and `c`.
    fn list(&self, text: &str) -> Option<String> {
        let cuts = BETWEEN.iter().filter_map(|(sign, told)| Some((text.find(sign)?, sign, told)));
        let (at, sign, told) = cuts.min_by_key(|(at, _, _)| *at)?;
        let (first, rest) = (text.get(..at)?, text.get(at + sign.len()..)?);
        let part = |text| self.filling(Filled { text, own: false });
        Some(format!("{}{told}{}", part(first)?, part(rest)?))
    }
}

fn entry(english: &'static str, told: &'static str) -> Entry {
    let english = parts(english);
    let fixed = english.iter().map(|part| if let Part::Words(words) = part { words.len() } else { 0 }).sum();
    Entry { english, told: parts(told), fixed }
}

/// The translation with what stood at the places; a line break is written `\n` in a catalogue.
fn put(told: &[Part<'_>], filled: &[String]) -> String {
    let mut next = 0..;
    let at = |number: usize| filled.get(number).map_or("", String::as_str);
    let text = told.iter().map(|part| match part {
        Part::Words(words) => words,
        Part::Numbered(number) => at(number.saturating_sub(1)),
        Part::Place | Part::Verbatim => at(next.next().unwrap_or_default()),
    });
    text.collect::<String>()
}

/// Names of the author, numbers and signs say the same in every language.
fn is_mute(text: &str) -> bool {
    !outside(text).any(|words| words.chars().any(char::is_alphabetic))
}

/// Signs and words between the parts of a list, as a longer one comes first.
const BETWEEN: [(&str, &str); 4] = [(", ", ", "), (" and ", " et "), (" or ", " ou "), (" → ", " → ")];

/// What does not stand between backticks.
fn outside(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').step_by(2)
}
