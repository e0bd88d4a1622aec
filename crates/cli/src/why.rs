//! Decisions and hashes as people read them.

use filrouge_explain::{Decision, Look, told};
use serde_json::Value;

/// One decision of the admin API's answer. One in a form that this version does not know is shown as it came.
pub fn decision(decision: &Value, look: &Look) -> String {
    let known = serde_json::from_value::<Decision>(decision.clone());
    known.map_or_else(|_| format!("{decision}\n"), |decision| told(&decision, look))
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

/// `text` as a value of a query.
pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests;
