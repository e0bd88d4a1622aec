use super::catalogue::Catalogue;
use super::pattern::{Part, parts};
use super::*;
use std::collections::BTreeSet;

const CATALOGUE: &str = "// a comment

no {} is called `{}`
aucun élément ne s’appelle `{2}`

no segment is called `{}`
aucun segment ne s’appelle `{}`

{} takes {}
{} prend {}

a text
un texte

{}; as in {=}
{} ; comme dans {}
";

fn told(sentence: &str) -> Option<String> {
    Catalogue::parse(CATALOGUE).told(sentence)
}

#[test]
fn the_sentence_that_says_more_is_meant() {
    assert_eq!(told("no segment is called `vip`").as_deref(), Some("aucun segment ne s’appelle `vip`"));
    assert_eq!(
        told("no segment is called `no segment is called`").as_deref(),
        Some("aucun segment ne s’appelle `no segment is called`")
    );
}

#[test]
fn what_stands_at_a_place_is_told_too_and_the_authors_words_are_not() {
    assert_eq!(told("`a text` takes a text").as_deref(), Some("`a text` prend un texte"));
    assert_eq!(told("`x` takes `a`, `b` and `c`").as_deref(), Some("`x` prend `a`, `b` et `c`"));
    assert_eq!(told("`x` takes 3").as_deref(), Some("`x` prend 3"));
    assert_eq!(
        told("a text; as in words of somebody").as_deref(),
        Some("un texte ; comme dans words of somebody")
    );
}

#[test]
fn half_a_translation_is_none() {
    assert_eq!(told("`x` takes something else"), None);
    assert_eq!(told("nothing of the sort"), None);
    assert_eq!(told(""), None);
}

#[test]
fn numbers_agree_with_their_words() {
    assert_eq!(Language::French.count(0, "error", "errors"), "0 erreur");
    assert_eq!(Language::French.count(2, "error", "errors"), "2 erreurs");
    assert_eq!(Language::English.count(0, "error", "errors"), "0 errors");
}

/// Typography: a typographic apostrophe, and a space that does not break before `:`, `;`, `?` and `!`.
#[test]
fn french_is_set_as_french() {
    let lines = FRENCH_TEXT.lines().filter(|line| !line.is_empty() && !line.starts_with("//"));
    for (at, line) in lines.enumerate().filter(|(at, _)| at % 2 == 1) {
        let own: String = line.split('`').step_by(2).collect();
        assert!(!own.contains('\''), "{at}: {line}");
        for sign in [" :", " ;", " ?", " !"] {
            assert!(!own.contains(sign), "{at}: a space that breaks before `{sign}`: {line}");
        }
    }
}

#[test]
fn every_english_sentence_is_there_once_and_its_places_are_filled() {
    let lines = FRENCH_TEXT.lines().filter(|line| !line.is_empty() && !line.starts_with("//"));
    let lines: Vec<&str> = lines.collect();
    assert_eq!(lines.len() % 2, 0);
    let mut seen = BTreeSet::new();
    for pair in lines.chunks_exact(2) {
        assert!(seen.insert(pair[0]), "twice: {}", pair[0]);
        let places = parts(pair[0]).iter().filter(|part| !matches!(part, Part::Words(_))).count();
        let told = parts(pair[1]);
        let used = told.iter().filter(|part| matches!(part, Part::Place | Part::Verbatim)).count();
        assert!(used == 0 || used == places, "{}\n{}", pair[0], pair[1]);
    }
}
