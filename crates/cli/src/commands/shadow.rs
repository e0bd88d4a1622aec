//! `filrouge shadow`: a plan beside the one that runs, which sends nothing.

use crate::admin::{Answer, ask, show};
use crate::arguments::{Daemon, ShadowAction};
use crate::exit::Outcome;
use crate::moment;
use crate::terminal::Terminal;
use reqwest::Method;
use serde_json::Value;

/// Looks at it, or ends it.
pub fn run(daemon: &Daemon, action: Option<&ShadowAction>, terminal: &Terminal) -> Outcome {
    let method = match action {
        None | Some(ShadowAction::Status) => Method::GET,
        Some(ShadowAction::Stop) => Method::DELETE,
    };
    let answer = ask(daemon, method, "/admin/v1/shadow", None)?;
    show(daemon, &answer, terminal, human)
}

/// How it does, and what each plan has sent since it began.
pub fn human(answer: &Answer, terminal: &Terminal) -> String {
    let mut text = head(answer, terminal);
    let rows: Vec<(String, u64, u64)> = answer
        .body
        .pointer("/messages")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|row| {
            let text = |path: &str| row.pointer(path).and_then(Value::as_str).unwrap_or("");
            let number = |path: &str| row.pointer(path).and_then(Value::as_u64).unwrap_or(0);
            (
                format!("{}  {}", text("/journey"), text("/channel")),
                number("/count/old"),
                number("/count/new"),
            )
        })
        .collect();
    let pair = |path: &str| (answer.number(&format!("{path}/old")), answer.number(&format!("{path}/new")));
    let people = pair("/contacted");
    let width = rows.iter().map(|(name, ..)| name.chars().count()).max().unwrap_or(0).max(20);
    text.push_str(&format!("{:width$}  {:>9} {:>9}\n", "messages", "running", "beside"));
    for (name, old, new) in rows {
        text.push_str(&format!("  {name:width$}{old:>9} {new:>9}\n"));
    }
    text.push_str(&format!("{:width$}  {:>9} {:>9}\n", "people who get them", people.0, people.1));
    text.push_str(&alone(answer));
    text
}

fn head(answer: &Answer, terminal: &Terminal) -> String {
    let running = answer.text("/state") == "running";
    let state = if running { terminal.paint("32;1", "running:") } else { terminal.paint("33;1", "ended:") };
    let why = match answer.text("/ended") {
        "" => String::new(),
        why => format!(", because {why}"),
    };
    let (plan, live) = (short(answer.text("/plan")), short(answer.text("/running")));
    let (by, since) = (answer.text("/by"), moment::shown(answer.body.pointer("/since")));
    let people = answer.number("/people");
    format!("{state} plan {plan} beside {live}, since {since} by {by}{why}\n{people} people are copied\n")
}

/// What needs a sentence: people whom one plan alone reaches, and what the comparison lacks.
fn alone(answer: &Answer) -> String {
    let told = [
        ("/only_new", "people get messages from the plan beside alone"),
        ("/only_old", "people get messages from the plan that runs alone"),
        ("/left_out", "inputs were left out: of people who were not copied, because there are too many"),
        ("/dropped", "things were dropped because the plan beside was too slow; it copied those people anew"),
        ("/unfit", "inputs were left out: the plan beside declares events, fields or purposes otherwise"),
    ];
    let told = told.iter().map(|(path, what)| (answer.number(path), what)).filter(|(count, _)| *count > 0);
    told.map(|(count, what)| format!("{count} {what}\n")).collect()
}

fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}
