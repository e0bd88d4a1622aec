//! The languages of our own words.

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// French.
    French,
    /// English.
    English,
}

impl Language {
    /// The one that comes closest to a language tag.
    #[must_use]
    pub fn of(tag: &str) -> Self {
        if tag.split('-').next() == Some("fr") { Self::French } else { Self::English }
    }

    /// The first of ours that `Accept-Language` names.
    #[must_use]
    pub fn preferred(accepted: &str) -> Self {
        let mut tags = accepted.split(',').map(|tag| tag.trim().to_ascii_lowercase());
        let named = tags.find_map(|tag| match tag.get(..2) {
            Some("fr") => Some(Self::French),
            Some("en") => Some(Self::English),
            _ => None,
        });
        named.unwrap_or(Self::English)
    }

    /// Its tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        self.pick("fr", "en")
    }

    pub(crate) const fn pick(self, french: &'static str, english: &'static str) -> &'static str {
        match self {
            Self::French => french,
            Self::English => english,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_follows_the_browser() {
        assert_eq!(Language::preferred("fr-FR,fr;q=0.9,en;q=0.8"), Language::French);
        assert_eq!(Language::preferred("de, en;q=0.5"), Language::English);
        assert_eq!(Language::preferred(""), Language::English);
    }
}
