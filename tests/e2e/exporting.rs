//! What one daemon knows is handed to another one.

use crate::daemon::{Daemon, Stage};
use serde_json::{Value, json};
use std::process::Output;

const NOWHERE: [&str; 2] = ["smtp://127.0.0.1:9", "http://127.0.0.1:9/"];

fn told(daemon: &Daemon) {
    let call = |path: &str, body: Value| assert_eq!(daemon.post(path, &body).0, 200, "{body}");
    call("/v1/identify", json!({ "anonymousId": "a1", "traits": { "first_name": "Léa" } }));
    call("/v1/alias", json!({ "userId": "lea", "previousId": "a1" }));
    call(
        "/v1/identify",
        json!({ "userId": "lea", "anonymousId": "a2", "traits": { "email": "lea@example.com" } }),
    );
    call("/v1/identify", json!({ "userId": "lea-2", "traits": { "email": "lea@example.com" } }));
    let choice = |purpose: &str, granted: bool| json!({ "userId": "lea", "purpose": purpose, "channel": "email", "granted": granted, "evidence": "form" });
    call("/v1/consent", choice("marketing", true));
    for user in ["lea", "max", "zoe"] {
        let properties = json!({ "cart_id": format!("of-{user}"), "value": "19.90" });
        call("/v1/track", json!({ "userId": user, "event": "Cart Updated", "properties": properties }));
    }
}

fn run(stage: &Stage, daemon: &Daemon, arguments: &[&str]) -> Output {
    let output = stage.filrouge(arguments).args(["--url", &daemon.url]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

/// Every line, in an order that does not depend on ids.
fn exported(stage: &Stage, daemon: &Daemon, more: &[&str]) -> Vec<String> {
    let output = run(stage, daemon, &[&["export", "-"], more].concat());
    let mut lines: Vec<_> = String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

#[test]
fn what_is_exported_is_known_again_where_it_is_imported() {
    let (here, there) = (Stage::new(NOWHERE[0], NOWHERE[1]), Stage::new(NOWHERE[0], NOWHERE[1]));
    let (first, second) = (here.run(), there.run());
    told(&first);
    let people = exported(&here, &first, &[]);
    let lea = people.iter().filter(|line| line.contains("lea")).count();
    // Her profile, her former cookie and her former id, and a consent; two others of whom an id is known.
    assert_eq!((people.len(), lea), (6, 4), "{people:#?}");

    run(&here, &first, &["export", "all.ndjson", "--events"]);
    let file = here.folder.path().join("all.ndjson");
    let file = file.to_str().unwrap();
    run(&there, &second, &["import", file, "--together", "1", "--write-key-env", "SITE_WRITE_KEY"]);
    assert_eq!(exported(&there, &second, &[]), people);
    let events = |lines: Vec<String>| {
        let told = |line: &String| {
            let mut line: Value = serde_json::from_str(line).unwrap();
            // The other daemon gives ids of its own.
            line.as_object_mut().unwrap().remove("messageId");
            line.to_string()
        };
        let mut events: Vec<_> = lines.iter().filter(|line| line.contains("track")).map(told).collect();
        events.sort();
        events
    };
    let both = [(&here, &first), (&there, &second)]
        .map(|(stage, daemon)| events(exported(stage, daemon, &["--events"])));
    assert_eq!(both[0].len(), 3);
    assert_eq!(both[0], both[1]);

    let shown = run(&there, &second, &["person", "lea@example.com"]);
    let shown = String::from_utf8(shown.stdout).unwrap();
    for part in ["first_name  Léa", "anonymous_id  a1, a2", "marketing over email  granted"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let again = stage_refuses(&here, &first);
    assert!(again.contains("cannot be made"), "{again}");
}

/// A file that is there is never written over.
fn stage_refuses(stage: &Stage, daemon: &Daemon) -> String {
    let output = stage.filrouge(&["export", "all.ndjson", "--url", &daemon.url]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    String::from_utf8(output.stderr).unwrap()
}
