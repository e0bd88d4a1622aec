//! The operator's API.

use super::client::call;
use super::project;
use super::running::{TOKEN, config, prepare, running};
use filrouge_daemon::{Config, Daemon};
use serde_json::Value as Json;
use std::sync::Arc;

const CALLS: [(&str, &str); 7] = [
    ("POST", "/admin/v1/journeys/welcome/start"),
    ("GET", "/admin/v1/status"),
    ("POST", "/admin/v1/reload"),
    ("GET", "/admin/v1/why?person=u1"),
    ("GET", "/admin/v1/quarantine"),
    ("POST", "/admin/v1/quarantine"),
    ("DELETE", "/admin/v1/quarantine"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_call_needs_the_token() {
    let running = running("hello").await;
    for (method, path) in CALLS {
        for token in [None, Some("Bearer wrong"), Some("Bearer "), Some("Basic b3A6"), Some(TOKEN)] {
            let headers: Vec<(&str, &str)> =
                token.map(|token| ("authorization", token)).into_iter().collect();
            let answer = call(running.address(), method, path, &headers, b"");
            assert_eq!(answer.status, 401, "{method} {path} {token:?}");
        }
        assert_ne!(running.admin(method, path, &Json::Null).status, 401, "{method} {path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_configured_token_nobody_is_an_operator() {
    let (root, _endpoint) = prepare();
    for admin_token in [None, Some(String::new())] {
        let config = Config { admin_token, ..config(root.path()) };
        let daemon = Daemon::start(config, Arc::new(project::folder(root.path(), "hello"))).await.unwrap();
        for (method, path) in CALLS {
            let answer = call(daemon.address(), method, path, &[("authorization", "Bearer ")], b"");
            assert_eq!(answer.status, 403, "{method} {path}");
        }
        daemon.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_status_tells_how_things_stand() {
    let running = running("hello").await;
    running.cart("u1", "c1");
    let status = running.status();
    assert_eq!(status["version"], 1);
    assert_eq!(status["health"]["state"], "working");
    assert_eq!(status["plan"]["desired"], status["plan"]["active"]);
    assert_eq!(status["plan"]["boots_from_disk"], true);
    assert_eq!(status["plan"]["last_attempt"]["trigger"], "boot");
    assert_eq!(status["people"], 1);
    let ready = call(running.address(), "GET", "/readyz", &[], b"");
    assert_eq!(ready.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn why_says_when_nobody_is_meant() {
    let running = running("hello").await;
    let asked = |query: &str| running.admin("GET", &format!("/admin/v1/why{query}"), &Json::Null).status;
    running.cart("u1", "c1");
    assert_eq!((asked("?person=u1"), asked("?person=user_id%3Du1")), (200, 200));
    assert_eq!((asked("?person=email%3Du1"), asked("?person=user_id%3Du2")), (404, 404));
    assert_eq!(asked(""), 400);
    assert_eq!(asked("?person=nobody"), 404);
    assert_eq!(asked("?decision=zz"), 400);
    assert_eq!(asked("?decision=00000000000000000000000000000000"), 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_journey_is_asked_for_once_per_key_and_what_does_not_fit_is_told() {
    let running = running("asks").await;
    running.grant("u1");
    let path = "/admin/v1/journeys/asked/start";
    let ask = |path: &str, body: &str| {
        let token = format!("Bearer {TOKEN}");
        let headers = [("authorization", token.as_str()), ("idempotency-key", "k1")];
        call(running.address(), "POST", path, &headers, body.as_bytes())
    };
    let refused = [
        (
            path,
            r#"{"fields": {"order_id": "o1"}}"#,
            422,
            "the call names nobody: give `userId` or another identifier of the profile",
        ),
        (path, r#"{"userId": "u1"}"#, 422, "`order_id` is missing"),
        (
            path,
            r#"{"userId": "u1", "fields": {"order_id": "o1", "total": "many"}}"#,
            422,
            "`total` is not a valid int",
        ),
        (
            path,
            r#"{"userId": "u1", "fields": {"order_id": "o1", "totl": 1}}"#,
            422,
            "a field is not declared; the entry has `order_id`, `total`",
        ),
        ("/admin/v1/journeys/other/start", "{}", 404, "there is no such journey"),
        (path, "[", 400, "the call is not a JSON object with `userId` and `fields` (line 1, column 0)"),
    ];
    for (path, body, status, reason) in refused {
        let answer = ask(path, body);
        assert_eq!((answer.status, answer.json()["error"].as_str()), (status, Some(reason)), "{body}");
    }
    let body = r#"{"userId": "u1", "fields": {"order_id": "o1", "total": 80}}"#;
    assert_eq!(ask(path, body).json()["again"], false);
    assert_eq!(ask(path, body).json()["again"], true);
    running.endpoint.wait_for(1);
    assert_eq!(running.endpoint.calls().len(), 1, "asked for twice, and came in once");
}
