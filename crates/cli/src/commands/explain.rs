//! `filrouge explain`: the page of a rule.

use crate::exit::{Exit, Failure, Outcome};
use crate::terminal::Terminal;
use filrouge_report::Rule;

/// Prints the page of the rule called `slug`, or the list of all rules.
pub fn run(slug: Option<&str>, terminal: &Terminal) -> Outcome {
    let rules = rules();
    let Some(slug) = slug else {
        terminal.print(&list(&rules, terminal));
        return Ok(Exit::Clean);
    };
    let Some(rule) = rules.iter().find(|rule| rule.slug == slug) else {
        return Err(unknown(slug, &rules));
    };
    terminal.say(rule.page.trim_end());
    Ok(Exit::Clean)
}

/// Every rule, by name.
fn rules() -> Vec<&'static Rule> {
    let mut rules = filrouge_compile::rules();
    rules.extend(filrouge_project::RULES);
    rules.sort_by_key(|rule| rule.slug);
    rules
}

fn list(rules: &[&Rule], terminal: &Terminal) -> String {
    let width = rules.iter().map(|rule| rule.slug.len()).max().unwrap_or(0);
    let line = |rule: &&Rule| {
        let name = terminal.paint("1", &format!("{:width$}", rule.slug));
        format!("{name}  {:7}  {}\n", rule.severity.word(), rule.summary())
    };
    rules.iter().map(line).collect()
}

fn unknown(slug: &str, rules: &[&Rule]) -> Failure {
    let near = filrouge_report::nearest(slug, rules.iter().map(|rule| rule.slug));
    let hint = near
        .map_or_else(|| "`filrouge explain` lists them".to_owned(), |near| format!("did you mean `{near}`?"));
    Failure::new(format!("no rule is called `{slug}`"), hint)
}
