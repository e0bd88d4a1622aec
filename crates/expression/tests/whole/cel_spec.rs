//! The public conformance tests of CEL, as far as our subset goes.
//!
//! A test of the suite passes, or the front door refuses it with a finding; a wrong value is an error here, apart
//! from the sections that `cel_spec_left_out.md` lists with the reason.

use filrouge_expression::{Scope, Want, compile};
use filrouge_machine::eval::{Facts, eval};
use filrouge_plan::{Type, Value};
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::Path;

const LEFT_OUT: &str = include_str!("../cel_spec_left_out.md");

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Passed,
    Refused,
    LeftOut,
    Wrong,
}

#[test]
fn no_test_of_the_suite_gets_a_wrong_value() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/cel-spec/tests.jsonl");
    let Ok(suite) = std::fs::read_to_string(&path) else {
        eprintln!("the suite of CEL is not here ({}): nothing was compared", path.display());
        return;
    };
    let mut counts: BTreeMap<Verdict, u32> = BTreeMap::new();
    let mut wrong = Vec::new();
    for line in suite.lines() {
        // Bytes that are no text stand in the suite as lone surrogates; values of that type are refused anyway.
        let bytes_replaced = || serde_json::from_str(&line.replace("\\udc", "\\ufd"));
        let test: Json = serde_json::from_str(line).or_else(|_| bytes_replaced()).unwrap();
        let (verdict, detail) = judged(&test);
        *counts.entry(verdict).or_default() += 1;
        if verdict == Verdict::Wrong {
            wrong.push(format!(
                "{}/{}/{}: {} -> {detail}",
                test["file"], test["sec"], test["name"], test["expr"]
            ));
        }
    }
    eprintln!("{counts:?}");
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(counts.get(&Verdict::Passed).copied().unwrap_or_default() >= 250, "{counts:?}");
}

fn text<'j>(test: &'j Json, key: &str) -> &'j str {
    test[key].as_str().unwrap_or_default()
}

fn judged(test: &Json) -> (Verdict, String) {
    let place = crate::shop::place;
    let (compiled, findings) = compile(text(test, "expr"), &place, &Scope::default(), Want::Any);
    let Some(compiled) = compiled else {
        assert!(findings.has_errors(), "{} is refused without a finding", test["expr"]);
        return (Verdict::Refused, String::new());
    };
    let zone = TimeZone::UTC;
    let value = eval(&compiled.program, &Facts::at(0, &zone));
    let passed = match (&value, test["err"].as_bool() == Some(true)) {
        (Err(_), expected) => expected,
        (Ok(_), true) => false,
        (Ok(value), false) => {
            let typed = &test["typed"][0];
            let expected = test["value"].get(0).or(typed["result"].get(0));
            let deduced = typed["deduced_type"].get(0);
            expected.is_some_and(|expected| is(value, expected))
                && deduced.is_none_or(|deduced| is_typed(&compiled.ty, deduced))
        }
    };
    match (passed, is_left_out(test)) {
        (true, _) => (Verdict::Passed, String::new()),
        (false, true) => (Verdict::LeftOut, String::new()),
        (false, false) => {
            (Verdict::Wrong, format!("{value:?}, not {} (error: {})", test["value"], test["err"]))
        }
    }
}

/// A row of the page is `file/section/name`, or a prefix of it that ends in `/`.
fn is_left_out(test: &Json) -> bool {
    let address = format!("{}/{}/{}", text(test, "file"), text(test, "sec"), text(test, "name"));
    let rows = LEFT_OUT.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    rows.map(|(row, _)| row).any(|row| row == address || (row.ends_with('/') && address.starts_with(row)))
}

fn is(value: &Value, expected: &Json) -> bool {
    let Some((kind, payload)) = expected.as_object().and_then(|object| object.iter().next()) else {
        return false;
    };
    let payload = &payload[0];
    let written = payload.as_str().or_else(|| payload["$s"].as_str()).unwrap_or_default();
    match (kind.as_str(), value) {
        ("bool_value", Value::Bool(truth)) => written == truth.to_string(),
        ("int64_value", Value::Int(number)) => written.parse() == Ok(*number),
        ("double_value", Value::Decimal(number)) => {
            let parsed = Decimal::from_scientific(written).or_else(|_| Decimal::from_str_exact(written));
            parsed.as_ref() == Ok(number)
        }
        ("string_value", Value::Text(text)) => written == &**text,
        ("list_value", Value::List(items)) => {
            let none = Vec::new();
            let expected = payload["values"].as_array().unwrap_or(&none);
            items.len() == expected.len()
                && items.iter().zip(expected).all(|(item, expected)| is(item, expected))
        }
        ("object_value", Value::Duration(_) | Value::Datetime(_)) => is_time(value, payload),
        _ => false,
    }
}

fn is_typed(ty: &Type, deduced: &Json) -> bool {
    let primitive = deduced["primitive"][0].as_str();
    match ty {
        Type::Bool => primitive == Some("BOOL"),
        Type::Int => primitive == Some("INT64"),
        Type::Decimal => primitive == Some("DOUBLE"),
        Type::String => primitive == Some("STRING"),
        Type::List(item) => is_typed(item, &deduced["list_type"][0]["elem_type"][0]),
        _ => false,
    }
}

fn is_time(value: &Value, payload: &Json) -> bool {
    let Some((kind, fields)) = payload.as_object().and_then(|object| object.iter().next()) else {
        return false;
    };
    let number =
        |name: &str| fields[0][name][0].as_str().map_or(Some(0), |digits| digits.parse::<i64>().ok());
    let (Some(seconds), Some(nanos)) = (number("seconds"), number("nanos")) else { return false };
    let milliseconds = seconds * 1000 + nanos / 1_000_000;
    match value {
        Value::Duration(time) => kind.ends_with("Duration]") && *time == milliseconds,
        Value::Datetime(time) => kind.ends_with("Timestamp]") && *time == milliseconds,
        _ => false,
    }
}
