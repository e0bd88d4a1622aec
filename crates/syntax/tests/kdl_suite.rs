//! The official test suite of KDL 2.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test may panic"
)]

#[path = "support/canonical.rs"]
mod canonical;

use filrouge_report::Findings;
use filrouge_source::FileId;
use filrouge_syntax::{Tree, parse};
use std::fs;
use std::path::{Path, PathBuf};

/// Rules of our language that refuse what is legal KDL; see DEVIATIONS.md.
const OURS: [&str; 4] = ["key-with-colon", "list-with-dash", "comma-between-values", "duplicate-property"];

fn suite() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/kdl-suite")
}

fn cases() -> Vec<(String, String)> {
    let mut cases: Vec<_> = fs::read_dir(suite().join("input"))
        .expect("the suite is part of the repository")
        .map(|entry| entry.expect("a readable folder").path())
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("readable text"))
        })
        .collect();
    cases.sort();
    cases
}

fn read(text: &str) -> (Tree, Findings) {
    parse(FileId(0), text)
}

fn slugs(findings: &Findings) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.rule.slug).filter(|slug| !OURS.contains(slug)).collect()
}

#[test]
fn the_whole_suite_is_there() {
    assert_eq!(cases().len(), 320);
}

#[test]
fn what_must_be_refused_is_refused_and_nothing_else() {
    let mut wrong = Vec::new();
    for (name, text) in cases() {
        let refused = slugs(&read(&text).1);
        if refused.is_empty() == name.ends_with("_fail.kdl") {
            wrong.push(format!("{name}: {refused:?}\n{text}"));
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n---\n"));
}

#[test]
fn a_refused_case_has_few_findings() {
    for (name, text) in cases().iter().filter(|(name, _)| name.ends_with("_fail.kdl")) {
        let refused = slugs(&read(text).1);
        assert!(refused.len() <= 3, "{name}: {refused:?}");
    }
}

#[test]
fn what_is_read_prints_as_expected() {
    let mut wrong = Vec::new();
    for (name, text) in cases().iter().filter(|(name, _)| !name.ends_with("_fail.kdl")) {
        let Ok(expected) = fs::read_to_string(suite().join("expected_kdl").join(name)) else {
            assert_eq!(name, "hex.kdl", "only this case ships without its expectation");
            continue;
        };
        let actual = canonical::print(&read(text).0);
        if actual.trim_end() != expected.trim_end() {
            wrong.push(format!("{name}\n{text}\nexpected:\n{expected}\nactual:\n{actual}"));
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n---\n"));
}

#[test]
fn the_only_rules_of_ours_in_the_suite_are_the_listed_ones() {
    let mut hit: Vec<String> = Vec::new();
    for (name, text) in cases().iter().filter(|(name, _)| !name.ends_with("_fail.kdl")) {
        let rules = read(text).1.iter().map(|finding| finding.rule.slug).collect::<Vec<_>>().join(" ");
        if !rules.is_empty() {
            hit.push(format!("{name}: {rules}"));
        }
    }
    assert_eq!(hit, ["repeated_prop.kdl: duplicate-property"]);
}
