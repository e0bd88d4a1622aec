//! Decisions as people read them: a sentence, the source line behind it, and the value of each operand under its words.

mod passage;
mod value;
mod verdict;

pub use verdict::{ground, sentence};

use crate::moment;
use crate::terminal::Terminal;
use filrouge_machine::Verdict;
use passage::Drawing;
use serde_json::Value;
use std::iter;

/// One decision of the admin API's answer.
pub fn decision(decision: &Value, terminal: &Terminal) -> String {
    let text = |path: &str| decision.pointer(path).and_then(Value::as_str).unwrap_or("");
    let verdict =
        decision.get("verdict").cloned().and_then(|verdict| serde_json::from_value::<Verdict>(verdict).ok());
    let said = verdict.as_ref().map_or_else(String::new, sentence);
    let ground = verdict.as_ref().and_then(ground).map_or_else(String::new, |ground| format!("  {ground}\n"));
    let who = match (text("/journey"), text("/step")) {
        ("", _) => "the person".to_owned(),
        (journey, "") => journey.to_owned(),
        (journey, step) => format!("{journey} › {step}"),
    };
    let mut out = format!("{}  {}  {said}\n", moment::shown(decision.get("at")), terminal.paint("1", &who));
    out.push_str(&ground);
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
    let commit = commit(decision.get("commit").unwrap_or(&Value::Null));
    format!("  {place}  plan {}{commit}  decision {}\n", short(text("/plan")), text("/id"))
}

/// The commit of a plan; nothing for a project that is not under git.
pub fn commit(commit: &Value) -> String {
    let Some(id) = commit.get("id").and_then(Value::as_str) else { return String::new() };
    let dirty = commit.get("dirty") == Some(&Value::Bool(true));
    format!("  commit {}{}", short(id), if dirty { " and changes" } else { "" })
}

/// As much of a hash as tells it from others.
pub fn short(id: &str) -> &str {
    id.get(..12).unwrap_or(id)
}

/// The lines of the part that decided, and of each condition, with their operands. A line is drawn once, whatever
/// stands on it; the lines of another file, such as a template, come under its name.
fn source(decision: &Value, terminal: &Terminal) -> String {
    let origin = decision.get("origin").unwrap_or(&Value::Null);
    let conditions = decision.get("conditions").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut files: Vec<(&str, Drawing<'_>)> = Vec::new();
    for part in iter::once(origin).chain(conditions) {
        let Some(file) = part.get("file").and_then(Value::as_str) else { continue };
        match files.iter_mut().find(|(known, _)| *known == file) {
            Some((_, drawing)) => drawing.add(part),
            None => files.push((file, Drawing::of(part))),
        }
    }
    let here = origin.get("file").and_then(Value::as_str);
    let drawn = files.iter().map(|(file, drawing)| {
        let name = if here == Some(*file) { String::new() } else { format!("  {file}\n") };
        format!("{}{}", terminal.paint("2", &name), drawing.drawn(terminal))
    });
    drawn.collect()
}
