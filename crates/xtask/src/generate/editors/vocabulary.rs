//! The words of the language as a graph: each once, with what may stand inside of it.

use filrouge_language::kinds::{Condition, Expression, FieldName, Kind, Name, PathText, TemplateText};
use filrouge_language::{Document, Holds, PartSpec, Place, Rest, Shape, WordSpec};

/// What colours a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nature {
    /// A condition, or another expression.
    Expression,
    /// A text with placeholders.
    Template,
    /// A path with expressions in braces.
    Path,
    /// One of a closed set.
    Choice,
    /// The name that something gets here.
    Name,
    /// Anything else.
    Plain,
}

/// What a word is to its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    /// It stands at the top of a file.
    Declaration,
    /// It is a step of a journey.
    Step,
    /// It is a part of another word.
    Part,
}

/// A word, and the words that may stand in its block.
#[derive(Debug)]
pub struct Entry {
    /// Its own name, or that of its parent before it where several words are called so.
    pub key: String,
    /// The word as it is written here: `subject` and `text` share one declaration.
    pub name: &'static str,
    /// What it is to its reader.
    pub rank: Rank,
    /// Its declaration.
    pub spec: &'static WordSpec,
    /// The keys of the words in its block.
    pub inside: Vec<String>,
    /// The key of the word that describes lines of a free name.
    pub line: Option<String>,
}

/// Every word that can be reached from the top of a file.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// The words, in the order in which they are met.
    pub entries: Vec<Entry>,
}

impl Vocabulary {
    /// The words of the language.
    pub fn of_the_language() -> Self {
        let mut vocabulary = Self::default();
        for spec in Document::DECLARATIONS {
            vocabulary.add((spec.name, spec), None, Rank::Declaration);
        }
        vocabulary
    }

    /// The declarations, in order.
    pub fn declarations(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.rank == Rank::Declaration)
    }

    /// Adds a word and all that it may contain; returns its key.
    fn add(&mut self, (name, spec): Written, parent: Option<&str>, rank: Rank) -> String {
        let is_it = |entry: &&Entry| entry.name == name && is_same(entry.spec, spec);
        if let Some(known) = self.entries.iter().find(is_it) {
            return known.key.clone();
        }
        let rank = if is_declared(spec) { Rank::Declaration } else { rank };
        let key = self.free_key(name, parent);
        let at = self.entries.len();
        self.entries.push(Entry { key: key.clone(), name, rank, spec, inside: Vec::new(), line: None });
        let rest = spec.rest();
        let mut inside: Vec<String> =
            words_of(spec).map(|word| self.add(word, Some(&key), Rank::Part)).collect();
        for word in rest.map_or(&[][..], |rest| rest.words) {
            inside.push(self.add((word.name, word), Some(&key), rank_of(rest)));
        }
        let line =
            rest.and_then(|rest| rest.line).map(|line| self.add((line.name, line), Some(&key), Rank::Part));
        if let Some(entry) = self.entries.get_mut(at) {
            (entry.inside, entry.line) = (inside, line);
        }
        key
    }

    fn free_key(&self, name: &str, parent: Option<&str>) -> String {
        let is_free = |key: &str| self.entries.iter().all(|entry| entry.key != key);
        let below = parent.map_or_else(|| format!("{name}.{name}"), |parent| format!("{parent}.{name}"));
        [name.to_owned(), below].into_iter().find(|key| is_free(key)).unwrap_or_default()
    }
}

/// A word under the name that it has at its place.
type Written = (&'static str, &'static WordSpec);

fn words_of(spec: &'static WordSpec) -> impl Iterator<Item = Written> {
    spec.parts.iter().filter_map(|part| match part.holds {
        Holds::Word(word) => Some((part.name, word())),
        Holds::Value(_) | Holds::Rest(_) => None,
    })
}

/// Whether a word may stand at the top of a file, wherever it is met first.
fn is_declared(spec: &WordSpec) -> bool {
    Document::DECLARATIONS.iter().any(|declared| is_same(declared, spec))
}

/// Among the free lines of a journey stand its steps.
fn rank_of(rest: Option<Rest>) -> Rank {
    if rest.is_some_and(|rest| rest.name == "the steps") { Rank::Step } else { Rank::Part }
}

/// A word may be met on several ways, and the compiler may have laid it down more than once.
fn is_same(one: &WordSpec, other: &WordSpec) -> bool {
    let part = |part: &PartSpec| (part.name, part.docs, part.place, part.shape());
    let parts = |spec: &WordSpec| spec.parts.iter().map(part).collect::<Vec<_>>();
    one.name == other.name && one.docs == other.docs && parts(one) == parts(other)
}

/// What colours the value of a part.
pub fn nature(part: &PartSpec) -> Nature {
    match part.shape() {
        Some(shape) if shape == Condition::SHAPE || shape == Expression::SHAPE => Nature::Expression,
        Some(shape) if shape == TemplateText::SHAPE => Nature::Template,
        Some(shape) if shape == PathText::SHAPE => Nature::Path,
        Some(shape) if shape == Name::SHAPE || shape == FieldName::SHAPE => Nature::Name,
        Some(Shape { choices: [_, ..], .. }) => Nature::Choice,
        Some(_) | None => Nature::Plain,
    }
}

/// Whether free properties and lines hold expressions: `with discount=10`.
pub fn assigns(spec: &WordSpec) -> bool {
    spec.rest().is_some_and(|rest| rest.name == "names with expressions")
}

/// The parts that are written `name=value`.
pub fn props(spec: &'static WordSpec) -> impl Iterator<Item = &'static PartSpec> {
    spec.parts.iter().filter(|part| part.place.is_prop())
}

/// The parts that are lines of values.
pub fn leaves(spec: &'static WordSpec) -> impl Iterator<Item = &'static PartSpec> {
    spec.parts.iter().filter(|part| matches!(part.place, Place::Leaf | Place::Either))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(key: &str) -> Entry {
        let found = Vocabulary::of_the_language().entries.into_iter().find(|entry| entry.key == key);
        found.unwrap_or_else(|| panic!("no word `{key}`"))
    }

    #[test]
    fn keys_are_distinct_and_all_of_them_lead_somewhere() {
        let vocabulary = Vocabulary::of_the_language();
        let mut keys: Vec<&str> = vocabulary.entries.iter().map(|entry| entry.key.as_str()).collect();
        let lead = vocabulary.entries.iter().flat_map(|entry| entry.inside.iter().chain(&entry.line));
        assert!(lead.into_iter().all(|key| keys.contains(&key.as_str())));
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all);
        assert!(!keys.contains(&""));
    }

    #[test]
    fn the_same_name_in_two_words_is_two_words() {
        assert_eq!(entry("split").inside.iter().filter(|key| key.ends_with("when")).count(), 1);
        let whens = Vocabulary::of_the_language().entries.iter().filter(|entry| entry.name == "when").count();
        assert!(whens >= 3, "split, wait-until and source have one each, found {whens}");
    }

    #[test]
    fn steps_declarations_and_parts_are_told_apart() {
        assert_eq!(entry("journey").rank, Rank::Declaration);
        assert_eq!(entry("send").rank, Rank::Step);
        assert_eq!(entry("enter").rank, Rank::Part);
        assert_eq!(entry("always").rank, Rank::Declaration, "a test may have one, too");
        let declarations = Vocabulary::of_the_language().declarations().count();
        assert_eq!(declarations, Document::DECLARATIONS.len());
    }

    #[test]
    fn what_is_assigned_is_an_expression_and_what_is_given_is_not() {
        assert!(assigns(entry("update").spec));
        assert!(!assigns(entry("identify").spec));
    }
}
