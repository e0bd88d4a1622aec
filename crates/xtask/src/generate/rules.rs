//! The pages of rules, as `filrouge explain` prints them, and their index.

use super::MARK;
use filrouge_report::Rule;
use std::fmt::Write;

/// One page for each rule, and the index.
pub fn pages() -> Vec<(String, String)> {
    let mut rules = filrouge_compile::rules();
    rules.extend(filrouge_project::RULES);
    rules.sort_by_key(|rule| rule.slug);
    let mut pages: Vec<_> = rules.iter().map(|rule| (file(rule.slug), page(rule))).collect();
    pages.push((file("README"), index(&rules)));
    pages
}

fn file(name: &str) -> String {
    format!("docs/rules/{name}.md")
}

fn page(rule: &Rule) -> String {
    let (title, rest) = rule.page.split_once('\n').unwrap_or((rule.page, ""));
    let (weight, since) = (rule.severity.word(), rule.since);
    format!("{MARK}{title}\n\n*{weight}, since {since}* · [all rules](README.md)\n{rest}")
}

fn index(rules: &[&Rule]) -> String {
    let mut page = format!(
        "{MARK}# Rules\n\nWhat the compiler may say of a project. `filrouge explain RULE` prints the same pages.\n\n\
         | rule | weight | what it says |\n|---|---|---|\n"
    );
    for rule in rules {
        let (slug, weight) = (rule.slug, rule.severity.word());
        let _ = writeln!(page, "| [{slug}]({slug}.md) | {weight} | {} |", rule.summary());
    }
    page
}
