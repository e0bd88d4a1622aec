//! `filrouge status`: what a running daemon does.

use crate::admin::{Answer, ask, show};
use crate::arguments::Daemon;
use crate::commands::pause::told;
use crate::commands::reload::release;
use crate::exit::Outcome;
use crate::moment;
use crate::terminal::Terminal;
use crate::why::{commit, short};
use reqwest::Method;
use serde_json::Value;

/// Prints the status.
pub fn run(daemon: &Daemon, terminal: &Terminal) -> Outcome {
    let answer = ask(daemon, Method::GET, "/admin/v1/status", None)?;
    show(daemon, &answer, terminal, human)
}

fn human(answer: &Answer, terminal: &Terminal) -> String {
    let rows = [
        ("health", health(answer, terminal)),
        ("plan", plan(answer)),
        ("disk", disk(answer, terminal)),
        ("tried", tried(answer)),
        ("journeys", answer.number("/declared/journeys").to_string()),
        ("people", answer.number("/people").to_string()),
        ("timers", answer.number("/timers").to_string()),
        ("outbox", outbox(answer)),
        ("memory", memory(answer)),
        ("quarantine", shown_by(answer.number("/quarantine"), "quarantine")),
        ("requests", requests(answer, terminal)),
        ("undelivered", shown_by(answer.number("/dead_letters"), "dead-letters")),
    ];
    let rows: String = rows.iter().map(|(name, text)| format!("{name:<12}{text}\n")).collect();
    rows + &shared(answer, terminal) + &kept_from_leaving(answer, terminal)
}

/// The plan that a share of the people live under, and who asked for that.
pub fn shared(answer: &Answer, terminal: &Terminal) -> String {
    if answer.text("/release/plan").is_empty() {
        return String::new();
    }
    let (since, by) = (moment::shown(answer.body.pointer("/release/since")), answer.text("/release/by"));
    let title = terminal.paint("33;1", &format!("{:<12}", "release"));
    format!("{title}{}, since {since} by {by}\n", release(answer))
}

/// Services that are left alone, secrets that are not there, and what the operator has paused.
pub fn kept_from_leaving(answer: &Answer, terminal: &Terminal) -> String {
    let resting = resting(answer, terminal) + &unset(answer, terminal);
    let paused = told(answer.body.pointer("/paused"));
    if paused.is_empty() {
        resting
    } else {
        format!("{resting}{}\n{paused}", terminal.paint("33;1", "paused"))
    }
}

/// What the process holds, and what of it is kept at hand.
fn memory(answer: &Answer) -> String {
    let mib = |field: &str| answer.number(&format!("/memory/{field}")) >> 20;
    format!("{} MiB, {} MiB of it people and names", mib("process"), mib("people") + mib("names"))
}

/// Requests of people that are open, and how long is left for the first of them.
fn requests(answer: &Answer, terminal: &Terminal) -> String {
    let open = answer.number("/requests/open");
    let Some(days) = answer.body.pointer("/requests/days_left").and_then(Value::as_i64) else {
        return shown_by(open, "subject list");
    };
    let left = match days {
        ..0 => terminal.paint("31;1", &format!("the first is {} days late", -days)),
        0..7 => terminal.paint("33;1", &format!("{days} days left for the first")),
        _ => format!("{days} days left for the first"),
    };
    format!("{}, {left}", shown_by(open, "subject list"))
}

/// One line for each connector whose service is left alone.
fn resting(answer: &Answer, terminal: &Terminal) -> String {
    let all = answer.body.pointer("/resting").and_then(Value::as_array).into_iter().flatten();
    all.map(|rest| {
        let text = |name| rest.get(name).and_then(Value::as_str).unwrap_or_default();
        let (since, until) = (moment::shown(rest.get("since")), moment::shown(rest.get("until")));
        let fails = terminal.paint("31;1", &format!("{} fails", text("connector")));
        format!("{:<12}{fails} since {since}: {}; tried again {until}\n", "connector", text("reason"))
    })
    .collect()
}

/// One line for each secret that is not there.
fn unset(answer: &Answer, terminal: &Terminal) -> String {
    let all = answer.body.pointer("/unset").and_then(Value::as_array).into_iter().flatten();
    all.map(|unset| {
        let text = |name| unset.get(name).and_then(Value::as_str).unwrap_or_default();
        let part = text("part").replacen('/', " ", 1);
        format!("{:<12}{}: {}\n", "secret", terminal.paint("31;1", &part), text("reason"))
    })
    .collect()
}

