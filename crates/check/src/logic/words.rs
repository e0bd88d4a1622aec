//! Sets of words: some, or all but some.

use std::collections::BTreeSet;

/// Some words, or all but some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Words {
    /// These.
    Only(BTreeSet<Box<str>>),
    /// All but these.
    Without(BTreeSet<Box<str>>),
}

impl Words {
    /// Both truths.
    pub fn truths() -> Self {
        Self::Only(["false", "true"].map(Into::into).into())
    }

    /// One truth.
    pub fn truth(truth: bool) -> Self {
        Self::Only([truth.to_string().into()].into())
    }

    /// Every other word.
    pub fn others(self) -> Self {
        match self {
            Self::Only(words) => Self::Without(words),
            Self::Without(words) => Self::Only(words),
        }
    }

    /// The words that are in both.
    pub fn meet(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Only(one), Self::Only(two)) => Self::Only(one.intersection(two).cloned().collect()),
            (Self::Only(only), Self::Without(without)) | (Self::Without(without), Self::Only(only)) => {
                Self::Only(only.difference(without).cloned().collect())
            }
            (Self::Without(one), Self::Without(two)) => Self::Without(one.union(two).cloned().collect()),
        }
    }

    /// Whether there is no such word.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Only(words) if words.is_empty())
    }

    /// Whether the word is one of them.
    pub fn holds(&self, word: &str) -> bool {
        match self {
            Self::Only(words) => words.contains(word),
            Self::Without(words) => !words.contains(word),
        }
    }
}
