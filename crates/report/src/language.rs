//! The language in which people are told things.
//!
//! A sentence stands once, in English, beside what it is about. Another language is a catalogue of whole sentences with places
//! in them, as `gettext` has one: whoever translates edits one file and no rule. What a catalogue does not know is told in
//! English, and counted. Names of rules, and every form for machines, are the same in all languages.

mod catalogue;
mod pattern;

use catalogue::Catalogue;
use std::borrow::Cow;
use std::sync::LazyLock;

/// What is found, what commands answer with their help, what was decided about people, what tests expect, what a plan
/// changes, and the pages of rules.
const FRENCH_TEXT: &str = concat!(
    include_str!("language/french.txt"),
    "\n",
    include_str!("language/french-commands.txt"),
    "\n",
    include_str!("language/french-decisions.txt"),
    "\n",
    include_str!("language/french-tests.txt"),
    "\n",
    include_str!("language/french-plan.txt"),
    "\n",
    include_str!("language/french-pages.txt")
);

static FRENCH: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::parse(FRENCH_TEXT));

/// The language in which people are told things.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    /// English, in which every sentence is written.
    #[default]
    English,
    /// French.
    French,
}

impl Language {
    /// The sentence in this language; in English where the catalogue does not know it.
    #[must_use]
    pub fn tell(self, sentence: &str) -> Cow<'_, str> {
        self.known(sentence).map_or(Cow::Borrowed(sentence), Cow::Owned)
    }

    /// [`Self::tell`], for whoever draws sentences and knows no language.
    #[must_use]
    pub fn teller(self) -> fn(&str) -> String {
        match self {
            Self::English => str::to_owned,
            Self::French => |sentence| Self::French.tell(sentence).into_owned(),
        }
    }

    /// Whether the sentence is there in this language.
    #[must_use]
    pub fn knows(self, sentence: &str) -> bool {
        self == Self::English || self.known(sentence).is_some()
    }

    /// What stands before what is told: `error:`.
    #[must_use]
    pub fn label(self, word: &str) -> String {
        let colon = if self == Self::French { "\u{a0}:" } else { ":" };
        format!("{}{colon}", self.tell(word))
    }

    /// `1 error`, `2 errors`: French has one form more for nought.
    #[must_use]
    pub fn count(self, count: usize, one: &str, many: &str) -> String {
        let word = match (self, count) {
            (_, 1) => one,
            (Self::French, 0) => one,
            _ => many,
        };
        format!("{count} {}", self.tell(word))
    }

    fn known(self, sentence: &str) -> Option<String> {
        match self {
            Self::English => None,
            Self::French => FRENCH.told(sentence),
        }
    }
}

#[cfg(test)]
mod tests;
