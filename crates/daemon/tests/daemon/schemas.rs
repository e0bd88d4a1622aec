//! Each document of the admin API follows its published schema.

use super::client::call;
use super::running::{Running, running};
use jsonschema::Validator;
use serde_json::{Value as Json, json};
use std::fs;
use std::path::Path;

fn published(name: &str) -> Json {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema");
    serde_json::from_str(&fs::read_to_string(folder.join(format!("{name}.schema.json"))).unwrap()).unwrap()
}

/// The schema, with that of diagnostics beside it as on the disk.
fn schema(name: &str) -> Validator {
    let beside = jsonschema::Registry::new()
        .add("file:///schema/diagnostics.schema.json", published("diagnostics"))
        .unwrap()
        .prepare()
        .unwrap();
    let options = jsonschema::options().with_base_uri(format!("file:///schema/{name}.schema.json"));
    options.with_registry(&beside).build(&published(name)).unwrap()
}

/// What of a document its schema does not allow.
pub fn errors(name: &str, document: &Json) -> Vec<String> {
    let schema = schema(name);
    let errors = schema.iter_errors(document);
    errors.map(|error| format!("{}: {error}", error.instance_path())).collect()
}

pub fn follows(name: &str, document: &Json) {
    let errors: Vec<String> = schema(name)
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(errors, Vec::<String>::new(), "{document:#}");
    assert_eq!(document["version"], 1);
    let object = document.as_object().unwrap();
    for member in object.keys() {
        let mut less = object.clone();
        less.remove(member);
        let optional = [
            "masked",
            "next",
            "median_ms",
            "revoked_at",
            "last_used_at",
            "plan",
            "commit",
            "instance",
            "step",
            "subject",
            "text",
            "html",
            "manifest",
            "standing",
            "release",
        ]
        .contains(&member.as_str());
        assert!(optional || !schema(name).is_valid(&Json::Object(less)), "{name} without {member}");
    }
}

async fn story() -> Running {
    let running = running("hello").await;
    running.grant("u1");
    running.cart("u1", "c1");
    running.endpoint.wait_for(1);
    let broken = json!({ "userId": "u1", "event": "Cart Updated", "properties": { "cart_id": "c2" } });
    assert_eq!(running.track("/v1/track", &broken).status, 200);
    running
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_follow_their_schemas() {
    let running = story().await;
    let ask = |method, path: &str, body: Json| running.admin(method, path, &body).json();
    follows("status", &running.status());
    follows("why", &ask("GET", "/admin/v1/why?person=u1", Json::Null));
    follows("person", &ask("GET", "/admin/v1/person?person=u1", Json::Null));
    follows("sizes", &ask("GET", "/admin/v1/sizes", Json::Null));
    follows("history", &ask("GET", "/admin/v1/history?person=u1", Json::Null));
    follows("quarantine", &ask("GET", "/admin/v1/quarantine", Json::Null));
    follows("quarantine", &ask("POST", "/admin/v1/quarantine", json!({ "all": true })));
    follows("quarantine", &ask("DELETE", "/admin/v1/quarantine", json!({ "all": true })));
    follows("reload", &ask("POST", "/admin/v1/reload", Json::Null));
    let plan = ask("GET", "/admin/v1/plan", Json::Null);
    follows("running", &plan);
    let proposal =
        json!({ "version": 1, "base": plan["bundle"]["hash"], "bundle": plan["bundle"], "manifest": null });
    follows("proposal", &proposal);
    follows("forecast", &ask("POST", "/admin/v1/forecast", proposal.clone()));
    follows("applied", &ask("POST", "/admin/v1/apply?by=lea", proposal));
    running.daemon.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn approvals_follow_their_schema() {
    let running = running("approves").await;
    running.cart("u1", "c1");
    let listed = running.admin("GET", "/admin/v1/approvals", &Json::Null).json();
    follows("approvals", &listed);
    let path = format!("/admin/v1/approvals/{}", listed["approvals"][0]["id"].as_str().unwrap());
    let said = json!({ "answer": "approve", "by": "Paul" });
    follows("approvals", &running.admin("POST", &path, &said).json());
    running.daemon.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refusals_follow_their_schemas() {
    let running = running("hello").await;
    fs::write(running.project().join("message.txt"), "broken").unwrap();
    let refused = running.admin("POST", "/admin/v1/reload", &Json::Null);
    assert_eq!((refused.status, refused.json()["result"].as_str()), (422, Some("refused")));
    assert_eq!(refused.json()["diagnostics"][0]["rule"], "broken");
    follows("reload", &refused.json());
    follows("status", &running.status());
    follows("refusal", &running.admin("GET", "/admin/v1/why", &Json::Null).json());
    follows("refusal", &call(running.address(), "GET", "/admin/v1/status", &[], b"").json());
    running.daemon.stop().await;
}
