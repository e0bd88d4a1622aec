//! Decisions as people read them: a sentence, the source line behind it, and the value of each operand under its words.

mod passage;
mod value;
mod verdict;

pub use verdict::sentence;

use crate::moment;
use crate::terminal::Terminal;
use filrouge_machine::Verdict;
use passage::{drawn, lines};
use serde_json::Value;

/// One decision of the admin API's answer.
pub fn decision(decision: &Value, terminal: &Terminal) -> String {
    let text = |path: &str| decision.pointer(path).and_then(Value::as_str).unwrap_or("");
    let verdict =
        decision.get("verdict").cloned().and_then(|verdict| serde_json::from_value::<Verdict>(verdict).ok());
    let said = verdict.map_or_else(String::new, |verdict| sentence(&verdict));
    let who = match (text("/journey"), text("/step")) {
        ("", _) => "the person".to_owned(),
        (journey, "") => journey.to_owned(),
        (journey, step) => format!("{journey} › {step}"),
    };
    let mut out = format!("{}  {}  {said}\n", moment::shown(decision.get("at")), terminal.paint("1", &who));
    out.push_str(&terminal.paint("2", &thread(decision)));
    out.push_str(&source(decision, terminal));
    out
}

/// Where it stands in git: file and line, plan, commit; and the decision's own name.
fn thread(decision: &Value) -> String {
    let text = |path: &str| decision.pointer(path).and_then(Value::as_str).unwrap_or("");
    let place = match decision.pointer("/origin/span/line").and_then(Value::as_u64) {
        Some(line) => format!("{}:{line}", text("/origin/file")),
        None => text("/origin/address").to_owned(),
    };
    let dirty = decision.pointer("/commit/dirty") == Some(&Value::Bool(true));
    let commit = match text("/commit/id") {
        "" => String::new(),
        id => format!("  commit {}{}", short(id), if dirty { " and changes" } else { "" }),
    };
    format!("  {place}  plan {}{commit}  decision {}\n", short(text("/plan")), text("/id"))
}

fn short(id: &str) -> &str {
    id.get(..12).unwrap_or(id)
}

/// The lines of the part that decided, and of each condition that stands elsewhere, with their operands.
fn source(decision: &Value, terminal: &Terminal) -> String {
    let conditions = decision.get("conditions").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let origin = decision.get("origin").unwrap_or(&Value::Null);
    let first = first_line(origin);
    let told = conditions.iter().any(|condition| first_line(condition) == first && first.is_some());
    let mut out = if told { String::new() } else { drawn(&lines(origin), &[], terminal) };
    for condition in conditions {
        out.push_str(&drawn(&lines(condition), &passage::operands(condition), terminal));
    }
    out
}

fn first_line(part: &Value) -> Option<(&str, u64)> {
    Some((part.get("file")?.as_str()?, part.pointer("/span/line")?.as_u64()?))
}
