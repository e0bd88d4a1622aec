//! The manifest says what a project does with people's data, and only what the text means changes it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "helpers of tests fail as tests do"
)]

mod blocks;
mod labels;
mod layout;
mod policies;
mod questions;
mod shop;
mod traits;

use filrouge_compile::{analyse, lower, manifest};
use filrouge_plan::Bundle;
use filrouge_plan::manifest::Manifest;
use filrouge_source::Sources;
use serde_json::Value;

fn compiled(sources: Sources) -> (Bundle, Manifest) {
    let analysis = analyse(sources);
    let told: Vec<_> = analysis
        .findings
        .iter()
        .map(|finding| {
            let span = finding.span().unwrap();
            let line = analysis.sources.positions(span).map_or(0, |(start, _)| start.line);
            format!("{}:{line} {} {}", analysis.sources.path(span), finding.rule.slug, finding.message)
        })
        .collect();
    let checked = analysis.checked.unwrap_or_else(|| panic!("{told:#?}"));
    let bundle = lower(&checked, &analysis.sources, None);
    let manifest = manifest(&checked, &analysis.sources, &bundle);
    (bundle, manifest)
}

/// The manifest without what a change of layout may change.
fn meaning(manifest: &Manifest) -> Value {
    let mut value = serde_json::to_value(manifest).unwrap();
    value.as_object_mut().unwrap().remove("sources");
    without_places(value)
}

fn without_places(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.into_iter().filter(|(key, _)| key != "stands");
            kept.map(|(key, value)| (key, without_places(value))).collect()
        }
        Value::Array(items) => items.into_iter().map(without_places).collect(),
        other => other,
    }
}
