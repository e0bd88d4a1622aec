//! Calls of a service in a form of its own.

use super::client::{Answer, call};
use super::running::{Running, WRITE_KEY, running};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value as Json, json};
use sha2::Sha256;
use std::fs;

fn signed(key: &str, body: &[u8]) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap().chain_update(body);
    STANDARD.encode(mac.finalize().into_bytes())
}

fn cart(user: &str, value: &Json) -> Json {
    json!({ "token": "c1", "total_price": value, "customer": { "id": user } })
}

fn deliver(running: &Running, id: &str, body: &Json) -> Answer {
    let body = body.to_string();
    let signature = signed(WRITE_KEY, body.as_bytes());
    let headers = [("x-shopify-hmac-sha256", signature.as_str()), ("x-shopify-webhook-id", id)];
    call(running.address(), "POST", "/v1/hooks/shop", &headers, body.as_bytes())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signed_call_is_an_event_that_counts_once() {
    let running = running("hello").await;
    running.grant("7");
    for _ in 0..2 {
        let answer = deliver(&running, "w1", &cart("7", &json!("30.50")));
        assert_eq!((answer.status, answer.json()), (200, json!({ "success": true })));
    }
    assert_eq!(running.endpoint.wait_for(1)[0]["text"], "hello");
    let metrics = call(running.address(), "GET", "/metrics", &[], b"").body;
    assert!(metrics.contains("filrouge_inputs_total{result=\"duplicate\"} 1"), "{metrics}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_proves_nothing_is_refused() {
    let running = running("hello").await;
    let body = cart("7", &json!(1)).to_string();
    let (right, wrong) = (signed(WRITE_KEY, body.as_bytes()), signed("other", body.as_bytes()));
    let post = |path: &str, headers: &[(&str, &str)], body: &str| {
        call(running.address(), "POST", path, headers, body.as_bytes()).status
    };
    assert_eq!(post("/v1/hooks/shop", &[], &body), 401);
    assert_eq!(post("/v1/hooks/shop", &[("x-shopify-hmac-sha256", &wrong)], &body), 401);
    assert_eq!(post("/v1/hooks/shop", &[("x-shopify-hmac-sha256", &right)], "{}"), 401);
    // The key of development is nothing to a daemon that sends for real.
    assert_eq!(post("/v1/hooks/shop", &[("authorization", "Bearer dev")], &body), 401);
    assert_eq!(post("/v1/hooks/nobody", &[("x-shopify-hmac-sha256", &right)], &body), 404);
    assert_eq!(post("/v1/hooks/site", &[("x-shopify-hmac-sha256", &right)], &body), 404);
    let text = "not json";
    let signature = signed(WRITE_KEY, text.as_bytes());
    assert_eq!(post("/v1/hooks/shop", &[("x-shopify-hmac-sha256", &signature)], text), 400);
    assert_eq!((&running.status()["people"], running.quarantine().len()), (&json!(0), 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_does_not_fit_waits_until_the_plan_takes_it() {
    let running = running("hello").await;
    assert_eq!(deliver(&running, "w1", &cart("7", &Json::Null)).status, 200);
    let rows = running.quarantine();
    assert_eq!(rows[0]["reason"], "`value` is missing, at `/total_price`");
    assert_eq!(rows[0]["payload"]["headers"], json!({ "x-shopify-webhook-id": "w1" }));
    let replay = || running.admin("POST", "/admin/v1/quarantine", &json!({ "all": true })).json();
    assert_eq!(replay()["refused"][0]["reason"], "`value` is missing, at `/total_price`");
    fs::write(running.project().join("message.txt"), "lenient").unwrap();
    running.admin("POST", "/admin/v1/reload", &Json::Null);
    assert_eq!(replay()["refused"], json!([]));
    assert_eq!((&running.status()["people"], running.quarantine().len()), (&json!(1), 0));
    // What the service sends again is told by its id.
    assert_eq!(deliver(&running, "w1", &cart("7", &Json::Null)).status, 200);
    let metrics = call(running.address(), "GET", "/metrics", &[], b"").body;
    assert!(metrics.contains("filrouge_inputs_total{result=\"duplicate\"} 1"), "{metrics}");
}
