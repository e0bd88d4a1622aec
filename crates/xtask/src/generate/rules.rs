//! The pages of rules, as `filrouge explain` prints them, and their index.

use super::MARK;
use filrouge_report::{Rule, Shown};
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
    shown(rules, &mut page);
    page
}

/// Which findings print a test, and why the others do not.
fn shown(rules: &[&Rule], page: &mut String) {
    page.push_str(SHOWN);
    for rule in rules {
        let (slug, said) = (rule.slug, rule.shown);
        let _ = match said {
            Some(Shown::Test(who)) => writeln!(page, "| [{slug}]({slug}.md) | yes | {who} |"),
            Some(Shown::Never(why)) => writeln!(page, "| [{slug}]({slug}.md) | no | {why} |"),
            Some(Shown::Refused) => {
                writeln!(page, "| [{slug}]({slug}.md) | no | nothing runs in a project that it refuses |")
            }
            None => Ok(()),
        };
    }
}

const SHOWN: &str = "
## Shown by a test
A finding prints a `test` that fails as long as it is so and passes when the fault is gone, wherever everything in it is known
([why so](../decisions/0020-a-counterexample-is-a-test-that-fails.md)). It is an example of somebody for whom the fault shows:
a correction that means other people needs other values. Nothing runs in a project that is refused: no finding of the weight
`error` prints a test, and of these rules only those are listed that look at the project as a whole.

| rule | prints a test | for whom, or why not |
|---|---|---|
";
