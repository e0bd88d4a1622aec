//! The register: what a project can be asked, by which law, and what holds it here.
//!
//! It is the one list: the page `docs/privacy/checks.md` is made from it, and tests hold it against the rules and the packs.

mod consent;
mod purposes;
mod recipients;
mod retention;

use std::sync::LazyLock;

/// One thing that a project can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    /// Its id: a letter for purposes, consent, minimisation, retention, transfers, automated decisions or documentation, and a
    /// number.
    pub id: &'static str,
    /// How much it weighs.
    pub weight: Weight,
    /// What is asked, in a sentence.
    pub asks: &'static str,
    /// The law behind it.
    pub basis: &'static str,
    /// What holds it.
    pub held: Held,
}

/// How much a check weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// A project that fails it is refused.
    Error,
    /// A project that fails it is told.
    Warning,
    /// A project that fails it is told where there is room: it is nobody's fault.
    Note,
}

/// What holds a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// These rules.
    Rules(&'static [&'static str]),
    /// The language: the mistake cannot be written, and why.
    Impossible(&'static str),
    /// Another part of the product than the compiler, and which.
    Elsewhere(&'static str),
    /// Nothing: the language has no words for what it is about, and which.
    Absent(&'static str),
}

impl Weight {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

const fn check(
    id: &'static str,
    weight: Weight,
    asks: &'static str,
    basis: &'static str,
    held: Held,
) -> Check {
    Check { id, weight, asks, basis, held }
}

/// Every check, in the order of the letters.
pub static REGISTER: LazyLock<Vec<Check>> =
    LazyLock::new(|| [purposes::CHECKS, consent::CHECKS, retention::CHECKS, recipients::CHECKS].concat());

/// The check of this id.
#[must_use]
pub fn check_of(id: &str) -> Option<&'static Check> {
    REGISTER.iter().find(|check| check.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SHELF;

    #[test]
    fn every_check_is_there_once() {
        let letters = [("P", 11), ("C", 19), ("M", 7), ("R", 9), ("T", 6), ("A", 7), ("D", 7)];
        let each = letters
            .iter()
            .flat_map(|(letter, last)| (1..=*last).map(move |number| format!("{letter}{number:02}")));
        assert_eq!(REGISTER.iter().map(|check| check.id).collect::<Vec<_>>(), each.collect::<Vec<_>>());
    }

    #[test]
    fn packs_ask_for_checks_that_rules_hold() {
        for pack in SHELF.packs() {
            for id in &pack.checks {
                let held = check_of(id).is_some_and(|check| matches!(check.held, Held::Rules(_)));
                assert!(held, "{} {} asks for {id}", pack.name, pack.version);
            }
        }
    }
}
