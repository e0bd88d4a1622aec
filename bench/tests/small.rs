//! The measurements that judge what they see, in the small.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::process::Command;

fn holds(words: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_bench")).args(words).arg("--json").output().unwrap();
    let (told, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{told}\n{errors}");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let figures = report["figures"].as_array().unwrap();
    let messages = figures.iter().find(|figure| figure["name"] == "messages").unwrap();
    assert!(messages["value"].as_f64().unwrap() > 20.0, "{told}");
    assert!(figures.iter().filter(|figure| figure["met"] == true).count() >= 4, "{told}");
}

#[test]
fn a_soak_of_some_seconds_loses_nothing() {
    holds(&["soak", "--minutes", "0.2", "--rate", "10"]);
}

#[test]
fn a_day_of_a_small_shop_has_no_wrong_message() {
    holds(&["day", "--people", "400"]);
}
