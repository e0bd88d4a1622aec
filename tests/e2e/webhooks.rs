//! Services call, signed by their own libraries.

use crate::daemon::{Daemon, Stage};
use crate::shell::client;
use serde_json::json;

/// A source of the project, the library that signs for it, and the secret that both know.
pub const SERVICES: [(&str, &str, &str); 3] = [
    ("carrier", "standardwebhooks", "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"),
    ("team", "slack", "8f742231b10e8888abcd99yyyzzz85a5"),
    ("till", "stripe", "whsec_till"),
];

/// Has a library of a service sign `body` and send it; the status that is answered.
pub fn call(daemon: &Daemon, (source, library, secret): (&str, &str, &str), body: &str, how: &str) -> String {
    let url = format!("{}/v1/hooks/{source}", daemon.url);
    let output = client("webhook_sender.py").args([&url, library, secret, body, how]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn what_the_libraries_of_services_sign_is_taken_and_what_was_altered_is_not() {
    let stage = Stage::new("smtp://127.0.0.1:9", "http://127.0.0.1:9/");
    let daemon = stage.run();
    for service in SERVICES {
        let person = format!("of-{}", service.0);
        let body = json!({ "type": "shipped", "id": "s1", "customer": person, "parcel": "p1" }).to_string();
        assert_eq!(call(&daemon, service, &body, "tampered"), "401", "{service:?}");
        assert_eq!(call(&daemon, (service.0, service.1, "b3RoZXI="), &body, ""), "401", "{service:?}");
        assert_eq!(call(&daemon, service, &body, ""), "200", "{service:?}");
        let why = daemon.admin(reqwest::Method::GET, &format!("/admin/v1/why?person={person}"));
        assert!(why.1.to_string().contains("p1"), "{service:?}: {}", why.1);
    }
    let status = daemon.admin(reqwest::Method::GET, "/admin/v1/status").1;
    assert_eq!((&status["people"], &status["quarantine"]), (&json!(3), &json!(0)), "{status}");
}
