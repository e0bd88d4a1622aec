//! A store that cannot write for a while.

use super::client::{Answer, basic, call};
use super::running::{WRITE_KEY, cart, eventually, running};
use rusqlite::Connection;
use serde_json::Value as Json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_store_cannot_write_clients_are_told_to_come_back_and_then_it_works_on() {
    let running = running("hello").await;
    running.grant("u1");
    let other = Connection::open(running.root.path().join("data/filrouge.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    // What is durable in the journal is acknowledged, until it is seen that the file does not follow.
    let mut taken = 0;
    let mut refused = running.track("/v1/track", &cart("u1", "c0"));
    eventually("clients are refused", || {
        taken += 1;
        refused = running.track("/v1/track", &cart("u1", &format!("c{taken}")));
        refused.status == 503
    });
    assert_eq!(refused.header("retry-after"), Some("5"), "{refused:?}");
    assert_eq!(refused.json()["error"], "the store is not writing; send it again");
    let key = basic(WRITE_KEY);
    let body = r#"{"userId":"u1","purpose":"marketing","granted":false,"evidence":"form"}"#;
    let consent = call(running.address(), "POST", "/v1/consent", &[("authorization", &key)], body.as_bytes());
    assert_eq!(consent.status, 503, "a withdrawal that is not on the disk is not acknowledged");
    let get = |path: &str| -> Answer { call(running.address(), "GET", path, &[], b"") };
    assert_eq!((get("/readyz").status, get("/healthz").status), (503, 200));
    let status = running.status();
    assert_eq!(status["health"]["state"], "suspended", "{status:#}");
    assert!(status["health"]["reason"].as_str().unwrap().contains("another program holds"), "{status:#}");
    assert_eq!(running.admin("POST", "/admin/v1/reload", &Json::Null).status, 200);

    let before = running.endpoint.wait_for(1).len();
    other.execute_batch("ROLLBACK").unwrap();
    eventually("the store writes again", || get("/readyz").status == 200);
    assert_eq!(running.track("/v1/track", &cart("u1", &format!("c{taken}"))).status, 200);
    assert!(running.endpoint.wait_for(before + 1).len() > before);
    running.daemon.stop().await;
}