/// Whether events are taken.
pub fn health(answer: &Answer, terminal: &Terminal) -> String {
    match (answer.text("/health/state"), answer.text("/health/reason")) {
        ("working", _) => terminal.paint("32", "working"),
        (state, reason) => format!("{}: {reason}", terminal.paint("31;1", state)),
    }
}

fn plan(answer: &Answer) -> String {
    let since = moment::shown(answer.body.pointer("/plan/active_since"));
    let commit = commit(answer.body.pointer("/plan/commit").unwrap_or(&Value::Null));
    format!("{}  active since {since}{commit}", short(answer.text("/plan/active")))
}

/// Whether what is on the disk is what runs.
pub fn disk(answer: &Answer, terminal: &Terminal) -> String {
    if answer.body.pointer("/plan/in_step") == Some(&true.into()) {
        return terminal.paint("32", "what is on the disk is what runs");
    }
    let said = match answer.text("/plan/desired") {
        "" => "the project on the disk does not compile".to_owned(),
        desired => format!("the project on the disk is another plan, {}", short(desired)),
    };
    format!("{}; `filrouge reload` says why", terminal.paint("31;1", &said))
}

fn tried(answer: &Answer) -> String {
    let trigger = match answer.text("/plan/last_attempt/trigger") {
        "boot" => "at the start",
        "watch" | "poll" => "when the files changed",
        "signal" => "on SIGHUP",
        _ => "on request",
    };
    let at = moment::shown(answer.body.pointer("/plan/last_attempt/at"));
    format!("{at} {trigger}: {}{}", answer.text("/plan/last_attempt/result"), findings(answer))
}

/// The first finding of the last attempt, and how many more there are.
fn findings(answer: &Answer) -> String {
    let all = answer.body.pointer("/plan/last_attempt/diagnostics/diagnostics").and_then(Value::as_array);
    let Some((first, more)) = all.and_then(|all| all.split_first()) else { return String::new() };
    let message = first.get("message").and_then(Value::as_str).unwrap_or_default();
    let more = if more.is_empty() { String::new() } else { format!(", and {} more", more.len()) };
    format!(", {message}{more}")
}

fn outbox(answer: &Answer) -> String {
    let (waiting, in_flight) = (answer.number("/outbox/waiting"), answer.number("/outbox/in_flight"));
    format!("{waiting} waiting, {in_flight} in flight")
}

/// A number, and the command that shows what it counts.
fn shown_by(count: u64, command: &str) -> String {
    if count == 0 { "0".to_owned() } else { format!("{count}; `filrouge {command}` shows them") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use filrouge_report::Language;
    use filrouge_report::render::Style;
    use serde_json::json;

    fn untold(body: &Value) -> Vec<String> {
        let terminal = Terminal { style: Style { language: Language::French, ..Style::default() } };
        let told = human(&Answer { status: 200, body: body.clone() }, &terminal);
        told.lines().filter(|line| !Language::French.knows(line)).map(str::to_owned).collect()
    }

    /// Each line of a daemon in its best hour and in its worst.
    #[test]
    fn every_line_is_told_in_french() {
        let good = json!({
            "health": { "state": "working" },
            "plan": { "active": "c0736e3ad722aa", "in_step": true, "last_attempt": { "trigger": "boot", "result": "activated" } },
        });
        let bad = json!({
            "health": { "state": "working" },
            "plan": {
                "active": "c0736e3ad722aa", "in_step": false, "desired": "aa736e3ad722aa",
                "last_attempt": {
                    "trigger": "watch", "result": "refused",
                    "diagnostics": { "diagnostics": [{ "message": "nobody answers for the purpose `orders`" }] },
                },
            },
            "release": { "plan": "bb736e3ad722aa", "share": 1250, "people": 7, "by": "lea", "since": 0 },
            "quarantine": 3, "dead_letters": 2, "requests": { "open": 2, "days_left": 3 },
            "resting": [{ "connector": "mail", "reason": "there is nothing under this path" }],
        });
        assert_eq!((untold(&good), untold(&bad)), (Vec::new(), Vec::new()));
    }
}
