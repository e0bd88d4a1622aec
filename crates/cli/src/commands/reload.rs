//! `filrouge reload`: a running daemon compiles its project again.

use crate::admin::{Answer, ask, show};
use crate::arguments::Daemon;
use crate::exit::Outcome;
use crate::terminal::Terminal;
use reqwest::Method;
use serde_json::Value;

/// Asks for a reload and prints what came of it.
pub fn run(daemon: &Daemon, terminal: &Terminal) -> Outcome {
    let answer = ask(daemon, Method::POST, "/admin/v1/reload", None)?;
    show(daemon, &answer, terminal, human)
}

fn human(answer: &Answer, terminal: &Terminal) -> String {
    if answer.status == 422 {
        let refused = terminal.paint("31;1", "refused:");
        return format!(
            "{}{refused} the running plan {} stays\n",
            diagnostics(answer),
            answer.text("/active")
        );
    }
    format!("{}: {}\n", answer.text("/result"), answer.text("/active"))
}

fn diagnostics(answer: &Answer) -> String {
    let all = answer.body.pointer("/diagnostics").and_then(Value::as_array);
    all.into_iter().flatten().map(diagnostic).collect()
}

fn diagnostic(one: &Value) -> String {
    let text = |path: &str| one.pointer(path).and_then(Value::as_str).unwrap_or("");
    let number = |path: &str| one.pointer(path).and_then(Value::as_u64).unwrap_or(0);
    let place = format!("{}:{}:{}", text("/file"), number("/span/line"), number("/span/column"));
    let help = Some(text("/help")).filter(|help| !help.is_empty());
    let help = help.map_or_else(String::new, |help| format!("  help: {help}\n"));
    format!("{place}: {} [{}]\n{help}", text("/message"), text("/rule"))
}
