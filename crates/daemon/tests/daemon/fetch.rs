//! From a question to its answer, over a real socket.

use super::client::call;
use super::endpoint::{Endpoint, HANGS};
use super::project;
use super::running::{Running, config, eventually, running};
use filrouge_daemon::{Config, Daemon};
use serde_json::{Value as Json, json};
use std::sync::Arc;
use std::time::Duration;

async fn asking(text: &str, says: &str) -> Running {
    let running = running(text).await;
    refuses_what_is_not_signed(&running.endpoint);
    *running.endpoint.says.lock().unwrap() = says.to_owned();
    running.grant("u1");
    running
}

/// A service that took everything would prove nothing.
fn refuses_what_is_not_signed(endpoint: &Endpoint) {
    let address =
        endpoint.url.strip_prefix("http://").unwrap().strip_suffix("/hook").unwrap().parse().unwrap();
    assert_eq!(call(address, "POST", "/hook", &[], b"{}").status, 401);
}

/// What was decided of this kind.
fn verdict(running: &Running, kind: &str) -> Option<Json> {
    let found = running.why("u1").into_iter().find(|decision| !decision["verdict"][kind].is_null());
    found.map(|decision| decision["verdict"][kind].clone())
}

fn awaited(running: &Running, kind: &str) -> Json {
    let start = std::time::Instant::now();
    loop {
        if let Some(found) = verdict(running, kind) {
            return found;
        }
        assert!(start.elapsed() < Duration::from_secs(20), "never {kind}: {:#?}", running.why("u1"));
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signed_question_is_answered_and_the_record_names_no_value() {
    let running = asking("fetches", r#"{"pieces":3,"shop":"Lyon","more":[1]}"#).await;
    running.cart("u1", "c1");
    let answered = awaited(&running, "answered");
    assert_eq!(answered["fields"], json!(["pieces", "shop"]));
    let question = running.endpoint.wait_for(1).remove(0);
    assert_eq!(question["with"], json!({ "cart": "c1" }));
    assert!(!question.to_string().contains("u1"), "{question}");
    let asked = awaited(&running, "asked");
    let key = running.endpoint.calls().last().unwrap().headers["idempotency-key"].clone();
    assert_eq!((asked["effect"].as_str(), asked["tells"].clone()), (Some(&*key), json!(["cart"])));
    assert_eq!(asked["ground"]["purpose"], "marketing");
    assert!(!format!("{:?}", running.why("u1")).contains("Lyon"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_below_the_address_is_a_signed_get_and_its_answer_is_used_again() {
    let running = asking("fetches below", r#"{"pieces":3}"#).await;
    running.cart("u1", "c1");
    awaited(&running, "answered");
    running.cart("u1", "c2");
    let used = awaited(&running, "answered-before");
    assert_eq!((used["connector"].as_str(), used["fields"].clone()), (Some("crm"), json!(["pieces"])));
    let calls = running.endpoint.calls();
    let targets: Vec<_> = calls.iter().filter(|call| call.status == 202).map(|call| &call.headers).collect();
    assert_eq!(targets.len(), 1, "{calls:?}");
    assert_eq!(
        (&*targets[0][":method"], &*targets[0][":target"]),
        ("GET", "/hook/shelf/a%20b?lang=fr%26x%3D1")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_busy_service_is_asked_again_with_the_same_key() {
    let running = asking("fetches", r#"{"pieces":3}"#).await;
    *running.endpoint.script.lock().unwrap() = vec![(503, ""), (429, "retry-after: 1\r\n"), (504, "")];
    running.cart("u1", "c1");
    awaited(&running, "answered");
    let calls: Vec<_> = running.endpoint.calls().into_iter().filter(|call| call.status != 401).collect();
    assert_eq!(calls.iter().map(|call| call.status).collect::<Vec<_>>(), [503, 429, 504, 202]);
    let keys: std::collections::BTreeSet<_> =
        calls.iter().map(|call| &call.headers["idempotency-key"]).collect();
    assert_eq!(keys.len(), 1);
    assert_eq!(calls[0].body, calls[3].body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_answer_is_told_without_its_words() {
    let long = format!(r#"{{"pieces":3,"shop":"{}"}}"#, "x".repeat(70_000));
    for (says, detail) in [
        ("", "it is no JSON object"),
        ("[3]", "it is no JSON object"),
        (r#"{"shop":"Lyon"}"#, "`pieces` is missing"),
        (r#"{"pieces":"secret"}"#, "`pieces` is not a valid int"),
        (&long, "it is longer than 64 KiB"),
    ] {
        let running = asking("fetches", says).await;
        running.cart("u1", "c1");
        assert_eq!(awaited(&running, "unanswered")["reason"]["unfit"]["detail"], detail);
        assert!(verdict(&running, "exited").is_some());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_for_good_is_not_repeated() {
    let running = asking("fetches", "").await;
    *running.endpoint.script.lock().unwrap() = vec![(404, "")];
    running.cart("u1", "c1");
    let detail = awaited(&running, "unanswered")["reason"]["failed"]["detail"].clone();
    assert_eq!(detail, "the endpoint answered 404");
    assert_eq!(running.endpoint.calls().iter().filter(|call| call.status != 401).count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_waits_too_long_goes_on_and_is_asked_about_no_more() {
    let running = asking("fetches soon", r#"{"pieces":3}"#).await;
    *running.endpoint.script.lock().unwrap() = vec![(503, "retry-after: 3\r\n")];
    running.cart("u1", "c1");
    assert_eq!(awaited(&running, "unanswered")["reason"], "timeout");
    eventually("the outbox is empty", || running.status()["outbox"]["waiting"] == 0);
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(running.endpoint.calls().iter().filter(|call| call.status != 401).count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_ends_before_the_answer_asks_again_with_the_same_key() {
    let running = asking("fetches", r#"{"pieces":3}"#).await;
    *running.endpoint.script.lock().unwrap() = vec![(HANGS, "")];
    running.cart("u1", "c1");
    eventually("the question is on its way", || running.status()["outbox"]["in_flight"] == 1);
    let asked = awaited(&running, "asked")["effect"].clone();
    let Running { daemon, endpoint, root } = running;
    daemon.stop().await;
    let compiler = project::folder(root.path(), "fetches");
    let set_up = Config { drain: Duration::from_millis(100), ..config(root.path()) };
    let daemon = Daemon::start(set_up, Arc::new(compiler)).await.unwrap();
    let running = Running { daemon, endpoint, root };
    awaited(&running, "answered");
    assert_eq!(running.endpoint.wait_for(1)[0]["id"], asked);
    let key = running.endpoint.calls().last().unwrap().headers["idempotency-key"].clone();
    assert_eq!(asked, *key);
    let answers = running.why("u1").iter().filter(|it| !it["verdict"]["answered"].is_null()).count();
    assert_eq!(answers, 1);
}
