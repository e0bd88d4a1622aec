//! `filrouge explain`: the page of a rule.

use crate::exit::{Exit, Failure, Outcome};
use crate::terminal::Terminal;
use filrouge_report::{Language, Rule};

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
    terminal.say(page(rule.page, terminal.style.language).trim_end());
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
    let language = terminal.style.language;
    let width = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
    let names = width(&mut rules.iter().map(|rule| rule.slug.len()));
    let weights = width(&mut rules.iter().map(|rule| language.tell(rule.severity.word()).chars().count()));
    let line = |rule: &&Rule| {
        let name = terminal.paint("1", &format!("{:names$}", rule.slug));
        let (weight, summary) = (language.tell(rule.severity.word()), language.tell(rule.summary()));
        format!("{name}  {weight:weights$}  {summary}\n")
    };
    rules.iter().map(line).collect()
}

/// A page with each of its paragraphs in a language, as far as the catalogue has them; examples stay as they are.
fn page(page: &str, language: Language) -> String {
    if language == Language::English {
        return page.to_owned();
    }
    let mut told = Vec::new();
    let mut is_code = false;
    for block in page.split("\n\n") {
        let fences = block.lines().filter(|line| line.starts_with("```")).count();
        let words = block.lines().collect::<Vec<_>>().join(" ");
        let is_known = !is_code && fences == 0 && language.knows(&words);
        told.push(if is_known { language.tell(&words).into_owned() } else { block.to_owned() });
        is_code ^= fences % 2 == 1;
    }
    told.join("\n\n")
}

fn unknown(slug: &str, rules: &[&Rule]) -> Failure {
    let near = filrouge_report::nearest(slug, rules.iter().map(|rule| rule.slug));
    let hint = near
        .map_or_else(|| "`filrouge explain` lists them".to_owned(), |near| format!("did you mean `{near}`?"));
    Failure::new(format!("no rule is called `{slug}`"), hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paragraphs of a page, without its title and its examples.
    fn paragraphs(page: &str) -> Vec<String> {
        let outside = page.split("```").step_by(2).flat_map(|text| text.split("\n\n"));
        let told = outside.map(|text| text.lines().collect::<Vec<_>>().join(" ").trim().to_owned());
        told.filter(|text| !text.is_empty() && !text.starts_with("# ")).collect()
    }

    #[test]
    fn every_page_is_told_in_french_and_keeps_its_examples() {
        for rule in rules() {
            let told = page(rule.page, Language::French);
            for own in paragraphs(rule.page) {
                let is_told = Language::French.knows(&own) && !paragraphs(&told).contains(&own);
                assert!(is_told, "{}: add it to `french-pages.txt`: {own}", rule.slug);
            }
            assert!(told.contains("## Pourquoi") && !told.contains("## Why"), "{told}");
            let fences =
                |text: &str| text.split("```").skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(fences(&told), fences(rule.page), "{}", rule.slug);
        }
    }
}
