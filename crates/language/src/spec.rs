//! What a word is, as data: every reader, page, formatter and editor asks these structs.

use crate::synonyms;

/// One word of the language.
#[derive(Debug)]
pub struct WordSpec {
    /// The word as authors write it.
    pub name: &'static str,
    /// The documentation, line by line; the first paragraph is the short form.
    pub docs: &'static [&'static str],
    /// Version of the language that has it first.
    pub since: &'static str,
    /// The Markdown page of a word that stands by itself; a part of another word has none.
    pub page: Option<&'static str>,
    /// What the word is made of, in the order in which it is best written.
    pub parts: &'static [PartSpec],
    /// Parts that exclude each other.
    pub groups: &'static [Group],
}

/// One part of a word.
#[derive(Debug)]
pub struct PartSpec {
    /// The name as authors write it; arguments and free parts show it only in the documentation.
    pub name: &'static str,
    /// The documentation, line by line.
    pub docs: &'static [&'static str],
    /// Where it stands.
    pub place: Place,
    /// How often.
    pub count: Count,
    /// What it holds.
    pub holds: Holds,
}

/// Where a part stands in a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The word itself: a node whose name is free.
    Head,
    /// An argument: `send reminder`.
    Arg,
    /// A property: `via=email`.
    Prop,
    /// A line of the block that holds values only: `description "…"`.
    Leaf,
    /// A property for one value, or a line of the block for several.
    Either,
    /// A line of the block that is a word of its own.
    Child,
    /// Whatever the other parts leave.
    Rest,
}

/// How often a part may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Exactly once.
    One,
    /// At most once.
    Opt,
    /// Any number of times.
    Many,
    /// At least once.
    Several,
}

impl Count {
    /// Whether a node without the part is wrong.
    #[must_use]
    pub const fn required(self) -> bool {
        matches!(self, Self::One | Self::Several)
    }

    /// Whether the part may be repeated.
    #[must_use]
    pub const fn repeats(self) -> bool {
        matches!(self, Self::Many | Self::Several)
    }
}

/// What a part holds. Words are behind functions because they may contain each other.
#[derive(Debug, Clone, Copy)]
pub enum Holds {
    /// A value.
    Value(Shape),
    /// A word with parts of its own.
    Word(fn() -> &'static WordSpec),
    /// What the other parts leave.
    Rest(fn() -> Rest),
}

/// The nature of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// What it is called in a sentence, with its article: `a duration`.
    pub name: &'static str,
    /// A literal that would be right.
    pub example: &'static str,
    /// How the formatter writes it.
    pub quoting: Quoting,
    /// The kind of declaration that a reference names.
    pub target: Option<&'static str>,
    /// The words of a closed set; empty for an open one.
    pub choices: &'static [&'static str],
    /// Whether no value is right: the part is read only to say why.
    pub refused: bool,
}

/// How the formatter writes a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quoting {
    /// Without quotes wherever KDL allows it.
    Bare,
    /// Always in quotes.
    Quoted,
    /// As the author wrote it.
    Kept,
}

/// What may stand where the declared parts leave off.
#[derive(Debug, Clone, Copy)]
pub struct Rest {
    /// What is taken.
    pub takes: Takes,
    /// The words that are allowed as children; empty when any name is.
    pub words: &'static [&'static WordSpec],
    /// What a line of a free name is made of, when it is more than values.
    pub line: Option<&'static WordSpec>,
    /// What it is, in a sentence: `the fields`.
    pub name: &'static str,
    /// How the formatter writes its values.
    pub quoting: Quoting,
}

/// Which entries of a node a free part takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Takes {
    /// Arguments behind the declared ones.
    pub args: bool,
    /// Properties of any name.
    pub props: bool,
    /// Lines of the block.
    pub children: bool,
}

/// Parts of which exactly one must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// Names of the parts.
    pub names: &'static [&'static str],
}

impl WordSpec {
    /// The first paragraph of the documentation.
    #[must_use]
    pub fn summary(&self) -> String {
        summary(self.docs)
    }

    /// The part that authors write under this name, in any of these places.
    #[must_use]
    pub fn part(&self, name: &str, places: &[Place]) -> Option<&'static PartSpec> {
        self.parts.iter().find(|part| part.name == name && places.contains(&part.place))
    }

    /// The parts in one place, in order.
    pub fn parts_in(&self, place: Place) -> impl Iterator<Item = &'static PartSpec> {
        self.parts.iter().filter(move |part| part.place == place)
    }

    /// What the free part takes, when the word has one.
    #[must_use]
    pub fn rest(&self) -> Option<Rest> {
        self.parts.iter().find_map(|part| match part.holds {
            Holds::Rest(rest) => Some(rest()),
            Holds::Value(_) | Holds::Word(_) => None,
        })
    }

    /// Every name that may stand as a line of the block.
    #[must_use]
    pub fn child_names(&self) -> Vec<&'static str> {
        let own = self.parts.iter().filter(|part| part.place.is_line()).map(|part| part.name);
        let rest = self.rest().map_or(&[][..], |rest| rest.words);
        own.chain(rest.iter().map(|word| word.name)).collect()
    }

    /// Every name that may stand as a property.
    #[must_use]
    pub fn prop_names(&self) -> Vec<&'static str> {
        self.parts.iter().filter(|part| part.place.is_prop()).map(|part| part.name).collect()
    }

    /// The closest of `names` to what the author wrote, or the one that other tools call so.
    #[must_use]
    pub fn near(written: &str, names: &[&'static str]) -> Option<&'static str> {
        synonyms::ours(written, names).or_else(|| filrouge_report::nearest(written, names.iter().copied()))
    }
}

impl PartSpec {
    /// The first paragraph of the documentation.
    #[must_use]
    pub fn summary(&self) -> String {
        summary(self.docs)
    }

    /// Whether no value is right: the part is read only to say why.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.shape().is_some_and(|shape| shape.refused)
    }

    /// What may stand as its value, in an example: a literal, or the kind of name in capitals.
    #[must_use]
    pub fn example(&self) -> String {
        match self.shape() {
            Some(Shape { target: Some(target), .. }) => target.to_uppercase().replace(' ', "-"),
            Some(Shape { choices: [], example, .. }) => example.to_owned(),
            Some(_) | None => self.name.to_uppercase(),
        }
    }

    /// The shape of the value, if the part holds one.
    #[must_use]
    pub const fn shape(&self) -> Option<Shape> {
        match self.holds {
            Holds::Value(shape) => Some(shape),
            Holds::Word(_) | Holds::Rest(_) => None,
        }
    }
}

impl Place {
    /// Whether it is a property.
    #[must_use]
    pub const fn is_prop(self) -> bool {
        matches!(self, Self::Prop | Self::Either)
    }

    /// Whether it is a line of the block.
    #[must_use]
    pub const fn is_line(self) -> bool {
        matches!(self, Self::Leaf | Self::Either | Self::Child)
    }
}

impl Shape {
    /// A shape without target or closed set.
    #[must_use]
    pub const fn new(name: &'static str, example: &'static str, quoting: Quoting) -> Self {
        Self { name, example, quoting, target: None, choices: &[], refused: false }
    }

    /// The same, for a part in which no value is right.
    #[must_use]
    pub const fn refused(self) -> Self {
        Self { refused: true, ..self }
    }
}

fn summary(docs: &[&str]) -> String {
    let first = docs.iter().map(|line| line.trim()).take_while(|line| !line.is_empty());
    first.collect::<Vec<_>>().join(" ")
}
