//! The operator's API.

use super::client::call;
use super::project;
use super::running::{TOKEN, config, prepare, running};
use filrouge_daemon::{Config, Daemon};
use serde_json::Value as Json;
use std::sync::Arc;

const CALLS: [(&str, &str); 6] = [
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
