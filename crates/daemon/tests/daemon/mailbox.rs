//! The mailbox of a development daemon.

use super::client::{basic, call};
use super::project;
use super::running::{Running, cart, config, eventually, prepare, running};
use filrouge_daemon::{Config, Daemon};
use std::sync::Arc;

async fn in_development(text: &str) -> Running {
    let (root, endpoint) = prepare();
    let config = Config { dev: true, ..config(root.path()) };
    let daemon = Daemon::start(config, Arc::new(project::folder(root.path(), text))).await.unwrap();
    Running { daemon, endpoint, root }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_is_caught_and_shown_with_its_reason_and_nothing_leaves() {
    let running = in_development("<b>Bonjour</b>").await;
    running.grant("u1");
    running.cart("u1", "c1");
    let get = |path: &str| call(running.address(), "GET", path, &[], b"");
    eventually("the message is caught", || get("/dev/mailbox.json").json()["messages"][0].is_object());
    let caught = get("/dev/mailbox.json").json()["messages"][0].clone();
    let effect = caught["message"]["effect"].as_str().unwrap();
    assert!(get("/dev/mailbox").body.contains(effect));
    let page = get(&format!("/dev/mailbox/{effect}"));
    assert!(page.body.contains("&lt;b&gt;Bonjour") && page.body.contains("welcome.kdl"), "{page:?}");
    assert!(page.body.contains("<iframe sandbox"), "{page:?}");
    assert!(page.body.contains("the consent to <code>marketing</code> of <time"), "{page:?}");
    let html = get(&format!("/dev/mailbox/{effect}/html"));
    assert_eq!(html.body, "<p><b>Bonjour</b></p>");
    assert!(html.header("content-security-policy").unwrap().starts_with("sandbox;"));
    assert!(running.endpoint.calls().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_development_one_key_is_always_taken_and_outside_it_never() {
    let body = cart("u1", "c1").to_string();
    let key = basic("dev");
    let track = |running: &Running| {
        call(running.address(), "POST", "/v1/track", &[("authorization", &key)], body.as_bytes()).status
    };
    assert_eq!(track(&in_development("Bonjour").await), 200);
    assert_eq!(track(&running("Bonjour").await), 401);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn there_is_no_mailbox_outside_development() {
    let running = running("Bonjour").await;
    let answer = call(running.address(), "GET", "/dev/mailbox", &[], b"");
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (404, "{\"version\":1,\"error\":\"there is nothing under this path\"}")
    );
}
