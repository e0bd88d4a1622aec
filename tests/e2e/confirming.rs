//! A service is asked to erase somebody and says by a call of its own when it has: signed by a library that is not ours.

use crate::daemon::{Daemon, Stage};
use crate::erasing::{Crm, KEY, files, identify, known, open, settle, stage};
use crate::webhooks::{SERVICES, call};
use serde_json::{Value, json};
use std::fs;
use std::thread;
use std::time::{Duration, Instant};

/// How the service is asked, and how it answers for it.
const VAULT: &str = r#"
connector vault kind=http {
    url env=CRM_URL
    private-network #true
    role processor
    agreement "DPA 2026-06"
    country FR
    can export restrict rectify
    ask erase post="erasures" confirmed=webhook {
        header Authorization env=CRM_KEY prefix="Bearer "
        body "/email" "{profile.email}"
        body "/reference" "{task.id}"
        keep job at="/id"
    }
}

source vault-calls kind=webhook {
    verify by=standard-webhooks env=CARRIER_KEY
    confirmation erase connector=vault {
        when "/type" is="erasure.done"
        task "/reference"
    }
    confirmation erase connector=vault {
        when "/type" is="erasure.failed"
        task "/job" kept=job
        refused "/type"
    }
}
"#;

fn signed(daemon: &Daemon, body: &Value) -> String {
    let (_, library, secret) = SERVICES[0];
    call(daemon, ("vault-calls", library, secret), &body.to_string(), "")
}

/// Waits until the task of the service is in `state` and says `note`.
fn task(daemon: &Daemon, request: &str, state: &str, note: &str) -> Value {
    let end = Instant::now() + Duration::from_secs(30);
    loop {
        let request = known(daemon, request);
        let tasks = request["tasks"].as_array().unwrap();
        let task = tasks.iter().find(|task| task["name"] == "connector/vault").unwrap();
        if task["state"] == state && task["note"].as_str().unwrap_or_default().contains(note) {
            return task.clone();
        }
        assert!(Instant::now() < end, "never {state}: {request:#}");
        thread::sleep(Duration::from_millis(50));
    }
}

/// What the exported log says in the clear.
fn log(stage: &Stage) -> String {
    let exported = stage.filrouge(&["audit", "export", "data", "log"]).output().unwrap();
    assert!(exported.status.success(), "{}", String::from_utf8_lossy(&exported.stderr));
    let entries = files(&stage.folder.path().join("log")).into_iter().map(|file| fs::read(file).unwrap());
    entries.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect()
}

#[test]
fn the_word_of_a_service_confirms_a_task_once_and_a_forged_one_none() {
    let crm = Crm::start();
    let stage = stage(&crm, KEY);
    let project = fs::read_to_string(stage.file("filrouge.kdl")).unwrap();
    fs::write(stage.file("filrouge.kdl"), project + VAULT).unwrap();
    let daemon = stage.run();
    identify(&daemon, "u1", "sentinel@example.com");
    let erase =
        open(&daemon, &json!({ "kind": "erase", "person": "u1", "identity": "account", "by": "dpo" }));
    task(&daemon, &erase, "open", "by a call of its own");
    daemon.kill();
    let daemon = stage.run();
    let asked = crm.erasures.lock().unwrap().clone();
    assert_eq!((asked.len(), &asked[0]["email"]), (1, &json!("sentinel@example.com")));
    let done = json!({ "type": "erasure.done", "reference": asked[0]["reference"] });
    let (_, library, secret) = SERVICES[0];
    let forged = call(&daemon, ("vault-calls", library, "b3RoZXI="), &done.to_string(), "");
    let altered = call(&daemon, ("vault-calls", library, secret), &done.to_string(), "tampered");
    assert_eq!((forged.as_str(), altered.as_str()), ("401", "401"));
    let unknown = json!({ "type": "erasure.done", "reference": "sentinel@example.com" });
    assert_eq!(signed(&daemon, &unknown), "200");
    assert_eq!(task(&daemon, &erase, "open", "")["by"], "filrouge", "none of them has confirmed anything");
    assert_eq!(signed(&daemon, &json!({ "type": "erasure.failed", "job": 4711 })), "200");
    task(&daemon, &erase, "failed", "the service says that it is not done");
    assert_eq!(signed(&daemon, &done), "200");
    assert_eq!(task(&daemon, &erase, "done", "")["by"], "webhook vault-calls");
    let acts = known(&daemon, &erase)["acts"].clone();
    // A call of the same signature is told by that alone; this one is a call of its own.
    let mut again = done.clone();
    again["attempt"] = json!(2);
    assert_eq!((signed(&daemon, &done).as_str(), signed(&daemon, &again).as_str()), ("200", "200"));
    assert_eq!(known(&daemon, &erase)["acts"], acts);
    for other in ["mail", "endpoint", "crm"] {
        settle(&daemon, &erase, "confirm", &format!("connector/{other}"));
    }
    let end = Instant::now() + Duration::from_secs(20);
    while known(&daemon, &erase)["state"] != "done" {
        assert!(Instant::now() < end, "{:#}", known(&daemon, &erase));
        thread::sleep(Duration::from_millis(50));
    }
    let status = daemon.admin(reqwest::Method::GET, "/admin/v1/status").1;
    assert_eq!(status["quarantine"], 0, "nothing of such a call is put aside: {status}");
    assert!(daemon.stop());
    let log = log(&stage);
    for told in ["confirmation-unknown", "confirmation-before", "confirmed"] {
        assert!(log.contains(told), "{told}");
    }
    for file in files(&stage.folder.path().join("data")) {
        let bytes = fs::read(&file).unwrap();
        assert!(!bytes.windows(8).any(|window| window == b"sentinel"), "{}", file.display());
    }
}
