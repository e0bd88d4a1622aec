//! Everything that a decision can say is told in French: its published schema says what there is.

use super::*;
use filrouge_report::Language;
use jiff::tz::TimeZone;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::Path;

/// Values that follow a part of a schema: each choice there is, and texts and numbers of which the sentences differ.
fn samples(schema: &Value, whole: &Value) -> Vec<Value> {
    if let Some(name) = schema["$ref"].as_str() {
        return samples(whole.pointer(name.trim_start_matches('#')).unwrap(), whole);
    }
    if let Some(choices) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
        return choices.iter().flat_map(|choice| samples(choice, whole)).collect();
    }
    if let Some(words) = schema["enum"].as_array() {
        return words.clone();
    }
    if !schema["const"].is_null() {
        return vec![schema["const"].clone()];
    }
    let types = match &schema["type"] {
        Value::Array(types) => types.clone(),
        one => vec![one.clone()],
    };
    types.iter().flat_map(|own| of_type(own.as_str().unwrap(), schema, whole)).collect()
}

fn of_type(own: &str, schema: &Value, whole: &Value) -> Vec<Value> {
    match own {
        "null" => vec![Value::Null],
        "boolean" => vec![json!(false), json!(true)],
        "integer" => vec![json!(0), json!(7)],
        "string" if schema["pattern"].is_string() => vec![json!("0".repeat(32))],
        "string" => vec![json!("a word")],
        "array" => {
            let item = samples(&schema["items"], whole).remove(0);
            [0, 1, 7].map(|many| Value::Array(vec![item.clone(); many])).to_vec()
        }
        "object" => {
            let members = schema["properties"].as_object().unwrap().iter();
            members.fold(vec![json!({})], |made, (name, part)| {
                let values = samples(part, whole);
                made.iter().flat_map(|one| values.iter().map(|value| with(one, name, value))).collect()
            })
        }
        other => panic!("a value of the type `{other}`"),
    }
}

fn with(object: &Value, name: &str, value: &Value) -> Value {
    let mut object = object.clone();
    object[name] = value.clone();
    object
}

/// The decision with this verdict, by this policy, under a plan of this commit.
fn decided(verdict: &Value, policy: &Value, commit: &Value) -> Value {
    let id = "0".repeat(32);
    let origin = json!({ "address": "journey/j/step/s", "text": null });
    json!({
        "number": 1, "id": id, "person": id, "at": 0, "input": id, "plan": "c0736e3ad722aa", "commit": commit,
        "journey": "", "instance": null, "step": null, "verdict": verdict, "origin": origin, "policy": policy,
        "conditions": [],
    })
}

const UNTOLD: &str = "untold: ";

/// Nothing of what is known in French, and what is not.
fn only_untold(sentence: &str) -> String {
    if Language::French.knows(sentence) { String::new() } else { format!("{UNTOLD}{sentence}") }
}

#[test]
fn every_verdict_is_told_in_french() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema/why.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(schema).unwrap()).unwrap();
    let look = Look { color: false, unicode: true, zone: TimeZone::UTC, tell: only_untold };
    let policy = json!({ "address": "channel/email/cap/1", "text": null });
    let commit = |dirty: bool| json!({ "id": "0123456789abcdef", "dirty": dirty });
    let verdicts = samples(&schema["$defs"]["Verdict"], &schema);
    assert!(verdicts.len() > 200, "{}", verdicts.len());
    let mut untold = BTreeSet::new();
    for verdict in &verdicts {
        for policy in [&Value::Null, &policy] {
            for commit in [Value::Null, commit(false), commit(true)] {
                let told = decision(&decided(verdict, policy, &commit), &look);
                assert!(!told.starts_with('{'), "not a decision: {verdict}");
                untold.extend(
                    told.split(UNTOLD).skip(1).filter_map(|text| text.lines().next()).map(str::to_owned),
                );
            }
        }
    }
    let untold: Vec<String> = untold.into_iter().collect();
    assert!(untold.is_empty(), "add them to `french-decisions.txt`:\n{}", untold.join("\n"));
}
