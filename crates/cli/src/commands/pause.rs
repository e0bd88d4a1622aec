//! `filrouge pause` and `filrouge resume`: a running daemon holds the messages of a part of the project.

use crate::admin::{Answer, ask, show};
use crate::arguments::Daemon;
use crate::exit::Outcome;
use crate::moment;
use crate::terminal::Terminal;
use reqwest::Method;
use serde_json::{Value, json};

/// Holds the messages of `part`.
pub fn pause(daemon: &Daemon, part: &str, by: &str, terminal: &Terminal) -> Outcome {
    switch(daemon, "/admin/v1/pause", part, by, terminal)
}

/// Lets the messages of `part` go on.
pub fn resume(daemon: &Daemon, part: &str, by: &str, terminal: &Terminal) -> Outcome {
    switch(daemon, "/admin/v1/resume", part, by, terminal)
}

fn switch(daemon: &Daemon, path: &str, part: &str, by: &str, terminal: &Terminal) -> Outcome {
    let answer = ask(daemon, Method::POST, path, Some(&json!({ "part": part, "by": by })))?;
    show(daemon, &answer, terminal, human)
}

fn human(answer: &Answer, _: &Terminal) -> String {
    let paused = told(answer.body.pointer("/paused"));
    if paused.is_empty() { "nothing is paused\n".to_owned() } else { format!("paused now:\n{paused}") }
}

/// What is paused, a line each.
pub fn told(paused: Option<&Value>) -> String {
    let rows = paused.and_then(Value::as_array).into_iter().flatten();
    let line = |row: &Value| {
        let text = |member: &str| row.get(member).and_then(Value::as_str).unwrap_or("");
        format!("  {}  since {} by {}\n", text("part"), moment::shown(row.get("at")), text("by"))
    };
    rows.map(line).collect()
}
