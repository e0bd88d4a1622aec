//! `SIGHUP` concerns the whole process, so its test has one of its own.
#![expect(dead_code, reason = "the other tests use the rest")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

#[path = "daemon/client.rs"]
mod client;
#[path = "daemon/endpoint.rs"]
mod endpoint;
#[path = "daemon/project.rs"]
mod project;
#[path = "daemon/running.rs"]
mod running;

use running::{eventually, running};
use std::fs;
use std::process::Command;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signal_reloads() {
    let running = running("first").await;
    let at = running.status()["plan"]["last_attempt"]["at"].clone();
    let hangup = Command::new("kill").args(["-HUP", &std::process::id().to_string()]).status().unwrap();
    assert!(hangup.success());
    eventually("the signal is heard", || {
        let attempt = &running.status()["plan"]["last_attempt"];
        attempt["trigger"] == "signal" && attempt["result"] == "unchanged" && attempt["at"] != at
    });
    let before = running.status()["plan"]["active"].clone();
    // Many at once are one, or a few; none is lost and none stands still.
    fs::write(running.project().join("message.txt"), "second").unwrap();
    for _ in 0..20 {
        let hangup = Command::new("kill").args(["-HUP", &std::process::id().to_string()]).status().unwrap();
        assert!(hangup.success());
    }
    eventually("the state of the disk is active", || running.status()["plan"]["active"] != before);
    running.grant("u1");
    running.cart("u1", "c1");
    assert_eq!(running.endpoint.wait_for(1)[0]["text"], "second");
}
