//! Tokens and roles: who may do what, what is masked, and what is kept of it.

use super::client::{Answer, call};
use super::running::{Running, TOKEN, eventually, running};
use super::schemas::follows;
use filrouge_audit::{Fact, Header, Kind, split};
use filrouge_store::AuditLog;
use serde_json::{Value as Json, json};
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// A token with these roles.
fn token(running: &Running, name: &str, roles: &[&str]) -> (String, String) {
    let wanted = json!({ "name": name, "roles": roles, "days": 1 });
    let answer = running.admin("POST", "/admin/v1/tokens", &wanted);
    assert_eq!(answer.status, 200, "{answer:?}");
    let made = answer.json();
    (made["token"]["id"].as_str().unwrap().to_owned(), made["secret"].as_str().unwrap().to_owned())
}

fn ask(running: &Running, secret: &str, method: &str, path: &str, purpose: Option<&str>) -> Answer {
    let bearer = format!("Bearer {secret}");
    let mut headers = vec![("authorization", bearer.as_str())];
    headers.extend(purpose.map(|purpose| ("x-filrouge-purpose", purpose)));
    call(running.address(), method, path, &headers, b"")
}

/// A person of whom everything is known.
async fn known() -> Running {
    let running = running("guarded").await;
    let traits = json!({ "email": "lea@example.com", "first_name": "Léa", "birthday": "1990-02-03" });
    let answer = running.track("/v1/identify", &json!({ "userId": "u1", "traits": traits }));
    assert_eq!(answer.status, 200, "{answer:?}");
    running.cart("u1", "c1");
    running
}

