//! What a change does to the parts of a picture.

use std::collections::BTreeMap;

/// What happened to a part, the least alarming first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// It is new.
    Added,
    /// It is another than it was.
    Changed,
    /// It is gone.
    Removed,
    /// More data goes somewhere, or to more people.
    Privacy,
}

impl Mark {
    /// Every mark.
    pub const ALL: [Self; 4] = [Self::Added, Self::Changed, Self::Removed, Self::Privacy];

    /// Its class in SVG, DOT and Mermaid.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
            Self::Privacy => "privacy",
        }
    }

    /// Its sign, for those who do not see its colour.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Added => "+",
            Self::Changed => "~",
            Self::Removed => "−",
            Self::Privacy => "!",
        }
    }
}

/// Marks by address, as a comparison of two plans gives them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overlay(BTreeMap<String, Mark>);

impl Overlay {
    /// Marks the part at `address`; of several marks the most alarming stays.
    pub fn mark(&mut self, address: impl Into<String>, mark: Mark) {
        let own = self.0.entry(address.into()).or_insert(mark);
        *own = mark.max(*own);
    }

    /// What happened to the part at `address`. What happened inside a part changed it.
    #[must_use]
    pub fn of(&self, address: &str) -> Option<Mark> {
        let own = self.0.get(address).copied();
        let inside = format!("{address}/");
        let parts = self.0.range(inside.clone()..).take_while(|(part, _)| part.starts_with(&inside));
        let parts = parts.map(|(_, mark)| if *mark == Mark::Privacy { Mark::Privacy } else { Mark::Changed });
        own.max(parts.max().filter(|_| own != Some(Mark::Added) && own != Some(Mark::Removed)))
    }

    /// What happened to the part at `address` itself.
    #[must_use]
    pub fn exactly(&self, address: &str) -> Option<Mark> {
        self.0.get(address).copied()
    }

    /// Addresses that are gone.
    pub fn removed(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|(_, mark)| **mark == Mark::Removed).map(|(address, _)| address.as_str())
    }

    /// Whether nothing is marked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<A: Into<String>> FromIterator<(A, Mark)> for Overlay {
    fn from_iter<I: IntoIterator<Item = (A, Mark)>>(marks: I) -> Self {
        let mut overlay = Self::default();
        marks.into_iter().for_each(|(address, mark)| overlay.mark(address, mark));
        overlay
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_bears_its_own_mark_and_is_changed_by_what_happens_inside() {
        let overlay: Overlay = [
            ("journey/a/step/one/arm/b", Mark::Added),
            ("journey/a/step/two", Mark::Added),
            ("journey/a/step/two/where", Mark::Changed),
            ("journey/a/step/three/set/email", Mark::Privacy),
        ]
        .into_iter()
        .collect();
        assert_eq!(overlay.of("journey/a/step/one"), Some(Mark::Changed));
        assert_eq!(overlay.of("journey/a/step/one/arm/b"), Some(Mark::Added));
        assert_eq!(overlay.of("journey/a/step/two"), Some(Mark::Added));
        assert_eq!(overlay.of("journey/a/step/three"), Some(Mark::Privacy));
        assert_eq!(overlay.of("journey/a/step/on"), None);
        assert_eq!(overlay.exactly("journey/a/step/one"), None);
    }

    #[test]
    fn the_most_alarming_mark_stays() {
        let mut overlay = Overlay::default();
        overlay.mark("a", Mark::Privacy);
        overlay.mark("a", Mark::Changed);
        assert_eq!(overlay.of("a"), Some(Mark::Privacy));
    }
}
