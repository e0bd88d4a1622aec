//! `filrouge approvals`: what people of the team are asked to approve.

use crate::admin::{Answer, ask, show};
use crate::arguments::{ApprovalAction, Daemon, Said};
use crate::exit::Outcome;
use crate::moment;
use crate::terminal::Terminal;
use reqwest::Method;
use serde_json::{Value, json};

const PATH: &str = "/admin/v1/approvals";

/// Lists or answers.
pub fn run(daemon: &Daemon, action: Option<ApprovalAction>, terminal: &Terminal) -> Outcome {
    match action.unwrap_or(ApprovalAction::List) {
        ApprovalAction::List => {
            let answer = ask(daemon, Method::GET, PATH, None)?;
            show(daemon, &answer, terminal, list)
        }
        ApprovalAction::Approve(said) => say(daemon, &said, "approve", terminal),
        ApprovalAction::Refuse(said) => say(daemon, &said, "refuse", terminal),
    }
}

fn say(daemon: &Daemon, said: &Said, answer: &str, terminal: &Terminal) -> Outcome {
    let body = json!({ "answer": answer, "by": said.by, "note": said.note });
    let answered = ask(daemon, Method::POST, &format!("{PATH}/{}", said.id), Some(&body))?;
    show(daemon, &answered, terminal, |answered, _| {
        let before = answered.body.get("again") == Some(&Value::Bool(true));
        let when = if before { ", as said before" } else { "" };
        format!("{} by {}{when}\n", if answer == "approve" { "approved" } else { "refused" }, said.by)
    })
}

fn list(answer: &Answer, terminal: &Terminal) -> String {
    let rows = answer.body.get("approvals").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if rows.is_empty() {
        return "nobody waits for an approval\n".to_owned();
    }
    let median = answer.body.get("median_ms").and_then(Value::as_u64);
    let median =
        median.map_or_else(String::new, |millis| format!("half are answered within {} s\n", millis / 1_000));
    let shown: Vec<String> = rows.iter().map(|row| one(row, terminal)).collect();
    let more = match answer.body.get("next") {
        None | Some(Value::Null) => "",
        Some(_) => "there are more: answer these first\n",
    };
    let help = "`filrouge approvals approve ID --by NAME` lets a person go on, `filrouge approvals refuse ID --by NAME --note WHY` does not";
    format!("{}\n{more}{median}{help}\n", shown.join("\n"))
}

fn one(row: &Value, terminal: &Terminal) -> String {
    let text = |member: &str| row.get(member).and_then(Value::as_str).unwrap_or("");
    let until = match row.get("until") {
        None | Some(Value::Null) => String::new(),
        until => format!(" until {}", moment::shown(until)),
    };
    let question = match text("question") {
        "" => String::new(),
        question => format!("  {question}\n"),
    };
    format!(
        "{}  {} › {}  asks `{}`{until}\n{question}  person {}, since {}\n",
        terminal.paint("1", text("id")),
        text("journey"),
        text("step"),
        text("by"),
        text("person"),
        moment::shown(row.get("at")),
    )
}
