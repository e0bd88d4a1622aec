//! The published schemas accept what is really written, and refuse what is not.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use filrouge_compile::{Analysis, analyse, lower, manifest};
use filrouge_report::render::report;
use filrouge_source::Sources;
use jsonschema::Validator;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn schema(name: &str) -> Validator {
    let text = std::fs::read_to_string(root().join(format!("schema/{name}.schema.json"))).unwrap();
    jsonschema::draft202012::new(&serde_json::from_str(&text).unwrap()).unwrap()
}

/// What the schema has against the value.
fn refused(schema: &Validator, value: &Value) -> Vec<String> {
    schema.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn reference() -> Analysis {
    analyse(filrouge_project::load(&root()).sources)
}

/// Plan and manifest of the reference project.
fn written() -> (Value, Value) {
    let analysis = reference();
    let checked = analysis.checked.unwrap();
    let bundle = lower(&checked, &analysis.sources, None);
    let manifest = manifest(&checked, &analysis.sources, &bundle);
    (serde_json::to_value(&bundle).unwrap(), serde_json::to_value(&manifest).unwrap())
}

fn findings(sources: Sources) -> Value {
    let analysis = analyse(sources);
    serde_json::to_value(report(&analysis.findings, &analysis.sources)).unwrap()
}

#[test]
fn the_plan_of_the_reference_project_follows_its_schema() {
    assert_eq!(refused(&schema("plan"), &written().0), Vec::<String>::new());
}

#[test]
fn the_manifest_of_the_reference_project_follows_its_schema() {
    assert_eq!(refused(&schema("manifest"), &written().1), Vec::<String>::new());
}

#[test]
fn the_findings_of_a_project_with_mistakes_follow_their_schema() {
    let mut sources = Sources::new();
    sources.add(
        "filrouge.kdl",
        "project shop { controler \"Shop SAS\" }\njourney j { send a vai=email }\nwait 1d }\n",
    );
    let found = findings(sources);
    assert!(found["diagnostics"].as_array().unwrap().len() > 3, "{found:#}");
    assert_eq!(refused(&schema("diagnostics"), &found), Vec::<String>::new());
}

#[test]
fn the_findings_of_a_clean_project_follow_their_schema() {
    let found = findings(reference().sources);
    assert_eq!(refused(&schema("diagnostics"), &found), Vec::<String>::new());
}

#[test]
fn a_member_that_is_missing_unknown_or_of_another_type_is_refused() {
    let (plan, manifest) = written();
    let mut missing = manifest.clone();
    missing.as_object_mut().unwrap().remove("processing");
    let mut unknown = manifest.clone();
    unknown["processing"][0]["note"] = json!("by hand");
    for value in [missing, unknown] {
        assert_eq!(refused(&schema("manifest"), &value).len(), 1);
    }
    let mut other = plan;
    other["plan"]["journeys"][0]["steps"][0]["action"] = json!({ "sleep": {} });
    assert!(!refused(&schema("plan"), &other).is_empty());
    assert!(!refused(&schema("diagnostics"), &json!({ "version": "1", "diagnostics": [] })).is_empty());
}
