//! Canonical JSON (RFC 8785): one sequence of bytes for one meaning.

mod number;

use serde::Serialize;
use serde_json::Value;

/// `value` as canonical JSON: keys in the order of their UTF-16 code units, no blanks, numbers as ECMAScript writes
/// them.
///
/// There is one deviation: a whole number beyond 2⁵³ keeps all its digits, where the RFC would round it. Two plans
/// that differ in such a number must not have one hash.
#[must_use]
pub fn canonical_json(value: &impl Serialize) -> String {
    // What is written this way is plain data with string keys: there is no way to fail.
    let value = serde_json::to_value(value).unwrap_or_default();
    let mut text = String::new();
    write(&value, &mut text);
    text
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(truth) => text.push_str(if *truth { "true" } else { "false" }),
        Value::Number(number) => number::write(number, text),
        Value::String(string) => quote(string, text),
        Value::Array(items) => {
            text.push('[');
            separated(items, text, write);
            text.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<(&String, &Value)> = members.iter().collect();
            members.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
            text.push('{');
            separated(members, text, |(key, value), text| {
                quote(key, text);
                text.push(':');
                write(value, text);
            });
            text.push('}');
        }
    }
}

fn separated<T>(items: impl IntoIterator<Item = T>, text: &mut String, write: impl Fn(T, &mut String)) {
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        write(item, text);
    }
}

/// `serde_json` escapes what the RFC escapes, in the same way: quote, backslash and control characters, in lower-case
/// hex where there is no short form.
fn quote(string: &str, text: &mut String) {
    text.push_str(&serde_json::to_string(string).unwrap_or_default());
}

#[cfg(test)]
mod tests;
