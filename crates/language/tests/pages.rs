//! The pages of rules and words: an example breaks exactly its rule, on the marked line; everything else is clean.

use filrouge_language::{Found, RULES, WORDS, WordSpec, lookup, read_after};
use filrouge_source::Sources;
use std::collections::BTreeSet;

fn fence(page: &str, section: &str) -> String {
    let after = page.split(&format!("## {section}\n")).nth(1).unwrap_or_default();
    let fenced = after.split("```kdl\n").nth(1).unwrap_or_default();
    fenced.split("\n```").next().unwrap_or_default().to_owned()
}

/// `slug @ line` of each finding.
fn found(text: &str) -> Vec<String> {
    let mut sources = Sources::new();
    let file = sources.add("page.kdl", text);
    let (tree, mut findings) = filrouge_syntax::parse(file, text);
    let others = read_after(&[tree], &sources, &findings).1;
    findings.extend(others);
    let line = |span| sources.positions(span).map_or(0, |(start, _)| start.line);
    findings
        .iter()
        .map(|finding| format!("{} @ {}", finding.rule.slug, finding.span().map_or(0, line)))
        .collect()
}

fn marked(slug: &str, text: &str) -> Vec<String> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| line.ends_with("// error"));
    lines.map(|(number, _)| format!("{slug} @ {number}")).collect()
}

#[test]
fn each_example_breaks_its_rule_where_it_says() {
    for rule in RULES {
        let example = fence(rule.page, "Example");
        assert_eq!(marked(rule.slug, &example).len(), 1, "{}", rule.slug);
        assert_eq!(found(&example), marked(rule.slug, &example), "{example}");
    }
}

#[test]
fn what_stands_instead_is_clean() {
    for rule in RULES {
        let instead = fence(rule.page, "Instead");
        assert!(!instead.is_empty(), "{}", rule.slug);
        assert_eq!(found(&instead), Vec::<String>::new(), "{instead}");
    }
}

#[test]
fn each_rule_has_a_whole_page() {
    for rule in RULES {
        assert!(rule.page.starts_with(&format!("# {}\n", rule.slug)));
        assert!(rule.summary().ends_with('.'), "{}", rule.slug);
        assert!(rule.page.contains("## Why\n"), "{}", rule.slug);
    }
}

#[test]
fn no_slug_is_used_twice() {
    let others = filrouge_syntax::RULES.iter().map(|rule| rule.slug);
    let slugs: BTreeSet<_> = RULES.iter().map(|rule| rule.slug).chain(others).collect();
    assert_eq!(slugs.len(), RULES.len() + filrouge_syntax::RULES.len());
}

#[test]
fn each_word_has_a_page_that_begins_as_its_declaration_and_shows_it() {
    for word in WORDS {
        let page = word.page.unwrap_or_default();
        assert!(page.starts_with(&format!("# {}\n\n{}", word.name, first_sentence(word))), "{}", word.name);
        let example = fence(page, "Example");
        assert!(shows(word, &example), "{}", word.name);
        assert_eq!(found(&example), Vec::<String>::new(), "{example}");
    }
}

fn first_sentence(word: &WordSpec) -> String {
    let summary = word.summary();
    summary.split_inclusive(". ").next().unwrap_or_default().trim_end().to_owned()
}

/// Whether the word itself stands in the example.
fn shows(word: &WordSpec, example: &str) -> bool {
    let names = example.split(|c: char| !c.is_alphanumeric() && c != '-');
    names.into_iter().any(|name| name == word.name)
}

#[test]
fn every_part_and_word_is_described() {
    for word in WORDS {
        assert!(word.summary().ends_with('.'), "{}", word.name);
        for part in word.parts {
            assert!(part.summary().ends_with('.'), "{} of {}", part.name, word.name);
        }
    }
}

#[test]
fn a_word_is_found_by_its_path() {
    let path = ["journey", "wait-until", "on", "send"];
    assert!(matches!(lookup(&path), Some(Found::Word(word)) if word.name == "send"));
    assert!(matches!(lookup(&["journey", "purpose"]), Some(Found::Leaf(part)) if part.name == "purpose"));
    assert!(lookup(&["journey", "nothing"]).is_none());
}