fn deeds(running: &Running) -> Vec<Json> {
    let text = fs::read_to_string(running.root.path().join("data/deeds.jsonl")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_may_what_its_roles_say_and_nothing_else() {
    let running = known().await;
    let (_, secret) = token(&running, "desk", &["support"]);
    for (method, path, status) in [
        ("GET", "/admin/v1/status", 200),
        ("GET", "/admin/v1/person?person=u1", 200),
        ("GET", "/admin/v1/why?person=u1", 200),
        ("GET", "/admin/v1/export", 200),
        ("GET", "/admin/v1/tokens", 403),
        ("POST", "/admin/v1/pause", 403),
        ("POST", "/admin/v1/reload", 403),
        ("POST", "/admin/v1/apply", 403),
        ("DELETE", "/admin/v1/dead-letters", 403),
        ("POST", "/admin/v1/quarantine", 403),
        ("POST", "/admin/v1/journeys/welcome/start", 403),
        ("POST", "/admin/v1/positions", 403),
        ("PUT", "/admin/v1/logs", 403),
    ] {
        assert_eq!(ask(&running, &secret, method, path, None).status, status, "{method} {path}");
    }
    let refused = ask(&running, &secret, "POST", "/admin/v1/reload", None).json();
    assert_eq!(refused["error"], "no role of this token says `may reload`");
    follows("refusal", &refused);
    let (_, nobody) = token(&running, "growth", &["growth"]);
    assert_eq!(ask(&running, &nobody, "GET", "/admin/v1/status", None).status, 403);
    running.daemon.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_no_role_shows_is_masked_and_what_is_seen_is_written_down() {
    let running = known().await;
    let (_, secret) = token(&running, "desk", &["support"]);
    let person = |purpose| ask(&running, &secret, "GET", "/admin/v1/person?person=u1", purpose).json();
    let masked = person(None);
    follows("person", &masked);
    let shown = &masked["people"][0];
    assert_eq!(shown["identifiers"]["user_id"], json!(["u1"]));
    assert_eq!(shown["identifiers"]["email"], json!(["***"]));
    assert_eq!(
        (&shown["fields"]["first_name"], &shown["fields"]["birthday"]),
        (&json!("***"), &json!("***"))
    );
    assert_eq!(masked["masked"], json!(["birthday", "email", "first_name"]));
    let named = person(Some("marketing"));
    assert_eq!(named["people"][0]["fields"]["first_name"], "Léa");
    assert_eq!(named["people"][0]["fields"]["birthday"], "***", "the purpose opens no other category");
    let unknown = ask(&running, &secret, "GET", "/admin/v1/person?person=u1", Some("curiosity"));
    assert_eq!(unknown.status, 400);
    let whole = running.admin("GET", "/admin/v1/person?person=u1", &Json::Null).json();
    assert_eq!(whole["people"][0]["identifiers"]["email"], json!(["lea@example.com"]));
    assert_eq!(whole["masked"], Json::Null);
    let looks: Vec<Json> =
        deeds(&running).into_iter().filter(|deed| deed["call"] == "GET /admin/v1/person").collect();
    let id = whole["people"][0]["person"].clone();
    assert_eq!(looks.len(), 3, "{looks:#?}");
    assert_eq!((&looks[0]["token"], &looks[0]["saw"]), (&json!("desk"), &json!(["identifier user_id"])));
    assert_eq!((&looks[1]["purpose"], &looks[1]["about"]), (&json!("marketing"), &json!(1)));
    assert_eq!(looks[1]["saw"], json!(["identifier user_id", "user.name.first"]));
    assert_eq!(looks[2]["token"], "admin-token");
    let text = fs::read_to_string(running.root.path().join("data/deeds.jsonl")).unwrap();
    let id = id.as_str().unwrap();
    assert!(["lea@example.com", "Léa", id].iter().all(|word| !text.contains(word)), "{text}");
    running.daemon.stop().await;
    let log = AuditLog::open(&running.root.path().join("data")).unwrap();
    let mut acts = Vec::new();
    log.each(|entry| {
        let header = Header::decode(split(entry).unwrap().0).unwrap();
        acts.extend(header.fact(Fact::What).filter(|_| header.kind == Kind::Act).map(str::to_owned));
    })
    .unwrap();
    let looks = acts.iter().filter(|act| *act == "GET /admin/v1/person").count();
    assert_eq!(looks, 3, "the audit log has them too: {acts:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_way_of_looking_shows_what_is_masked() {
    let running = known().await;
    let broken = json!({ "userId": "u1", "event": "Cart Updated", "properties": { "cart_id": "Léa" } });
    assert_eq!(running.track("/v1/track", &broken).status, 200);
    let (_, secret) = token(&running, "desk", &["support"]);
    for path in [
        "/admin/v1/person?person=u1",
        "/admin/v1/why?person=u1",
        "/admin/v1/history?person=u1",
        "/admin/v1/export?person=u1&events=1",
        "/admin/v1/export",
        "/admin/v1/quarantine",
    ] {
        let whole = running.admin("GET", path, &Json::Null).body;
        let covered = ask(&running, &secret, "GET", path, None);
        assert_eq!(covered.status, 200, "{path}: {covered:?}");
        for word in ["lea@example.com", "Léa", "1990-02-03"] {
            assert!(!covered.body.contains(word), "{path} shows {word}: {covered:?}");
        }
        assert!(path.contains("why") || whole.contains("Léa"), "{path} shows nothing to anybody: {whole}");
    }
    let export = ask(&running, &secret, "GET", "/admin/v1/export", None);
    assert_eq!(export.header("x-filrouge-masked"), Some("birthday, email, first_name"));
    running.daemon.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revoked_token_opens_nothing_and_what_it_listens_to_ends() {
    let running = known().await;
    let (id, secret) = token(&running, "desk", &["support"]);
    let address = running.address();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let head =
        format!("GET /admin/v1/tap HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {secret}\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    eventually("the tap is written down", || {
        deeds(&running).iter().any(|deed| deed["call"] == "GET /admin/v1/tap" && deed["token"] == "desk")
    });
    let revoked = running.admin("DELETE", &format!("/admin/v1/tokens?id={id}"), &Json::Null);
    follows("tokens", &revoked.json());
    assert_eq!(ask(&running, &secret, "GET", "/admin/v1/status", None).status, 401);
    running.cart("u1", "c2");
    let mut told = String::new();
    stream.read_to_string(&mut told).unwrap();
    assert!(!told.contains("entered"), "{told}");
    assert_eq!(running.admin("DELETE", "/admin/v1/tokens?id=nothing", &Json::Null).status, 404);
    running.daemon.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_hands_out_more_than_they_have() {
    let running = known().await;
    let (_, keeper) = token(&running, "keeper", &["keeper"]);
    let make = |secret: &str, wanted: &Json| {
        let bearer = format!("Bearer {secret}");
        let headers = [("authorization", bearer.as_str())];
        call(running.address(), "POST", "/admin/v1/tokens", &headers, wanted.to_string().as_bytes()).status
    };
    let wanted = |roles: Json, everything: bool, days: u32| json!({ "name": "n", "roles": roles, "everything": everything, "days": days });
    assert_eq!(make(&keeper, &wanted(json!(["keeper"]), false, 1)), 200);
    assert_eq!(make(&keeper, &wanted(json!(["support"]), false, 1)), 403);
    assert_eq!(make(&keeper, &wanted(json!([]), true, 1)), 403);
    assert_eq!(make(TOKEN, &wanted(json!([]), true, 1)), 200);
    assert_eq!(make(TOKEN, &wanted(json!(["nobody"]), false, 1)), 400);
    assert_eq!(make(TOKEN, &wanted(json!([]), false, 1)), 400);
    assert_eq!(make(TOKEN, &wanted(json!(["support"]), false, 0)), 400);
    assert_eq!(make(TOKEN, &wanted(json!(["support"]), false, 367)), 400);
    let listed = running.admin("GET", "/admin/v1/tokens", &Json::Null);
    follows("tokens", &listed.json());
    assert!(!listed.body.contains(&keeper), "no secret is told again");
    running.daemon.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_approval_is_answered_in_the_name_of_the_owner_who_is_asked() {
    let running = running("approves").await;
    running.grant("u1");
    running.cart("u1", "c1");
    let listed = running.admin("GET", "/admin/v1/approvals", &Json::Null).json();
    let path = format!("/admin/v1/approvals/{}", listed["approvals"][0]["id"].as_str().unwrap());
    let (_, desk) = token(&running, "desk", &["support"]);
    let (_, growth) = token(&running, "growth", &["growth"]);
    let say = |secret: &str| {
        let bearer = format!("Bearer {secret}");
        let body = json!({ "answer": "approve", "by": "Paul" }).to_string();
        call(running.address(), "POST", &path, &[("authorization", &bearer)], body.as_bytes()).status
    };
    assert_eq!((say(&desk), say(&growth)), (403, 200));
    running.endpoint.wait_for(1);
    running.daemon.stop().await;
}
