//! The page of the privacy checks: what a project is asked, by which law, and what holds it.

use super::MARK;
use filrouge_law::{Check, Held, Pack, REGISTER, SHELF};
use std::fmt::Write;

/// The page, with its path.
pub fn page() -> (String, String) {
    let rules = count(|held| matches!(held, Held::Rules(_)));
    let impossible = count(|held| matches!(held, Held::Impossible(_)));
    let elsewhere = count(|held| matches!(held, Held::Elsewhere(_)));
    let absent = count(|held| matches!(held, Held::Absent(_)));
    let mut page = format!(
        "{MARK}# Privacy checks\n\nWhat a project can be asked about personal data, by which law, and what holds it here. Of {} checks, \
         {rules} are held by rules, {impossible} by the language, in which the mistake cannot be written, {elsewhere} by another \
         part of the product, and {absent} are about something that the language has no words for.\n\nA rule without a pack holds \
         in every project. One with packs holds where `project {{ rules … }}` chooses one of them: see [packs of law](packs.md). \
         None of this is legal advice.\n\n\
         | check | weight | what is asked | by which law | held by | asked for by |\n|---|---|---|---|---|---|\n",
        REGISTER.len()
    );
    for check in REGISTER.iter() {
        let Check { id, weight, asks, basis, held } = check;
        let weight = weight.word();
        let _ = writeln!(page, "| {id} | {weight} | {asks} | {basis} | {} | {} |", told(held), packs(check));
    }
    ("docs/privacy/checks.md".to_owned(), page)
}

fn count(is_meant: impl Fn(&Held) -> bool) -> usize {
    REGISTER.iter().filter(|check| is_meant(&check.held)).count()
}

fn told(held: &Held) -> String {
    match held {
        Held::Rules(rules) => {
            let links = rules.iter().map(|rule| format!("[{rule}](../rules/{rule}.md)"));
            links.collect::<Vec<_>>().join(", ")
        }
        Held::Impossible(why) => format!("the language: {why}"),
        Held::Elsewhere(what) => (*what).to_owned(),
        Held::Absent(why) => format!("nothing yet: {why}"),
    }
}

/// The packs that ask for it in their newest version.
fn packs(check: &Check) -> String {
    let newest = SHELF.names().into_iter().filter_map(|name| SHELF.newest(name));
    let asking = newest.filter(|pack: &&Pack| pack.asks(check.id)).map(|pack| format!("`{}`", pack.name));
    let all: Vec<_> = asking.collect();
    match (all.is_empty(), check.held) {
        (true, Held::Absent(_)) => "–".to_owned(),
        (true, _) => "every project".to_owned(),
        (false, _) => all.join(", "),
    }
}
