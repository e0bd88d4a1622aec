//! The operator's API.

use super::client::call;
use super::project;
use super::running::{TOKEN, config, eventually, prepare, running};
use filrouge_daemon::{Config, Daemon};
use serde_json::{Value as Json, json};
use std::sync::Arc;

const CALLS: [(&str, &str); 31] = [
    ("GET", "/admin/v1/tokens"),
    ("POST", "/admin/v1/tokens"),
    ("DELETE", "/admin/v1/tokens"),
    ("GET", "/admin/v1/subjects"),
    ("POST", "/admin/v1/subjects"),
    ("GET", "/admin/v1/subjects/00000000000000000000000000000000"),
    ("POST", "/admin/v1/subjects/00000000000000000000000000000000"),
    ("GET", "/admin/v1/subjects/00000000000000000000000000000000/export"),
    ("GET", "/admin/v1/dead-letters"),
    ("POST", "/admin/v1/dead-letters"),
    ("DELETE", "/admin/v1/dead-letters"),
    ("GET", "/admin/v1/dead-letters/00000000000000000000000000000000"),
    ("GET", "/admin/v1/approvals"),
    ("POST", "/admin/v1/approvals/00000000000000000000000000000000"),
    ("POST", "/admin/v1/pause"),
    ("POST", "/admin/v1/resume"),
    ("POST", "/admin/v1/journeys/welcome/start"),
    ("POST", "/admin/v1/positions"),
    ("GET", "/admin/v1/status"),
    ("GET", "/admin/v1/sizes"),
    ("POST", "/admin/v1/reload"),
    ("GET", "/admin/v1/plan"),
    ("POST", "/admin/v1/apply"),
    ("POST", "/admin/v1/forecast"),
    ("GET", "/admin/v1/why?person=u1"),
    ("GET", "/admin/v1/history?person=u1"),
    ("GET", "/admin/v1/person"),
    ("GET", "/admin/v1/export"),
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paused_channel_sends_nothing_until_it_is_resumed() {
    let running = running("hello").await;
    running.grant("u1");
    let by_lea = json!({ "part": "channel:hook", "by": "lea" });
    let paused = running.admin("POST", "/admin/v1/pause", &by_lea);
    assert_eq!(paused.status, 200, "{paused:?}");
    assert_eq!(paused.json()["paused"][0]["part"], "channel:hook");
    assert_eq!(paused.json()["paused"][0]["by"], "lea");
    running.cart("u1", "c1");
    eventually("the message is held", || {
        running.why("u1").iter().any(|told| told.to_string().contains("paused"))
    });
    let again = running.admin("POST", "/admin/v1/pause", &json!({ "part": "channel:hook", "by": "tom" }));
    assert_eq!(again.json(), paused.json(), "who paused it first is who paused it");
    assert_eq!(running.status()["paused"], paused.json()["paused"]);
    assert_eq!(running.status()["plan"]["in_step"], true, "the project on the disk is what runs");
    assert_eq!(running.endpoint.taken().len(), 0);
    let resumed = running.admin("POST", "/admin/v1/resume", &by_lea);
    assert_eq!((resumed.status, &resumed.json()["paused"]), (200, &json!([])));
    assert_eq!(running.endpoint.wait_for(1).len(), 1);
    assert_eq!(running.status()["paused"], json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_paused_is_told() {
    let running = running("hello").await;
    let parts = "what can be paused is `project`, `journey:NAME`, `channel:NAME` or `connector:NAME`";
    for (asked, status, reason) in [
        (
            json!({ "part": "channel:fax", "by": "lea" }),
            404,
            "there is no `channel:fax` in the plan that runs",
        ),
        (json!({ "part": "hook", "by": "lea" }), 400, parts),
        (json!({ "part": "project" }), 400, "the request is JSON with `part` and `by`"),
        (json!({ "part": "project", "by": " " }), 400, "`by` says in one line who asks"),
        (json!({ "part": "project", "by": "lea\nroot" }), 400, "`by` says in one line who asks"),
    ] {
        let answer = running.admin("POST", "/admin/v1/pause", &asked);
        assert_eq!((answer.status, &answer.json()["error"]), (status, &json!(reason)), "{asked}");
    }
    assert_eq!(running.status()["paused"], json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_history_is_told_in_order_by_page_and_with_the_names_of_its_values() {
    let running = running("hello").await;
    running.grant("u1");
    running.cart("u2", "c9");
    running.cart("u1", "c1");
    let ask = |query: &str| running.admin("GET", &format!("/admin/v1/history?{query}"), &Json::Null);
    let mut whole = ask("person=u1").json()["inputs"].as_array().cloned().unwrap();
    whole.retain(|input| input["source"] == "site");
    assert!(whole.iter().all(|input| input["kind"]["event"]["fields"][0]["text"] != "c9"), "{whole:#?}");
    let kinds: Vec<&str> = whole
        .iter()
        .map(|input| input["kind"].as_object().unwrap().keys().next().unwrap().as_str())
        .collect();
    assert_eq!(kinds, ["identify", "consent", "event"]);
    assert_eq!(whole[2]["fields"][0], "cart_id");
    assert_eq!(whole[2]["kind"]["event"]["fields"][0]["text"], "c1");
    let first = ask("person=user_id=u1&limit=1").json();
    assert_eq!((&first["inputs"][0], &first["next"]), (&whole[0], &whole[0]["number"]));
    let second = ask(&format!("person=u1&limit=1&after={}", first["next"])).json();
    assert_eq!(second["inputs"], json!([whole[1]]));
    assert_eq!((ask("person=nobody").status, ask("").status), (404, 400));
    running.daemon.stop().await;
}
