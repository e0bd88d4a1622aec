//! Categories of personal data in the words of people.

use crate::words::choose;
use filrouge_picture::Language;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// English and French by the key of fideslang.
static NAMES: LazyLock<BTreeMap<&'static str, (&'static str, &'static str)>> = LazyLock::new(|| {
    let lines = include_str!("categories.txt").lines();
    lines
        .filter_map(|line| {
            let (key, names) = line.split_once('|')?;
            Some((key, names.split_once('|')?))
        })
        .collect()
});

/// Categories of Articles 9 and 10; what is below them is of the same kind.
const SPECIAL: [&str; 12] = [
    "user.biometric",
    "user.biometrics",
    "user.authorization.biometric",
    "user.criminal_history",
    "user.demographic.philosophical_belief",
    "user.demographic.political_opinion",
    "user.demographic.race_ethnicity",
    "user.demographic.religious_belief",
    "user.demographic.sexual_orientation",
    "user.demographic.union_membership",
    "user.health",
    "user.health_and_medical",
];

/// Whether a category is of the kinds of Articles 9 and 10.
pub(crate) fn is_special(category: &str) -> bool {
    ancestors(category).any(|key| SPECIAL.contains(&key))
}

/// A category in words: its own, or those of the nearest category around it.
pub(crate) fn named(category: &str, language: Language) -> String {
    let known = ancestors(category).find_map(|key| NAMES.get(key));
    known
        .map_or_else(|| category.to_owned(), |(english, french)| choose(language, english, french).to_owned())
}

/// A category, then the categories around it.
fn ancestors(category: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(category), |key| Some(key.rsplit_once('.')?.0))
}
