//! A part of a plan or a manifest, as text that people read.

use serde_json::{Map, Value};
use std::fmt::Write;

/// Columns that a value may fill before it is broken over several lines.
const WIDTH: usize = 96;

/// The part that `path` names: `journey/cart/step/reminder`, `withdrawal_plans/marketing`.
///
/// # Errors
/// When there is no such part; the error tells the first word that leads nowhere.
pub fn part<'v>(whole: &'v Value, path: &str) -> Result<&'v Value, String> {
    let mut here = whole;
    for word in path.split('/').filter(|word| !word.is_empty()) {
        let next = match here {
            Value::Array(items) => items.iter().find(|item| is_called(item, word)),
            Value::Object(fields) => fields.get(word).or_else(|| fields.get(&format!("{word}s"))),
            _ => None,
        };
        here = next.ok_or_else(|| format!("`{word}` of `{path}` leads nowhere"))?;
    }
    Ok(here)
}

fn is_called(item: &Value, name: &str) -> bool {
    let Value::Object(fields) = item else { return item == name };
    ["name", "purpose", "journey", "about"]
        .iter()
        .any(|key| fields.get(*key).is_some_and(|value| value == name))
}

/// The value, line by line where it does not fit on one; what is absent or empty is left out.
#[must_use]
pub fn readable(value: &Value) -> String {
    let mut out = String::new();
    block(value, 0, &mut out);
    out
}

fn block(value: &Value, indent: usize, out: &mut String) {
    match value {
        Value::Object(fields) => {
            told(fields).for_each(|(key, value)| line(&format!("{key}:"), value, indent, out))
        }
        Value::Array(items) => items.iter().for_each(|item| line("-", item, indent, out)),
        other => drop(writeln!(out, "{:indent$}{}", "", compact(other))),
    }
}

fn line(head: &str, value: &Value, indent: usize, out: &mut String) {
    let short = compact(value);
    if indent + head.len() + 1 + short.chars().count() <= WIDTH || !(value.is_object() || value.is_array()) {
        let _ = writeln!(out, "{:indent$}{head} {short}", "");
    } else {
        let _ = writeln!(out, "{:indent$}{head}", "");
        block(value, indent + 2, out);
    }
}

fn compact(value: &Value) -> String {
    match value {
        Value::Object(fields) => place(fields).unwrap_or_else(|| {
            let told = told(fields).map(|(key, value)| format!("{key}: {}", compact(value)));
            format!("{{ {} }}", told.collect::<Vec<_>>().join(", "))
        }),
        Value::Array(items) => format!("[{}]", items.iter().map(compact).collect::<Vec<_>>().join(", ")),
        Value::String(text) if is_word(text) => text.clone(),
        other => other.to_string(),
    }
}

fn told(fields: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    fields.iter().filter(|(_, value)| !value.is_null() && !value.as_array().is_some_and(Vec::is_empty))
}

/// Where a statement of the manifest stands, as `file:line:column`.
fn place(fields: &Map<String, Value>) -> Option<String> {
    let (file, line, column) = (fields.get("file")?, fields.get("line")?, fields.get("column")?);
    Some(format!("{}:{line}:{column}", file.as_str()?))
}

fn is_word(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || "-_./@+ ".contains(c);
    !text.is_empty() && text.trim() == text && text.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_path_leads_by_names_and_fields() {
        let plan =
            json!({ "journeys": [{ "name": "a" }, { "name": "b", "steps": [{ "name": "x", "next": 1 }] }] });
        assert_eq!(part(&plan, "journey/b/step/x/next"), Ok(&json!(1)));
        assert_eq!(part(&plan, "journey/c"), Err("`c` of `journey/c` leads nowhere".to_owned()));
    }

    #[test]
    fn what_fits_stands_on_one_line() {
        let value = json!({ "name": "a b", "none": null, "list": ["x", "é\n"], "at": { "file": "f", "line": 1, "column": 2 } });
        assert_eq!(readable(&value), "at: f:1:2\nlist: [x, \"é\\n\"]\nname: a b\n");
    }
}
