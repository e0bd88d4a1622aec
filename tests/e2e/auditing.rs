//! The audit log of a real daemon, from its checkpoint to a verifier that has nothing of ours.

use crate::daemon::{Daemon, Stage};
use crate::shell::root;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

const NOWHERE: [&str; 2] = ["smtp://127.0.0.1:9", "http://127.0.0.1:9/"];

fn run(stage: &Stage) -> Daemon {
    stage.run_with(&["--checkpoint-to", "file=checkpoint", "--root-key", "env=ROOT_KEY"])
}

fn stage() -> Stage {
    let mut stage = Stage::new(NOWHERE[0], NOWHERE[1]);
    stage.set("ROOT_KEY", &"a7".repeat(32));
    stage
}

fn told(daemon: &Daemon, user: &str) {
    let call = |path: &str, body: Value| assert_eq!(daemon.post(path, &body).0, 200, "{body}");
    call("/v1/identify", json!({ "userId": user, "traits": { "email": format!("{user}@example.com") } }));
    call(
        "/v1/consent",
        json!({ "userId": user, "purpose": "marketing", "channel": "email", "granted": true, "evidence": "form" }),
    );
    let properties = json!({ "cart_id": format!("of-{user}"), "value": "19.90" });
    call("/v1/track", json!({ "userId": user, "event": "Cart Updated", "properties": properties }));
}

/// The checkpoint that was published, once there is another one than `before`.
fn published(stage: &Stage, before: &str) -> String {
    let (file, end) = (stage.folder.path().join("checkpoint"), Instant::now() + Duration::from_secs(20));
    loop {
        let note = fs::read_to_string(&file).unwrap_or_default();
        if !note.is_empty() && note != before {
            return note;
        }
        assert!(Instant::now() < end, "no checkpoint was published");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn audit(stage: &Stage, arguments: &[&str]) -> (bool, String) {
    let Output { status, stdout, stderr } =
        stage.filrouge(&[&["audit"], arguments].concat()).output().unwrap();
    (status.success(), String::from_utf8(stdout).unwrap() + &String::from_utf8(stderr).unwrap())
}

fn python(stage: &Stage, folder: &str, more: &[PathBuf]) -> Output {
    let key = fs::read_to_string(stage.folder.path().join(folder).join("key")).unwrap();
    let script = root().join("docs/privacy/verify-log.py");
    let mut command = Command::new("python3");
    command.arg(script).arg(stage.folder.path().join(folder)).arg(key.trim()).args(more);
    command.output().unwrap()
}

#[test]
fn what_a_daemon_did_is_proved_to_whoever_kept_a_checkpoint() {
    let stage = stage();
    let daemon = run(&stage);
    told(&daemon, "lea");
    let first = published(&stage, "");
    told(&daemon, "max");
    let second = published(&stage, &first);
    assert_ne!(first, second);
    daemon.kill();
    let daemon = run(&stage);
    told(&daemon, "zoe");
    published(&stage, &second);
    let older = stage.folder.path().join("older");
    fs::write(&older, &first).unwrap();

    // Beside the daemon, which works on.
    let (fine, said) = audit(&stage, &["verify", "data", "--from", "older", "--bodies"]);
    assert!(fine && said.contains("the log was only added to") && said.contains(" 0 erased"), "{said}");
    let (_, proof) = audit(&stage, &["prove", "data", "3"]);
    fs::write(stage.folder.path().join("proof"), &proof).unwrap();
    let (_, key) = audit(&stage, &["checkpoint", "data", "--key"]);
    let (fine, said) = audit(&stage, &["check", "proof", "--key", key.trim()]);
    assert!(fine && said.contains("ok: record 3 is in the log of"), "{said}");
    drop(daemon);

    assert!(audit(&stage, &["export", "data", "log"]).0);
    let run = python(&stage, "log", std::slice::from_ref(&older));
    assert!(run.status.success(), "{run:?}");
    let (fine, said) = audit(&stage, &["verify", "--folder", "log", "--key", key.trim(), "--from", "older"]);
    assert!(fine && said.contains("the log was only added to"), "{said}");
    let entries = fs::read_dir(stage.folder.path().join("log/tile/entries")).unwrap();
    let entries = entries.map(|entry| entry.unwrap().path()).find(|path| path.is_dir()).unwrap();
    let entries = fs::read_dir(entries).unwrap().next().unwrap().unwrap().path();
    let mut bytes = fs::read(&entries).unwrap();
    bytes[300] ^= 1;
    fs::write(&entries, bytes).unwrap();
    assert!(!python(&stage, "log", &[older]).status.success(), "a changed byte was not found");
    let (fine, said) = audit(&stage, &["verify", "--folder", "log"]);
    assert!(!fine && said.contains("is not the one that the tree has"), "{said}");
}

#[test]
fn each_decision_follows_again_from_what_was_kept() {
    let stage = stage();
    let daemon = run(&stage);
    told(&daemon, "lea");
    assert_eq!(daemon.order("/admin/v1/reload", &json!({})).0, 200);
    published(&stage, "");
    daemon.kill();
    drop(run(&stage));
    let (_, told) = audit(&stage, &["verify", "data", "--format", "json"]);
    let records = serde_json::from_str::<Value>(&told).unwrap()["records"].as_u64().unwrap();
    let explained: Vec<_> =
        (0..records).map(|seq| audit(&stage, &["explain", "data", &seq.to_string()])).collect();
    assert!(explained.iter().all(|(fine, _)| *fine), "{explained:#?}");
    let acts = explained.iter().filter(|(_, said)| said.contains("POST /admin/v1/reload")).count();
    assert_eq!(acts, 1, "{explained:#?}");
    let again = explained.iter().filter(|(_, said)| said.contains("the same follows")).count();
    assert!(again >= 2, "{explained:#?}");
}

#[test]
fn the_words_of_people_are_in_the_log_for_whoever_has_the_root_key_alone() {
    let mut stage = stage();
    let daemon = run(&stage);
    told(&daemon, "lea");
    published(&stage, "");
    drop(daemon);
    stage.set("ROOT_KEY", &"00".repeat(32));
    let (fine, said) = audit(&stage, &["explain", "data", "1"]);
    assert!(!fine && said.contains("is sealed with the root key"), "{said}");
    assert!(audit(&stage, &["verify", "data"]).0, "the log itself needs no key");
}
