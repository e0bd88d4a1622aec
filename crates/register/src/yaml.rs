//! YAML, as much of it as plain data needs.

use serde_json::Value;

/// `value` in blocks. Every text is quoted as in JSON, which YAML 1.2 reads in the same way, so none is taken for a number, a
/// truth value or a comment.
pub(crate) fn yaml(value: &Value) -> String {
    let mut out = String::new();
    block(value, 0, &mut out);
    out
}

fn block(value: &Value, depth: usize, out: &mut String) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (key, member) in members {
                indent(depth, out);
                out.push_str(&format!("{key}:"));
                below(member, depth, out);
            }
        }
        Value::Array(items) if !items.is_empty() => items.iter().for_each(|item| entry(item, depth, out)),
        other => out.push_str(&format!("{other}\n")),
    }
}

/// What stands behind a key: on its line, or in lines of its own.
fn below(value: &Value, depth: usize, out: &mut String) {
    if is_block(value) {
        out.push('\n');
        block(value, depth + 1, out);
    } else {
        out.push_str(&format!(" {value}\n"));
    }
}

/// An entry of a list: its first line begins with the dash.
fn entry(item: &Value, depth: usize, out: &mut String) {
    indent(depth, out);
    if !is_block(item) {
        out.push_str(&format!("- {item}\n"));
        return;
    }
    let mut inner = String::new();
    block(item, depth + 1, &mut inner);
    let first = inner.get((depth + 1) * STEP.len()..).unwrap_or_default();
    out.push_str(&format!("- {first}"));
}

fn is_block(value: &Value) -> bool {
    match value {
        Value::Object(members) => !members.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    }
}

const STEP: &str = "  ";

fn indent(depth: usize, out: &mut String) {
    out.push_str(&STEP.repeat(depth));
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn data_is_written_in_blocks_and_texts_in_quotes() {
        let data = json!({
            "system": [
                { "fides_key": "a", "tags": ["no", "1"], "none": [], "more": { "x": null, "y": [{ "z": true, "w": [1] }] } },
                "two\nlines: \"quoted\" # no comment",
            ],
        });
        insta::assert_snapshot!(yaml(&data), @r#"
        system:
          - fides_key: "a"
            more:
              x: null
              y:
                - w:
                    - 1
                  z: true
            none: []
            tags:
              - "no"
              - "1"
          - "two\nlines: \"quoted\" # no comment"
        "#);
    }
}
