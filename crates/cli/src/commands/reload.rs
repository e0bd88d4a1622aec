//! `filrouge reload`: a running daemon compiles its project again.

use crate::admin::{Answer, ask, show};
use crate::arguments::Daemon;
use crate::exit::Outcome;
use crate::terminal::Terminal;
use crate::why::short;
use reqwest::Method;
use serde_json::Value;

/// Asks for a reload and prints what came of it.
pub fn run(daemon: &Daemon, allow_removals: bool, terminal: &Terminal) -> Outcome {
    let path = "/admin/v1/reload";
    let allowing = format!("{path}?allow=no-journeys,dropped-purposes");
    let answer = ask(daemon, Method::POST, if allow_removals { &allowing } else { path }, None)?;
    show(daemon, &answer, terminal, human)
}

/// The answer for people: what runs now, and why when it is not what was asked for.
pub fn human(answer: &Answer, terminal: &Terminal) -> String {
    let active = short(answer.text("/active"));
    match answer.text("/result") {
        "activated" => format!("{} plan {active} runs now\n", terminal.paint("32;1", "activated:")),
        "unchanged" => format!("unchanged: plan {active} runs already\n"),
        "shared" => format!("{} {}\n", terminal.paint("32;1", "shared:"), release(answer)),
        "taken-back" => {
            format!("{} plan {active} runs for everybody\n", terminal.paint("32;1", "taken back:"))
        }
        _ => {
            let refused = terminal.paint("31;1", "refused:");
            format!("{}{refused} plan {active} runs on\n", diagnostics(answer, terminal))
        }
    }
}

/// The plan of a share of the people, and how many live under it.
pub fn release(answer: &Answer) -> String {
    let plan = short(answer.text("/release/plan"));
    let percent = answer.number("/release/share") as f64 / 100.0;
    let people = answer.number("/release/people");
    format!("plan {plan} runs for {percent} % of the people, {people} so far")
}

fn diagnostics(answer: &Answer, terminal: &Terminal) -> String {
    let all = answer.body.pointer("/diagnostics").and_then(Value::as_array);
    all.into_iter().flatten().map(|one| diagnostic(one, terminal)).collect()
}

/// A finding on two or three lines: what, where, and what to do. The files may be on another machine, so their lines
/// are not drawn.
fn diagnostic(one: &Value, terminal: &Terminal) -> String {
    let text = |path: &str| one.pointer(path).and_then(Value::as_str).unwrap_or("");
    let number = |path: &str| one.pointer(path).and_then(Value::as_u64).unwrap_or(0);
    let color = if text("/severity") == "error" { "31;1" } else { "33;1" };
    // A sentence is told whole: with what stands around it no catalogue knows it.
    let severity = terminal.told(text("/severity"));
    let head = terminal.paint(color, &format!("{severity}[{}]", text("/rule")));
    let place = match text("/file") {
        "" => String::new(),
        file => format!("  at    {file}:{}:{}\n", number("/span/line"), number("/span/column")),
    };
    let help = match text("/help") {
        "" => String::new(),
        help => format!("  {}  {}\n", terminal.told("help"), terminal.told(help)),
    };
    format!("{head}: {}\n{place}{help}\n", terminal.told(text("/message")))
}
