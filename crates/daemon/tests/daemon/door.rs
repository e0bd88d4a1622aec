//! The door: who is let in how often, and what every answer carries.

use super::client::{basic, call};
use super::project;
use super::running::{Running, TOKEN, WRITE_KEY, cart, config, prepare, refused};
use filrouge_daemon::{Config, Daemon, Error, Paces};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::json;
use sha2::Sha256;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

async fn paced(paces: Paces) -> Running {
    let (root, endpoint) = prepare();
    let compiler = project::folder(root.path(), "hello");
    let config = Config { paces, ..config(root.path()) };
    let daemon = Daemon::start(config, Arc::new(compiler)).await.unwrap();
    Running { daemon, endpoint, root }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn plain_http_is_not_spoken_beyond_this_machine() {
    let (root, _endpoint) = prepare();
    let open = Config { listen: "0.0.0.0:0".parse().unwrap(), ..config(root.path()) };
    let error = refused(open.clone(), root.path(), "hello").await;
    assert!(matches!(error, Error::PlainInPublic(_)), "{error}");
    assert!(error.to_string().contains("--insecure-http"), "{error}");
    let behind = Config { insecure_http: true, ..open };
    let daemon = Daemon::start(behind, Arc::new(project::folder(root.path(), "hello"))).await.unwrap();
    daemon.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_guesses_is_told_to_come_back_and_who_has_a_token_is_let_in() {
    let running = paced(Paces { address: 1, ..Paces::default() }).await;
    let guess = || {
        let headers = [("authorization", "Bearer guess")];
        call(running.address(), "GET", "/admin/v1/status", &headers, b"")
    };
    let answers: Vec<u16> = (0..12).map(|_| guess().status).collect();
    assert_eq!(answers.iter().filter(|status| **status == 401).count(), 10, "{answers:?}");
    let last = guess();
    assert_eq!((last.status, last.header("retry-after")), (429, Some("1")));
    assert_eq!(running.status()["version"], 1, "others of the address are not held off");
    let page = call(running.address(), "GET", "/u/nothing", &[], b"");
    assert_eq!(page.status, 429);
    let metrics = call(running.address(), "GET", "/metrics", &[], b"").body;
    assert!(metrics.contains("filrouge_held_off_total 4"), "{metrics}");
    running.daemon.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_and_a_source_have_paces_of_their_own() {
    let running = paced(Paces { token: 1, source: Some(1), ..Paces::default() }).await;
    let token = format!("Bearer {TOKEN}");
    let statuses: Vec<u16> = (0..12)
        .map(|_| call(running.address(), "GET", "/admin/v1/status", &[("authorization", &token)], b"").status)
        .collect();
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 10, "{statuses:?}");
    let key = basic(WRITE_KEY);
    let tracked: Vec<u16> = (0..12)
        .map(|number| {
            let body = cart("u1", &number.to_string()).to_string();
            call(running.address(), "POST", "/v1/track", &[("authorization", &key)], body.as_bytes()).status
        })
        .collect();
    assert_eq!(tracked.iter().filter(|status| **status == 200).count(), 10, "{tracked:?}");
    let refusal = json!({ "userId": "u1", "purpose": "marketing", "granted": false, "evidence": "form" });
    assert_eq!(running.track("/v1/consent", &refusal).status, 200, "a withdrawal is never held off");
    running.daemon.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_says_what_browsers_must_not_do() {
    let running = paced(Paces::default()).await;
    for path in ["/u/nothing", "/admin/v1/status", "/healthz", "/nowhere"] {
        let answer = call(running.address(), "GET", path, &[], b"");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "SAMEORIGIN"),
            ("referrer-policy", "no-referrer"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}: {}", answer.head);
        }
        assert_eq!(answer.header("strict-transport-security"), None, "it speaks no TLS");
    }
    let page = call(running.address(), "GET", "/u/nothing", &[], b"");
    assert!(page.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
    let admin = call(running.address(), "GET", "/admin/v1/status", &[], b"");
    assert_eq!(admin.header("cache-control"), Some("no-store"));
    running.daemon.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signature_over_a_moment_is_good_for_one_call() {
    let running = paced(Paces::default()).await;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let body = json!({ "token": "c1", "total_price": "30.50", "customer": { "id": "7" } }).to_string();
    let signed = |at: u64| {
        let mac = Hmac::<Sha256>::new_from_slice(WRITE_KEY.as_bytes()).unwrap();
        let tag = mac.chain_update(format!("{at}.{body}")).finalize().into_bytes();
        let tag: String = tag.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("t={at},v1={tag}")
    };
    let deliver = |signature: &str, id: &str| {
        let headers = [("stripe-signature", signature), ("x-shopify-webhook-id", id)];
        call(running.address(), "POST", "/v1/hooks/till", &headers, body.as_bytes()).status
    };
    let applied = || {
        let metrics = call(running.address(), "GET", "/metrics", &[], b"").body;
        let line = metrics.lines().find(|line| line.starts_with("filrouge_inputs_total{result=\"applied\"}"));
        line.unwrap().rsplit(' ').next().unwrap().parse::<u32>().unwrap()
    };
    let first = signed(now);
    assert_eq!((deliver(&first, "w1"), applied()), (200, 1));
    // The header is not signed: it would make another event of what was overheard.
    assert_eq!((deliver(&first, "w2"), applied()), (200, 1));
    assert_eq!((deliver(&signed(now - 1), "w2"), applied()), (200, 2), "another moment is another call");
    assert_eq!(deliver(&signed(now - 301), "w3"), 401, "and one of long ago is none");
    running.daemon.stop().await;
}
