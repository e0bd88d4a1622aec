//! `filrouge quarantine`: messages that could not be taken in.

use crate::admin::{Answer, ask, show};
use crate::arguments::{Daemon, QuarantineAction};
use crate::exit::Outcome;
use crate::moment;
use crate::terminal::Terminal;
use reqwest::Method;
use serde_json::{Value, json};

const PATH: &str = "/admin/v1/quarantine";

/// Lists, replays or drops.
pub fn run(daemon: &Daemon, action: Option<QuarantineAction>, terminal: &Terminal) -> Outcome {
    match action.unwrap_or(QuarantineAction::List) {
        QuarantineAction::List => {
            let answer = ask(daemon, Method::GET, PATH, None)?;
            show(daemon, &answer, terminal, list)
        }
        QuarantineAction::Replay { id } => {
            let answer = ask(daemon, Method::POST, PATH, Some(&choice(&id)))?;
            show(daemon, &answer, terminal, replayed)
        }
        QuarantineAction::Drop { id } => {
            let answer = ask(daemon, Method::DELETE, PATH, Some(&choice(&id)))?;
            show(daemon, &answer, terminal, |answer, _| {
                format!("{} dropped\n", members(answer, "/dropped").len())
            })
        }
    }
}

/// Which rows are meant.
pub fn choice(id: &str) -> Value {
    if id == "all" { json!({ "all": true }) } else { json!({ "ids": [id] }) }
}

/// A list in an answer.
pub fn members<'a>(answer: &'a Answer, path: &str) -> &'a [Value] {
    answer.body.pointer(path).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn list(answer: &Answer, terminal: &Terminal) -> String {
    let rows = members(answer, "/quarantine");
    if rows.is_empty() {
        return "nothing is in quarantine\n".to_owned();
    }
    let shown: Vec<String> = rows.iter().map(|row| one(row, terminal)).collect();
    let more = match answer.body.get("next") {
        None | Some(Value::Null) => "",
        Some(_) => "there are more: replay or drop these first\n",
    };
    let help =
        "`filrouge quarantine replay ID|all` tries them again, `filrouge quarantine drop ID|all` drops them";
    format!("{}\n{more}{help}\n", shown.join("\n"))
}

fn one(row: &Value, terminal: &Terminal) -> String {
    let text = |member: &str| row.get(member).and_then(Value::as_str).unwrap_or("");
    let payload = row.get("payload").map(ToString::to_string).unwrap_or_default();
    format!(
        "{}  {}  {}\n  {}\n  {payload}\n",
        terminal.paint("1", text("id")),
        moment::shown(row.get("at")),
        text("source"),
        text("reason"),
    )
}

fn replayed(answer: &Answer, _: &Terminal) -> String {
    let refused = members(answer, "/refused");
    let mut out =
        format!("{} taken in, {} refused again\n", members(answer, "/replayed").len(), refused.len());
    for row in refused {
        let text = |member: &str| row.get(member).and_then(Value::as_str).unwrap_or("");
        out.push_str(&format!("  {}  {}\n", text("id"), text("reason")));
    }
    out
}
