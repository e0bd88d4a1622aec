//! Requests as people read them.

use crate::admin::Answer;
use crate::moment;
use crate::terminal::Terminal;
use serde_json::Value;

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// A link to a person's page, alone on its line.
pub(super) fn link(answer: &Answer, _: &Terminal) -> String {
    format!("{}\n", text(&answer.body, "link"))
}

/// The text of a notice, byte for byte: its hash is that of what is written here.
pub(super) fn notice(answer: &Answer, _: &Terminal) -> String {
    text(&answer.body, "text").to_owned()
}

/// One request, with what is left to do.
pub(super) fn one(answer: &Answer, terminal: &Terminal) -> String {
    let Some(request) = answer.body.get("request") else { return String::new() };
    let days = answer.body.get("days_left").and_then(Value::as_i64);
    let mut told = line(request, days, terminal);
    for (name, at) in [("received", "received"), ("until", "until")] {
        if let Some(at) = request.get(at).filter(|at| !at.is_null()) {
            told += &format!("{name:<12}{}\n", moment::shown(Some(at)));
        }
    }
    told += &format!("{:<12}{}\n", "owner", text(request, "owner"));
    told += &format!("{:<12}{}\n", "identity", identity(request));
    if let Some(first) = request.get("duplicate_of").and_then(Value::as_str) {
        told += &format!("{:<12}{first}, which is open too\n", "the same as");
    }
    for task in rows(request, "tasks") {
        let note = match (text(task, "note"), text(task, "state")) {
            ("", "open") if is_by_call(task) => ": the daemon asks".to_owned(),
            ("", _) => String::new(),
            (note, _) => format!(": {note}"),
        };
        let (state, name) = (text(task, "state"), text(task, "name"));
        told += &format!("{:<12}{state:<8}{name}, {}{note}\n", "task", text(task, "owner"));
    }
    told + next(request)
}

/// What is to be done now.
fn next(request: &Value) -> &'static str {
    match text(request, "state") {
        "waits-for-identity" => "make sure who asks, then `filrouge subject identify ID --method METHOD`\n",
        "assessing" => "weigh both sides, then `filrouge subject uphold ID` or `override ID`\n",
        "on-hold" => "it is done when the legal hold ends\n",
        "working" if text(request, "kind") == "export" => {
            "`filrouge subject download ID --html FILE` writes the copy\n"
        }
        "working" if is_left(request, |task| is_by_call(task) && text(task, "state") == "failed") => {
            "see why a recipient has refused, then `filrouge subject retry ID --task TASK`, or `confirm` it by hand\n"
        }
        "working" if !is_left(request, |task| !is_by_call(task)) => {
            "the daemon asks the recipients, and the request is done when all have confirmed\n"
        }
        "working" => "tell each recipient, then `filrouge subject confirm ID --task TASK`\n",
        "in-force" => "`filrouge subject end ID --reason TEXT` ends it\n",
        _ => "",
    }
}

/// Whether a task is left of which this holds. The files are the daemon's own.
fn is_left(request: &Value, holds: impl Fn(&Value) -> bool) -> bool {
    let left = rows(request, "tasks").iter().filter(|task| text(task, "state") != "done");
    left.filter(|task| text(task, "name") != "files").any(holds)
}

fn is_by_call(task: &Value) -> bool {
    task.get("by_call") == Some(&Value::Bool(true))
}

/// A page of requests.
pub(super) fn list(answer: &Answer, terminal: &Terminal) -> String {
    let now = answer.body.get("now").and_then(Value::as_i64).unwrap_or_default();
    let requests = rows(&answer.body, "requests");
    if requests.is_empty() {
        return "there is no request\n".to_owned();
    }
    let days = |request: &Value| {
        let is_timed =
            matches!(text(request, "state"), "waits-for-identity" | "working" | "on-hold" | "assessing");
        let due = request.get("due").and_then(Value::as_i64).filter(|_| is_timed)?;
        Some((due - now).div_euclid(DAY))
    };
    let lines: String = requests.iter().map(|request| line(request, days(request), terminal)).collect();
    let more =
        if answer.body.get("next").is_some_and(|next| !next.is_null()) { "there are more\n" } else { "" };
    format!("{lines}{more}`filrouge subject show ID` tells what is left to do\n")
}

fn line(request: &Value, days: Option<i64>, terminal: &Terminal) -> String {
    let left = match days {
        None => String::new(),
        Some(days @ ..0) => terminal.paint("31;1", &format!("  {} days late", -days)),
        Some(days @ 0..7) => terminal.paint("33;1", &format!("  {days} days left")),
        Some(days) => format!("  {days} days left"),
    };
    let (id, kind, state) = (text(request, "id"), text(request, "kind"), text(request, "state"));
    format!("{}  {kind:<9}{state:<19}person {}{left}\n", terminal.paint("1", id), text(request, "person"))
}

fn identity(request: &Value) -> String {
    match request.get("identity").filter(|identity| !identity.is_null()) {
        Some(identity) => format!("{}, by {}", text(identity, "method"), text(identity, "by")),
        None if text(request, "kind") == "hold" => format!("approved by {}", text(request, "approver")),
        None => "not checked".to_owned(),
    }
}

fn text<'v>(value: &'v Value, member: &str) -> &'v str {
    value.get(member).and_then(Value::as_str).unwrap_or_default()
}

fn rows<'v>(value: &'v Value, member: &str) -> &'v [Value] {
    value.get(member).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use filrouge_report::Language;
    use filrouge_report::render::Style;
    use serde_json::json;

    #[test]
    fn every_line_is_told_in_french() {
        let terminal = Terminal { style: Style { language: Language::French, ..Style::default() } };
        let untold = |told: String| -> Vec<String> {
            told.lines().filter(|line| !Language::French.knows(line)).map(str::to_owned).collect()
        };
        let states = ["waits-for-identity", "assessing", "on-hold", "working", "in-force"];
        for (state, days) in states.into_iter().flat_map(|state| [(state, 20), (state, -2)]) {
            let request = json!({
                "id": "r-1", "kind": "erase", "state": state, "person": "018f", "owner": "dpo", "received": 1, "until": 2, "due": 9,
                "duplicate_of": "r-0", "tasks": [{ "name": "connector/mail", "state": "open", "owner": "dpo" }],
                "identity": { "method": "account", "by": "lea" },
            });
            let shown = Answer { status: 200, body: json!({ "request": request, "days_left": days }) };
            assert_eq!(untold(one(&shown, &terminal)), Vec::<String>::new(), "{state}");
            let listed =
                Answer { status: 200, body: json!({ "requests": [request], "now": 0, "next": "r-2" }) };
            assert_eq!(untold(list(&listed, &terminal)), Vec::<String>::new(), "{state}");
        }
        for state in ["open", "failed", "done"] {
            let task = json!({ "name": "connector/crm", "state": state, "owner": "dpo", "by_call": true });
            let request = json!({
                "id": "r-1", "kind": "erase", "state": "working", "person": "018f", "owner": "dpo", "tasks": [task],
            });
            let shown = Answer { status: 200, body: json!({ "request": request }) };
            assert_eq!(untold(one(&shown, &terminal)), Vec::<String>::new(), "{state}");
        }
        let none = Answer { status: 200, body: json!({ "requests": [] }) };
        assert_eq!(untold(list(&none, &terminal)), Vec::<String>::new());
    }
}
