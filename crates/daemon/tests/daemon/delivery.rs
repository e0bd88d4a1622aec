//! From an event to a signed call, to the withdrawal, to the reason.

use super::client::call;
use super::endpoint::{Endpoint, HANGS};
use super::project;
use super::running::{Running, config, eventually, running};
use filrouge_daemon::Daemon;
use serde_json::{Value as Json, json};
use std::fs;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_becomes_a_signed_call_and_the_reason_names_its_line() {
    let running = running("Bonjour").await;
    running.grant("u1");
    running.cart("u1", "c1");
    let message = running.endpoint.wait_for(1).remove(0);
    assert_eq!(message["text"], "Bonjour");
    assert_eq!(message["to"], "u1");
    let call = running.endpoint.calls().remove(0);
    assert_eq!(call.headers["idempotency-key"], message["id"].as_str().unwrap());
    eventually("the outcome is recorded", || {
        running.why("u1").iter().any(|decision| decision["verdict"]["sent"]["effect"] == message["id"])
    });
    let why = running.why("u1");
    let queued = why.iter().find(|decision| !decision["verdict"]["queued"].is_null()).unwrap();
    let origin = &queued["origin"];
    assert_eq!((origin["file"].as_str(), origin["span"]["line"].as_u64()), (Some("welcome.kdl"), Some(2)));
    assert_eq!(origin["lines"][0]["text"], "    send hello \"Bonjour\"");
    let one = running.admin(
        "GET",
        &format!("/admin/v1/why?decision={}", queued["id"].as_str().unwrap()),
        &Json::Null,
    );
    assert_eq!(one.json()["people"][0]["decisions"][0]["id"], queued["id"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_leaves_without_a_grant_and_the_reason_says_so() {
    let running = running("Bonjour").await;
    running.cart("u1", "c1");
    let skipped =
        running.why("u1").iter().any(|decision| decision["verdict"]["skipped"]["reason"] == "no-consent");
    assert!(skipped, "{:#?}", running.why("u1"));
    assert!(running.endpoint.calls().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_click_withdraws_and_looking_at_the_link_does_not() {
    let running = running("Bonjour").await;
    running.grant("u1");
    running.cart("u1", "c1");
    let link = running.endpoint.wait_for(1)[0]["unsubscribe"].as_str().unwrap().to_owned();
    let path = link.split_once("/u/").map(|(_, token)| format!("/u/{token}")).unwrap();
    let french = [("accept-language", "fr-FR")];
    let looked = call(running.address(), "GET", &path, &french, b"");
    assert!(looked.status == 200 && looked.body.contains("Se désabonner"), "{looked:?}");
    running.cart("u1", "c2");
    running.endpoint.wait_for(2);
    let clicked = call(running.address(), "POST", &path, &[], b"List-Unsubscribe=One-Click");
    assert_eq!(clicked.status, 200, "{clicked:?}");
    running.cart("u1", "c3");
    let refused =
        running.why("u1").iter().any(|decision| decision["verdict"]["skipped"]["reason"] == "refused");
    assert!(refused, "{:#?}", running.why("u1"));
    assert_eq!(running.endpoint.taken().len(), 2);
    assert_eq!(call(running.address(), "GET", "/u/forged", &[], b"").status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_busy_service_is_called_again_with_the_same_key() {
    let running = running("Bonjour").await;
    *running.endpoint.script.lock().unwrap() = vec![(503, ""), (429, "retry-after: 1\r\n")];
    running.grant("u1");
    running.cart("u1", "c1");
    running.endpoint.wait_for(1);
    let calls = running.endpoint.calls();
    assert_eq!(calls.iter().map(|call| call.status).collect::<Vec<_>>(), [503, 429, 202]);
    let keys: std::collections::BTreeSet<&String> =
        calls.iter().map(|call| &call.headers["idempotency-key"]).collect();
    assert_eq!(keys.len(), 1);
    assert_eq!(calls[0].body, calls[2].body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_refuses_for_good_is_left_alone() {
    let running = running("Bonjour").await;
    *running.endpoint.script.lock().unwrap() = vec![(422, "")];
    running.grant("u1");
    running.cart("u1", "c1");
    eventually("the failure is recorded", || {
        let reason = "the endpoint answered 422";
        running.why("u1").iter().any(|decision| decision["verdict"]["failed"]["reason"] == reason)
    });
    assert_eq!(running.endpoint.calls().len(), 1);
}

fn carts_of_people(running: &Running, people: u32) {
    for person in (0..people).map(|number| format!("u{number}")) {
        running.grant(&person);
        running.cart(&person, &format!("c-{person}"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_fails_again_and_again_is_left_alone_and_loses_nothing() {
    let running = running("Bonjour").await;
    *running.endpoint.script.lock().unwrap() = vec![(401, ""); 20];
    carts_of_people(&running, 40);
    eventually("the service is left alone", || running.status()["resting"][0]["connector"] == "crm");
    let rest = running.status()["resting"][0].clone();
    assert_eq!(rest["reason"], "the endpoint answered 401");
    let metrics = call(running.address(), "GET", "/metrics", &[], b"").body;
    assert!(metrics.contains("\nfilrouge_connectors_resting 1\n"), "{metrics}");
    let refused = running.endpoint.calls().len();
    assert!(refused < 10, "a service that rests is not called: {refused}");
    running.endpoint.script.lock().unwrap().clear();
    assert_eq!(running.endpoint.wait_for(40).len(), 40);
    eventually("the service works again", || running.status()["resting"] == json!([]));
    assert_eq!(running.endpoint.calls().len(), refused + 40);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reload_of_something_else_leaves_a_connector_as_it_is() {
    let running = running("Bonjour").await;
    *running.endpoint.script.lock().unwrap() = vec![(401, ""); 20];
    carts_of_people(&running, 40);
    eventually("the service is left alone", || running.status()["resting"][0]["connector"] == "crm");
    let (since, calls) = (running.status()["resting"][0]["since"].clone(), running.endpoint.calls().len());
    let reload = |text: &str| {
        fs::write(running.project().join("message.txt"), text).unwrap();
        let answer = running.admin("POST", "/admin/v1/reload", &Json::Null);
        assert_eq!(answer.json()["plan"], running.status()["plan"]["active"], "{text}");
    };
    reload("Bonsoir");
    assert_eq!(running.status()["resting"][0]["since"], since, "another text is no reason to call it again");
    assert_eq!(running.endpoint.calls().len(), calls);
    running.endpoint.script.lock().unwrap().clear();
    // Another rate is another connector: a new worker tries the service at once.
    reload("rarely");
    eventually("a changed connector is tried at once", || running.endpoint.calls().len() > calls);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waited_at_a_stop_leaves_after_the_next_start() {
    let Running { daemon, endpoint, root } = running("Bonjour").await;
    fs::write(root.path().join("url"), "http://127.0.0.1:1/").unwrap();
    let post = |address: SocketAddr, path: &str, body: &Json| {
        let key = super::client::basic(super::running::WRITE_KEY);
        call(address, "POST", path, &[("authorization", &key)], body.to_string().as_bytes())
    };
    let grant = json!({ "userId": "u1", "purpose": "marketing", "granted": true, "evidence": "form" });
    assert_eq!(post(daemon.address(), "/v1/consent", &grant).status, 200);
    daemon_stops_with_a_message(&daemon, &post);
    daemon.stop().await;
    assert!(endpoint.calls().is_empty());
    fs::write(root.path().join("url"), &endpoint.url).unwrap();
    let compiler = project::folder(root.path(), "Bonjour");
    let daemon = Daemon::start(config(root.path()), Arc::new(compiler)).await.unwrap();
    assert_eq!(endpoint.wait_for(1).len(), 1);
    daemon.stop().await;
    assert_eq!(endpoint.taken().len(), 1);
}

fn daemon_stops_with_a_message(
    daemon: &Daemon,
    post: &impl Fn(SocketAddr, &str, &Json) -> super::client::Answer,
) {
    let event = super::running::cart("u1", "c1");
    assert_eq!(post(daemon.address(), "/v1/track", &event).status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_hangs_holds_up_no_other() {
    let running = running("Bonjour").await;
    let slow = Endpoint::start();
    *slow.script.lock().unwrap() = vec![(HANGS, ""); 100];
    fs::write(running.root.path().join("slow-url"), &slow.url).unwrap();
    running.grant("u1");
    for number in 0..20 {
        let page =
            json!({ "userId": "u1", "messageId": format!("p{number}"), "properties": { "path": "/" } });
        assert_eq!(running.track("/v1/page", &page).status, 200);
    }
    eventually("the slow service is busy", || running.status()["outbox"]["in_flight"].as_u64() > Some(3));
    let start = Instant::now();
    running.cart("u1", "c1");
    running.endpoint.wait_for(1);
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn as_many_calls_are_under_way_as_declared_and_no_more() {
    let running = running("together").await;
    *running.endpoint.script.lock().unwrap() = vec![(HANGS, ""); 100];
    carts_of_people(&running, 20);
    let in_flight = || running.status()["outbox"]["in_flight"].as_u64();
    eventually("twelve are under way", || in_flight() == Some(12));
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(in_flight(), Some(12));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_is_called_no_faster_than_declared() {
    let running = running("rarely").await;
    let users: Vec<String> = (0..6).map(|number| format!("u{number}")).collect();
    users.iter().for_each(|user| running.grant(user));
    let start = Instant::now();
    users.iter().for_each(|user| running.cart(user, user));
    running.endpoint.wait_for(6);
    // Two at once, then one each half second.
    assert!(start.elapsed() > Duration::from_millis(1_900), "{:?}", start.elapsed());
    assert!(start.elapsed() < Duration::from_secs(6), "{:?}", start.elapsed());
}

#[test]
fn the_service_refuses_what_is_not_signed() {
    let endpoint = Endpoint::start();
    let address =
        endpoint.url.strip_prefix("http://").unwrap().strip_suffix("/hook").unwrap().parse().unwrap();
    let headers = [("webhook-id", "1"), ("webhook-timestamp", "1"), ("webhook-signature", "v1,AAAA")];
    assert_eq!(call(address, "POST", "/hook", &headers, b"{}").status, 401);
    assert_eq!(call(address, "POST", "/hook", &[], b"{}").status, 401);
}
