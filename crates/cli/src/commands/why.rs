//! `filrouge why`: decisions, by the source that made them.

use crate::admin::{Answer, ask, masked, show};
use crate::arguments::Daemon;
use crate::exit::Outcome;
use crate::terminal::Terminal;
use crate::why::{decision, encoded};
use reqwest::Method;
use serde_json::Value;

/// Explains the decisions about `person`, or the one called `decision`.
pub fn run(daemon: &Daemon, person: Option<&str>, decision: Option<&str>, terminal: &Terminal) -> Outcome {
    let (name, value) = match (person, decision) {
        (Some(person), _) => ("person", person),
        (None, decision) => ("decision", decision.unwrap_or_default()),
    };
    let answer = ask(daemon, Method::GET, &format!("/admin/v1/why?{name}={}", encoded(value)), None)?;
    show(daemon, &answer, terminal, human)
}

/// The story in the order in which it happened.
fn human(answer: &Answer, terminal: &Terminal) -> String {
    let people = answer.body.get("people").and_then(Value::as_array);
    let told: String = people.into_iter().flatten().map(|person| story(person, terminal)).collect();
    told + &masked(answer)
}

fn story(person: &Value, terminal: &Terminal) -> String {
    let id = person.get("person").and_then(Value::as_str).unwrap_or("");
    let decisions = person.get("decisions").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let look = terminal.look();
    let differs = person.get("differs").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let told = |one: &Value| {
        let is_other = one.get("input").is_some_and(|input| differs.contains(input));
        decision(one, &look) + &if is_other { differing(terminal) } else { String::new() }
    };
    let told: Vec<String> = decisions.iter().rev().map(told).collect();
    let more = person.get("next").is_some_and(|next| !next.is_null());
    let older = if more { "(older decisions are not shown)\n\n" } else { "" };
    format!("person {id}\n\n{older}{}\n", told.join("\n"))
}

fn differing(terminal: &Terminal) -> String {
    let word = terminal.paint("31;1", "differs:");
    format!(
        "  {word} the step was taken again from the log, and something else follows: `filrouge audit verify` looks for changes\n"
    )
}
