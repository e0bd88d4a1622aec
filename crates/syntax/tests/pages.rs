//! The pages of the rules: the example breaks exactly its rule, on the marked line, and the other text is clean.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test may panic"
)]

use filrouge_report::{Rule, Severity};
use filrouge_source::FileId;
use filrouge_syntax::{RULES, parse};

fn fence(page: &str, section: &str) -> String {
    let after = page.split(&format!("## {section}\n")).nth(1).unwrap_or_default();
    let fenced = after.split("```kdl\n").nth(1).unwrap_or_default();
    fenced.split("\n```").next().unwrap_or_default().to_owned()
}

/// `slug @ line` of each finding that weighs.
fn found(text: &str) -> Vec<String> {
    let (_, findings) = parse(FileId(0), text);
    let line = |start: u32| text[..start as usize].matches('\n').count();
    let weighs = findings.iter().filter(|finding| finding.rule.severity >= Severity::Warning);
    weighs
        .map(|finding| format!("{} @ {}", finding.rule.slug, line(finding.span().expect("a place").start)))
        .collect()
}

fn marked(rule: &Rule, text: &str) -> Vec<String> {
    let lines = text.lines().enumerate().filter(|(_, line)| line.ends_with("// error"));
    lines.map(|(number, _)| format!("{} @ {number}", rule.slug)).collect()
}

#[test]
fn each_example_breaks_its_rule_where_it_says() {
    for rule in RULES {
        let example = fence(rule.page, "Example");
        assert_eq!(found(&example), marked(rule, &example), "{example}");
        assert_eq!(marked(rule, &example).len(), 1, "{}", rule.slug);
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
fn each_page_has_its_parts() {
    for rule in RULES {
        assert!(rule.page.starts_with(&format!("# {}\n", rule.slug)));
        assert!(rule.summary().ends_with('.'), "{}", rule.slug);
        assert!(rule.page.contains("## Why\n"), "{}", rule.slug);
    }
}
