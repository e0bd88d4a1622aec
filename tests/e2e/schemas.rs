//! What the commands write with `--format json` follows the published schemas.

use crate::daemon::Stage;
use crate::shell::root;
use serde_json::{Value, json};

const NOWHERE: &str = "http://127.0.0.1:9/";

fn published(name: &str) -> Value {
    let path = root().join(format!("schema/{name}.schema.json"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn follows(name: &str, document: &Value) {
    let beside = jsonschema::Registry::new()
        .add("file:///schema/diagnostics.schema.json", published("diagnostics"))
        .unwrap()
        .prepare()
        .unwrap();
    let options = jsonschema::options().with_base_uri(format!("file:///schema/{name}.schema.json"));
    let schema = options.with_registry(&beside).build(&published(name)).unwrap();
    let errors: Vec<String> =
        schema.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new(), "{name}: {document:#}");
}

/// What a command prints as JSON, and how it ended.
fn printed(stage: &Stage, arguments: &[&str]) -> (Option<i32>, Value) {
    let output = stage.filrouge(arguments).args(["--format", "json"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (output.status.code(), serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}")))
}

#[test]
fn passed_and_failed_tests_follow_their_schema() {
    let stage = Stage::new("smtp://127.0.0.1:9", NOWHERE);
    let story = |expected: &str| {
        format!(
            "test \"a small basket\" journey=cart-abandonment {{\n\
             \x20   given {{ profile user_id=u1 email=\"lea@example.com\" }}\n\
             \x20   at \"2026-06-03T10:00\" {{ event \"Cart Updated\" cart_id=c1 value=80.0 }}\n\
             \x20   expect {expected}\n}}\n"
        )
    };
    std::fs::write(stage.file("tests.kdl"), story("no-entry")).unwrap();
    let (code, failed) = printed(&stage, &["test", "project"]);
    follows("test", &failed);
    assert_eq!((code, &failed["tests"][0]["passed"]), (Some(1), &json!(false)), "{failed:#}");
    assert!(failed["tests"][0]["failures"][0]["decisions"][0]["id"].is_string(), "{failed:#}");
    std::fs::write(stage.file("tests.kdl"), story("no-more-sends")).unwrap();
    let (code, passed) = printed(&stage, &["test", "project"]);
    follows("test", &passed);
    assert_eq!((code, &passed["tests"][0]["passed"]), (Some(0), &json!(true)), "{passed:#}");
}

#[test]
fn a_refused_reload_follows_its_schema_with_the_findings_of_the_compiler() {
    let stage = Stage::new("smtp://127.0.0.1:9", NOWHERE);
    let daemon = stage.run();
    stage.edit("filrouge.kdl", "template=cart-reminder", "template=cart-remindr");
    let (code, refused) = printed(&stage, &["reload", "--url", &daemon.url]);
    follows("reload", &refused);
    assert_eq!((code, &refused["diagnostics"][0]["rule"]), (Some(1), &json!("unresolved-name")));
    let (_, status) = printed(&stage, &["status", "--url", &daemon.url]);
    follows("status", &status);
    let findings = &status["plan"]["last_attempt"]["diagnostics"]["diagnostics"];
    assert_eq!(findings, &refused["diagnostics"]);
    assert!(daemon.stop());
}

#[test]
fn what_is_told_of_a_store_follows_its_schemas() {
    let stage = Stage::new("smtp://127.0.0.1:9", NOWHERE);
    assert!(stage.run().stop());
    let (code, check) = printed(&stage, &["store", "check", "data"]);
    follows("store-check", &check);
    assert_eq!((code, &check["sound"]), (Some(0), &json!(true)), "{check:#}");
    follows("store-stats", &printed(&stage, &["store", "stats", "data"]).1);
    follows("backup", &printed(&stage, &["backup", "data", "copy"]).1);
    std::fs::remove_dir_all(stage.file("../data/journal")).unwrap();
    let (code, check) = printed(&stage, &["store", "check", "data"]);
    follows("store-check", &check);
    assert_eq!((code, &check["sound"]), (Some(1), &json!(false)), "{check:#}");
    follows("store-repair", &printed(&stage, &["store", "repair", "data"]).1);
}
