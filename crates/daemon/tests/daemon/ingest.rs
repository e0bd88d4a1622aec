//! Segment's tracking API.

use super::client::{basic, call, gzip, raw};
use super::project;
use super::running::{Running, WRITE_KEY, cart, config, prepare, running};
use filrouge_daemon::{Config, Daemon};
use serde_json::{Value as Json, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

fn inputs(status: &Json) -> (u64, u64) {
    (status["people"].as_u64().unwrap(), status["quarantine"].as_u64().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_is_taken_as_each_client_sends_it() {
    let running = running("hello").await;
    let batch = |user: &str| json!({ "writeKey": WRITE_KEY, "batch": [{ "type": "track", "userId": user, "messageId": user, "event": "Cart Updated", "properties": { "cartId": "c", "value": "1.5" } }], "sentAt": "2026-11-23T10:00:00Z" });
    let key = basic(WRITE_KEY);
    let plain = batch("basic");
    assert_eq!(running.track("/v1/batch", &plain).json(), json!({ "success": true }));
    // gzip under a content type that says nothing of it, the key in the body, an import.
    let packed = gzip(batch("packed").to_string().as_bytes());
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    assert_eq!(call(running.address(), "POST", "/v1/import", &headers, &packed).status, 200);
    let body = batch("chunked").to_string();
    let chunked = format!(
        "POST /v1/b HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: {key}\r\ncontent-type: text/plain\r\n\
         transfer-encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
        body.len()
    );
    assert_eq!(raw(running.address(), chunked.as_bytes()).status, 200);
    assert_eq!(inputs(&running.status()), (3, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_call_has_its_long_and_its_short_form() {
    let running = running("hello").await;
    let bodies = [
        ("identify", "i", json!({ "traits": { "firstName": "Léa", "email": "lea@example.com" } })),
        ("track", "t", json!({ "event": "Cart Updated", "properties": { "cart_id": "c", "value": 1 } })),
        ("page", "p", json!({ "name": "Home", "properties": { "path": "/" } })),
        ("screen", "s", json!({ "name": "Home" })),
        ("group", "g", json!({ "groupId": "g1" })),
        ("alias", "a", json!({ "previousId": "anon-1" })),
    ];
    for (long, short, mut body) in bodies {
        body["userId"] = json!("u1");
        for call in [long, short] {
            let answer = running.track(&format!("/v1/{call}"), &body);
            assert_eq!(answer.status, 200, "{call} {answer:?}");
        }
    }
    assert_eq!(inputs(&running.status()), (1, 0));
    assert_eq!(running.track("/v1/nonsense", &json!({})).status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_does_not_fit_is_put_aside_alone_and_can_be_replayed() {
    let running = running("hello").await;
    let batch = json!({ "batch": [
        { "type": "track", "userId": "u1", "event": "Cart Updated", "properties": { "cart_id": "c", "value": "lots" } },
        { "type": "track", "userId": "u1", "event": "Never Declared" },
        { "type": "track", "event": "Cart Updated", "properties": { "cart_id": "c", "value": 1 } },
        { "type": "shrug", "userId": "u1" },
        { "type": "track", "userId": "u1", "event": 7 },
        "not even an object",
        { "type": "identify", "userId": "u2", "traits": { "birthday": "yesterday" } },
        { "type": "track", "userId": "u3", "event": "Cart Updated", "properties": { "cart_id": "c", "value": 2 } },
    ]});
    assert_eq!(running.track("/v1/batch", &batch).status, 200);
    let rows = running.quarantine();
    let reasons: Vec<&str> = rows.iter().map(|row| row["reason"].as_str().unwrap()).collect();
    assert_eq!(reasons.len(), 7, "{reasons:#?}");
    assert_eq!(reasons[0], "`value` is not a valid decimal");
    assert_eq!(reasons[1], "the event `Never Declared` is not declared");
    assert_eq!(reasons[2], "the message names nobody: give `userId` or `anonymousId`");
    assert!(!reasons.join(" ").contains("lots"), "a reason repeats what was sent");
    assert_eq!(running.status()["people"], 1);
    // The plan did not change: nothing fits better now. One row is dropped for good.
    let replay = running.admin("POST", "/admin/v1/quarantine", &json!({ "all": true })).json();
    assert_eq!(replay["refused"].as_array().unwrap().len(), 7, "{replay}");
    let id = rows[1]["id"].as_str().unwrap();
    let dropped = running.admin("DELETE", &format!("/admin/v1/quarantine?id={id}"), &Json::Null);
    assert_eq!(dropped.status, 200, "{dropped:?}");
    assert_eq!(running.quarantine().len(), 6);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_message_counts_once() {
    let running = running("hello").await;
    running.grant("u1");
    for _ in 0..3 {
        running.cart("u1", "m1");
    }
    // Without an id of its own a message is known by its content.
    let anonymous = json!({ "userId": "u1", "event": "Cart Updated", "properties": { "cart_id": "x", "value": 1 }, "timestamp": "2026-01-01T00:00:00Z" });
    for _ in 0..2 {
        assert_eq!(running.track("/v1/track", &anonymous).status, 200);
    }
    running.endpoint.wait_for(2);
    let metrics = call(running.address(), "GET", "/metrics", &[], b"").body;
    assert!(metrics.contains("filrouge_inputs_total{result=\"duplicate\"} 3"), "{metrics}");
    assert_eq!(running.endpoint.taken().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_or_missing_write_key_is_refused() {
    let running = running("hello").await;
    let body = cart("u1", "m1").to_string();
    for headers in
        [vec![], vec![("authorization", basic("nope"))], vec![("authorization", "Basic %%%".to_owned())]]
    {
        let headers: Vec<(&str, &str)> =
            headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = call(running.address(), "POST", "/v1/track", &headers, body.as_bytes());
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (401, "{\"version\":1,\"error\":\"the write key is not known\"}")
        );
    }
    assert_eq!(inputs(&running.status()), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_on_another_site_gets_its_settings_and_may_call() {
    let running = running("hello").await;
    let asked = call(running.address(), "OPTIONS", "/v1/t", &[("origin", "https://shop.example")], b"");
    assert_eq!((asked.status, asked.header("access-control-allow-origin")), (204, Some("*")));
    let settings = call(running.address(), "GET", "/v1/projects/wk_site/settings", &[], b"");
    assert_eq!(settings.json()["integrations"]["Segment.io"]["apiKey"], "wk_site");
    let mut body = cart("u1", "m1");
    body["writeKey"] = json!(WRITE_KEY);
    let sent = call(
        running.address(),
        "POST",
        "/v1/t",
        &[("content-type", "text/plain")],
        body.to_string().as_bytes(),
    );
    assert_eq!((sent.status, sent.header("access-control-allow-origin")), (200, Some("*")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_person_spelled_two_ways_is_one_person() {
    let running = running("hello").await;
    let identify =
        |email: &str| json!({ "traits": { "email": email }, "anonymousId": email.len().to_string() });
    assert_eq!(running.track("/v1/identify", &identify("Lea@Example.com")).status, 200);
    assert_eq!(running.track("/v1/identify", &identify("lea@example.com ")).status, 200);
    let consent =
        json!({ "email": "LEA@example.com", "purpose": "marketing", "granted": true, "evidence": "form" });
    assert_eq!(running.track("/v1/consent", &consent).status, 200);
    assert_eq!(inputs(&running.status()), (1, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decision_that_does_not_fit_is_refused_so_that_it_is_not_thought_recorded() {
    let running = running("hello").await;
    let decision = |change: (&str, Json)| {
        let mut body = json!({ "userId": "u1", "purpose": "marketing", "granted": true, "evidence": "form" });
        body[change.0] = change.1;
        running.track("/v1/consent", &body)
    };
    assert_eq!(decision(("purpose", json!("unknown"))).status, 400);
    assert_eq!(decision(("channel", json!("sms"))).status, 400);
    assert_eq!(decision(("userId", Json::Null)).status, 400);
    assert_eq!(decision(("granted", json!("yes"))).status, 400);
    assert_eq!(decision(("channel", json!("hook"))).status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_repeats_an_old_grant_does_not_undo_a_withdrawal() {
    let running = running("hello").await;
    let with = |call: &str, granted: bool, id: &str| {
        let mut body = cart("u1", id);
        body["context"] =
            json!({ "consent": { "categoryPreferences": { "marketing": granted, "other": true } } });
        assert_eq!(running.track(&format!("/v1/{call}"), &body).status, 200);
    };
    with("identify", true, "i1");
    running.cart("u1", "c1");
    running.endpoint.wait_for(1);
    with("track", false, "c2");
    with("track", true, "c3");
    running.cart("u1", "c4");
    let refusals = |decisions: &[Json]| {
        decisions.iter().filter(|decision| decision["verdict"]["skipped"]["reason"] == "refused").count()
    };
    assert!(refusals(&running.why("u1")) >= 2, "{:#?}", running.why("u1"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_much_at_once_is_told_to_come_back_and_loses_nothing() {
    let (root, endpoint) = prepare();
    let config = Config { queue: 1, ..config(root.path()) };
    let daemon = Daemon::start(config, Arc::new(project::folder(root.path(), "hello"))).await.unwrap();
    let running = Running { daemon, endpoint, root };
    let (taken, refused) = (AtomicU64::new(0), AtomicU64::new(0));
    thread::scope(|scope| {
        for client in 0..16 {
            let (running, taken, refused) = (&running, &taken, &refused);
            scope.spawn(move || {
                for number in 0..20 {
                    let user = format!("u{client}-{number}");
                    let answer = running.track("/v1/track", &cart(&user, &user));
                    let counter = match answer.status {
                        200 => taken,
                        429 if answer.header("retry-after") == Some("1") => refused,
                        _ => panic!("{answer:?}"),
                    };
                    counter.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    assert!(refused.load(Ordering::Relaxed) > 0, "nothing was refused");
    assert_eq!(running.status()["people"], taken.load(Ordering::Relaxed));
}
