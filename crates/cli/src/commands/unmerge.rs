//! `filrouge unmerge`: separates two people who became one by mistake.

use crate::admin::{Answer, ask, show};
use crate::arguments::Daemon;
use crate::exit::Outcome;
use crate::terminal::Terminal;
use crate::why::encoded;
use reqwest::Method;

/// Separates the person of this id from whoever they are one with.
pub fn run(daemon: &Daemon, person: &str, terminal: &Terminal) -> Outcome {
    let answer = ask(daemon, Method::POST, &format!("/admin/v1/unmerge?person={}", encoded(person)), None)?;
    show(daemon, &answer, terminal, human)
}

fn human(answer: &Answer, terminal: &Terminal) -> String {
    let separated = terminal.paint("32;1", "separated:");
    let (person, from) = (answer.text("/person"), answer.text("/from"));
    format!("{separated} {person} is no longer one with {from}, and never joins again by itself\n")
}
