//! `filrouge person`: all that is known of somebody.

use crate::admin::{Answer, ask, masked, show};
use crate::arguments::Daemon;
use crate::exit::Outcome;
use crate::moment::shown;
use crate::terminal::Terminal;
use crate::why::{encoded, short};
use reqwest::Method;
use serde_json::{Map, Value};

/// Shows everybody who is known by `person`.
pub fn run(daemon: &Daemon, person: &str, terminal: &Terminal) -> Outcome {
    let answer = ask(daemon, Method::GET, &format!("/admin/v1/person?person={}", encoded(person)), None)?;
    show(daemon, &answer, terminal, human)
}

fn human(answer: &Answer, terminal: &Terminal) -> String {
    let people = answer.body.pointer("/people").and_then(Value::as_array).into_iter().flatten();
    let told: Vec<String> = people.map(|person| told(person, terminal)).collect();
    told.join("\n") + &masked(answer)
}

fn told(person: &Value, terminal: &Terminal) -> String {
    let at = |name: &str| shown(person.get(name));
    let head = format!(
        "person {}\n  known since {}, last active {}\n  lives under plan {}\n",
        text(person, "person"),
        at("since"),
        at("last_activity"),
        short(text(person, "plan")),
    );
    let joined: Vec<_> = items(person, "joined").filter_map(Value::as_str).collect();
    let joined =
        if joined.is_empty() { String::new() } else { format!("  one with {}\n", joined.join(", ")) };
    let segments = items(person, "segments").filter_map(Value::as_str).map(|name| format!("  {name}\n"));
    let blocks = [
        ("identifiers", members(person, "identifiers")),
        ("profile", members(person, "fields")),
        ("traits", members(person, "traits")),
        ("segments", segments.collect()),
        ("consents", items(person, "consents").map(|choice| consent(choice, terminal)).collect()),
        ("ledger", items(person, "ledger").map(|record| entry(record, terminal)).collect()),
        ("journeys", items(person, "journeys").map(walk).collect()),
    ];
    let blocks = blocks.into_iter().filter(|(_, lines)| !lines.is_empty());
    let blocks = blocks.map(|(name, lines)| format!("\n{}\n{lines}", terminal.paint("1", name)));
    head + &joined + &blocks.collect::<String>()
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn items<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

/// One line for each member of an object.
fn members(value: &Value, name: &str) -> String {
    let members = value.get(name).and_then(Value::as_object).into_iter().flat_map(Map::iter);
    let width = members.clone().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
    members.map(|(name, value)| format!("  {name:<width$}  {}\n", plain(value))).collect()
}

/// A value as people read it.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Object(members) => {
            let parts = members.iter().map(|(name, value)| format!("{name} {}", plain(value)));
            parts.collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

fn consent(choice: &Value, terminal: &Terminal) -> String {
    let said = state(text(choice, "state"), terminal);
    let (purpose, channel) = (text(choice, "purpose"), text(choice, "channel"));
    let (at, evidence) = (shown(choice.get("at")), text(choice, "evidence"));
    format!("  {purpose} over {channel}  {said} on {at}, by {evidence}\n")
}

fn state(state: &str, terminal: &Terminal) -> String {
    let colour = match state {
        "granted" => "32",
        "refused" => "31",
        _ => "33",
    };
    terminal.paint(colour, state)
}

/// One line for each entry of the ledger, with the text that was shown.
fn entry(record: &Value, terminal: &Terminal) -> String {
    let (purpose, channel) = (text(record, "purpose"), text(record, "channel"));
    let over = if channel.is_empty() { "every channel" } else { channel };
    let proof = record.get("proof").unwrap_or(&Value::Null);
    let version = proof.pointer("/notice/version").and_then(Value::as_str);
    let notice = version.map_or_else(String::new, |version| format!(", upon notice {version}"));
    let ignored = match text(record, "ignored") {
        "" => String::new(),
        why => format!(", not counted: {why}"),
    };
    let said = state(text(record, "state"), terminal);
    let (at, evidence, method) = (shown(record.get("at")), text(record, "evidence"), text(proof, "method"));
    format!("  {at}  {purpose} over {over}  {said} by {method} ({evidence}){notice}{ignored}\n")
}

fn walk(walk: &Value) -> String {
    let (journey, key, step) = (text(walk, "journey"), text(walk, "key"), text(walk, "step"));
    let key = if key.is_empty() { String::new() } else { format!(" ({key})") };
    let due = walk.get("due").filter(|due| !due.is_null());
    let due = due.map_or_else(String::new, |due| format!(", until {} at the latest", shown(Some(due))));
    format!("  {journey}{key} › {step}  since {}{due}\n", shown(walk.get("step_entered_at")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::{Colour, Locale};
    use filrouge_report::Language;
    use serde_json::json;

    /// Somebody of whom everything is known; values of the profile, which stay as they are, are left out.
    #[test]
    fn every_line_is_told_in_french() {
        let terminal = Terminal::new(Colour::Never, Locale::Fr);
        let states = ["unset", "pending", "granted", "refused"];
        let consents = states.map(|state| {
            json!({ "purpose": "news", "channel": "email", "state": state, "at": 1, "evidence": "a form" })
        });
        let mut ledger = Vec::new();
        for channel in ["", "email"] {
            for notice in [json!(null), json!({ "version": "1a2b" })] {
                for ignored in ["", "older", "unproved"] {
                    let proof = json!({ "method": "form", "notice": notice });
                    ledger.push(json!({
                        "purpose": "news", "channel": channel, "state": "refused", "at": 1, "evidence": "a form",
                        "proof": proof, "ignored": ignored,
                    }));
                }
            }
        }
        let journeys = [json!(null), json!(9)].map(
            |due| json!({ "journey": "cart", "key": "c1", "step": "pause", "step_entered_at": 1, "due": due }),
        );
        let person = json!({
            "person": "018f", "plan": "932fcaf40ef2505f", "since": 1, "last_activity": 2, "joined": ["018e"], "consents": consents,
            "ledger": ledger, "journeys": journeys,
        });
        let told = told(&person, &terminal);
        let words = told.lines().map(str::trim_start);
        let untold: Vec<&str> =
            words.filter(|line| !line.is_empty() && !Language::French.knows(line)).collect();
        assert_eq!(untold, [""; 0]);
        for heading in ["identifiers", "profile", "traits", "segments"] {
            assert!(Language::French.knows(heading), "{heading}");
        }
    }
}
