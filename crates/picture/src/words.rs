//! The words of a picture, in English and in French.

pub mod duration;
mod table;

pub(crate) use table::Word;

/// A language of the pictures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// French.
    French,
}

impl Language {
    /// Its BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
        }
    }

    /// `first` in English, `second` in French.
    pub(crate) const fn choose<'t>(self, first: &'t str, second: &'t str) -> &'t str {
        match self {
            Self::English => first,
            Self::French => second,
        }
    }

    /// A thing and what is said of it.
    pub(crate) fn about(self, thing: &str, told: &str) -> String {
        let colon = self.choose(": ", " : ");
        if told.is_empty() { thing.to_owned() } else { format!("{thing}{colon}{told}") }
    }
}
