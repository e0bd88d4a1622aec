//! Approvals: listed, answered once, kept over a restart.

use super::client::Answer;
use super::project;
use super::running::{Running, config, eventually, running};
use filrouge_daemon::Daemon;
use serde_json::{Value as Json, json};
use std::sync::Arc;

const PATH: &str = "/admin/v1/approvals";

async fn asking() -> (Running, String) {
    let running = running("approves").await;
    running.grant("u1");
    running.cart("u1", "c1");
    let id = listed(&running)[0]["id"].as_str().unwrap().to_owned();
    (running, id)
}

fn listed(running: &Running) -> Vec<Json> {
    running.admin("GET", PATH, &Json::Null).json()["approvals"].as_array().cloned().unwrap()
}

fn say(running: &Running, id: &str, answer: &str, by: &str) -> Answer {
    let body = json!({ "answer": answer, "by": by, "note": "seen" });
    running.admin("POST", &format!("{PATH}/{id}"), &body)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn obligation_25_an_approval_is_listed_until_it_is_answered() {
    let (running, id) = asking().await;
    let open = &listed(&running)[0];
    assert_eq!([&open["journey"], &open["step"], &open["by"]], ["welcome", "check", "growth"]);
    assert_eq!(open["question"], "is it right?");
    assert_eq!(open["until"].as_i64().unwrap() - open["at"].as_i64().unwrap(), 2 * 86_400_000);
    assert_eq!(running.endpoint.calls().len(), 0);
    let answered = say(&running, &id, "approve", "Paul");
    assert_eq!((answered.status, &answered.json()["again"]), (200, &json!(false)));
    running.endpoint.wait_for(1);
    assert_eq!(listed(&running), Vec::<Json>::new());
    let told = running.why("u1");
    let answer = |decision: &&Json| decision["verdict"]["approval-answered"].is_object();
    let said = &told.iter().find(answer).unwrap()["verdict"]["approval-answered"];
    assert_eq!(said, &json!({ "approval": id, "approved": true, "by": "Paul", "note": "seen" }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_answer_counts_and_the_second_is_told_so() {
    let (running, id) = asking().await;
    assert_eq!(say(&running, &id, "refuse", "Paul").status, 200);
    let again = say(&running, &id, "refuse", "Paul");
    assert_eq!((again.status, &again.json()["again"]), (200, &json!(true)));
    let second = say(&running, &id, "approve", "Marie");
    assert_eq!(second.status, 409);
    let error = second.json()["error"].as_str().unwrap().to_owned();
    assert_eq!(error, "Paul has refused it before: the first answer counts");
    assert_eq!(running.endpoint.calls().len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_comes_in_anew_leaves_nothing_to_answer() {
    let (running, id) = asking().await;
    running.cart("u1", "c2");
    let late = say(&running, &id, "approve", "Paul");
    assert_eq!(late.status, 409);
    let open = listed(&running);
    assert_eq!(open.len(), 1);
    assert_ne!(open[0]["id"], json!(id));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_an_answer_is_refused() {
    let (running, id) = asking().await;
    let unknown = "0".repeat(32);
    for (id, body, status) in [
        ("check", json!({ "answer": "approve", "by": "Paul" }), 400),
        (&id, json!({ "answer": "perhaps", "by": "Paul" }), 400),
        (&id, json!({ "answer": "approve" }), 400),
        (&id, json!({ "answer": "approve", "by": " " }), 400),
        (&unknown, json!({ "answer": "approve", "by": "Paul" }), 404),
    ] {
        let answer = running.admin("POST", &format!("{PATH}/{id}"), &body);
        assert_eq!(answer.status, status, "{body} {answer:?}");
    }
    assert_eq!(listed(&running).len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_approval_outlives_a_restart() {
    let (running, id) = asking().await;
    let Running { daemon, endpoint, root } = running;
    daemon.stop().await;
    let compiler = Arc::new(project::folder(root.path(), "approves"));
    let daemon = Daemon::start(config(root.path()), compiler).await.unwrap();
    let running = Running { daemon, endpoint, root };
    eventually("the approval is listed", || listed(&running).len() == 1);
    assert_eq!(say(&running, &id, "approve", "Paul").status, 200);
    running.endpoint.wait_for(1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_human_review_holds_the_decision_and_a_refusal_says_why() {
    let (running, id) = asking().await;
    assert_eq!(running.endpoint.calls().len(), 0, "nothing leaves before somebody has looked");
    let path = format!("{PATH}/{id}");
    for note in [Json::Null, json!(""), json!("  ")] {
        let bare = running.admin("POST", &path, &json!({ "answer": "refuse", "by": "Paul", "note": note }));
        assert_eq!(bare.status, 400, "{bare:?}");
        assert_eq!(bare.json()["error"], "a refusal overrides what the journey would do: `note` says why");
    }
    let before = running.admin("GET", PATH, &Json::Null).json();
    assert_eq!((&before["answered"], &before["median_ms"]), (&json!(0), &Json::Null));
    let said = json!({ "answer": "refuse", "by": "Paul", "note": "the amount is wrong" });
    assert_eq!(running.admin("POST", &path, &said).status, 200);
    let told = running.why("u1");
    let answer = |decision: &&Json| decision["verdict"]["approval-answered"].is_object();
    let said = &told.iter().find(answer).unwrap()["verdict"]["approval-answered"];
    assert_eq!((&said["approved"], &said["note"]), (&json!(false), &json!("the amount is wrong")));
    assert_eq!(running.endpoint.calls().len(), 0);
    let after = running.admin("GET", PATH, &Json::Null).json();
    assert_eq!(after["answered"], 1);
    assert!(after["median_ms"].as_u64().is_some_and(|millis| millis < 20_000), "{after}");
    let metrics = super::client::call(running.address(), "GET", "/metrics", &[], b"").body;
    assert!(metrics.contains("filrouge_review_seconds "), "{metrics}");
    running.daemon.stop().await;
}
