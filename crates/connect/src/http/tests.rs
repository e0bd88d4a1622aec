//! The strategy against an endpoint on a real socket, which checks signatures before it takes anything.

use super::*;
use crate::{Errand, Heard, Reply};
use filrouge_machine::{Id, Message};
use filrouge_plan::ask::{AskedFor, Filling, Header, Method, Piece};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Headers, with the method under `:method` and what it was called for under `:target`, and the body.
type Call = (BTreeMap<String, String>, String);

const KEY: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// What stands where a redirect leads.
const ELSEWHERE: &str = "HTTP/1.1 200 x\r\ncontent-length: 0\r\n\r\n";

struct Endpoint {
    url: String,
    calls: Arc<Mutex<Vec<Call>>>,
}

/// An endpoint that answers `answer` to a call whose signature fits `KEY`, and 401 to any other.
async fn endpoint(answer: &'static str) -> Endpoint {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let calls = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&calls);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, answer, Arc::clone(&seen)));
        }
    });
    Endpoint { url, calls }
}

async fn serve(mut stream: TcpStream, answer: &'static str, seen: Arc<Mutex<Vec<Call>>>) {
    let Some((headers, body)) = read(&mut stream).await else { return };
    let of = |name: &str| headers.get(name).map_or("", String::as_str);
    let key = SigningKey::parse(KEY).unwrap();
    let said = if body.is_empty() { of(":target") } else { &body };
    let genuine = key.verify(of("webhook-id"), of("webhook-timestamp"), said, of("webhook-signature"));
    let answer = if genuine { answer } else { "HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n" };
    let answer = if of(":target") == "/elsewhere" { ELSEWHERE } else { answer };
    seen.lock().unwrap().push((headers, body));
    if answer == "silence" {
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
    let _ = stream.write_all(answer.as_bytes()).await;
}

async fn read(stream: &mut TcpStream) -> Option<Call> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let mut words = head.lines().next()?.split(' ');
            let line = [":method", ":target"].into_iter().zip(words.by_ref());
            let headers: BTreeMap<String, String> = head
                .lines()
                .filter_map(|line| line.split_once(": "))
                .chain(line)
                .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
                .collect();
            if body.len() >= headers.get("content-length").map_or("0", String::as_str).parse().ok()? {
                return Some((headers, body.to_owned()));
            }
        }
        let mut part = [0; 4096];
        let length = stream.read(&mut part).await.ok().filter(|length| *length > 0)?;
        bytes.extend_from_slice(&part[..length]);
    }
}

fn delivery() -> Delivery {
    Delivery {
        person: Id(1),
        message: Message {
            effect: Id(0xfeed),
            input: None,
            channel: "webhook".into(),
            connector: "crm".into(),
            purpose: "service".into(),
            journey: "welcome".into(),
            step: "tell".into(),
            template: "hello".into(),
            locale: "fr".into(),
            from: None,
            to: "u1".into(),
            subject: None,
            html: None,
            text: Some("Bonjour Léa".into()),
            withdrawable: false,
            until: None,
        },
        unsubscribe: None,
        trace: None,
    }
}

/// A connector that signs its calls, with the address and the key that the folder keeps.
fn signed(folder: &Path, timeout_ms: u64) -> Http {
    Http::new(
        Secret::File("url".into()),
        Some(Secret::File("key".into())),
        timeout_ms,
        Reach::Anywhere,
        Secrets::in_folder(folder),
    )
}

async fn asked(url: &str, ask: &Ask) -> Reply {
    let folder = tempfile(url, KEY);
    let reply = signed(&folder, 2_000).ask(ask, None).await;
    std::fs::remove_dir_all(folder).unwrap();
    reply
}

fn ask(tells: serde_json::Value) -> Ask {
    Ask {
        effect: Id(0xa5c),
        input: None,
        connector: "stock".into(),
        purpose: "orders".into(),
        journey: "back".into(),
        step: "shelf".into(),
        path: vec!["shelf".into(), "a/../b é".into()],
        query: vec![("lang".into(), "fr&x=1".into())],
        tells: tells.as_object().unwrap().clone(),
        answer: vec![],
    }
}

async fn deliver(url: &str, key: &str, timeout_ms: u64) -> Attempt {
    let folder = tempfile(url, key);
    let attempt = signed(&folder, timeout_ms).deliver(&delivery()).await;
    std::fs::remove_dir_all(folder).unwrap();
    attempt
}

fn tempfile(url: &str, key: &str) -> std::path::PathBuf {
    let name = Id::of(&[url, key]);
    let folder = std::env::temp_dir().join(format!("filrouge-http-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("url"), url).unwrap();
    std::fs::write(folder.join("key"), key).unwrap();
    folder
}

const TAKEN: &str = "HTTP/1.1 202 Accepted\r\nx-request-id: r1\r\ncontent-length: 0\r\n\r\n";

#[tokio::test]
async fn the_endpoint_refuses_another_key_and_takes_the_right_one() {
    let endpoint = endpoint(TAKEN).await;
    let wrong = deliver(&endpoint.url, "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 2_000).await;
    assert_eq!(wrong.reason(), Some("the endpoint answered 401"));
    let right = deliver(&endpoint.url, KEY, 2_000).await;
    assert_eq!(right, Attempt::Sent { receipt: Some("r1".into()) });
}

#[tokio::test]
async fn a_call_carries_its_key_and_a_versioned_body() {
    let endpoint = endpoint(TAKEN).await;
    deliver(&endpoint.url, KEY, 2_000).await;
    let (headers, body) = endpoint.calls.lock().unwrap().first().cloned().unwrap();
    assert_eq!(headers["idempotency-key"], "0000000000000000000000000000feed");
    assert_eq!(headers["content-type"], "application/json");
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["version"], 1);
    assert_eq!(body["data"]["text"], "Bonjour Léa");
    assert_eq!(body["data"]["id"], "0000000000000000000000000000feed");
}

#[tokio::test]
async fn a_busy_endpoint_says_when_to_come_back() {
    let endpoint = endpoint("HTTP/1.1 429 Slow Down\r\nretry-after: 7\r\ncontent-length: 0\r\n\r\n").await;
    let attempt = deliver(&endpoint.url, KEY, 2_000).await;
    let after = Some(Duration::from_secs(7));
    let reason = "the endpoint answered 429".to_owned();
    assert_eq!(attempt, Attempt::Retry { reason, after, perhaps_taken: false });
}

#[tokio::test]
async fn silence_leaves_a_doubt() {
    let endpoint = endpoint("silence").await;
    let attempt = deliver(&endpoint.url, KEY, 200).await;
    let reason = "the endpoint did not answer in time".to_owned();
    assert_eq!(attempt, Attempt::Retry { reason, after: None, perhaps_taken: true });
}

#[tokio::test]
async fn an_endpoint_that_is_not_there_leaves_none() {
    let attempt = deliver("http://127.0.0.1:1/", KEY, 2_000).await;
    let Attempt::Retry { reason, perhaps_taken: false, .. } = attempt else { panic!("{attempt:?}") };
    assert!(reason.starts_with("the endpoint cannot be reached: Connection refused"), "{reason}");
}

#[tokio::test]
async fn a_redirect_to_another_host_is_not_followed() {
    let other = endpoint(TAKEN).await;
    let answer = format!("HTTP/1.1 307 Elsewhere\r\nlocation: {}\r\ncontent-length: 0\r\n\r\n", other.url);
    let endpoint = endpoint(Box::leak(answer.into_boxed_str())).await;
    let attempt = deliver(&endpoint.url, KEY, 2_000).await;
    assert!(matches!(attempt, Attempt::Failed { .. }), "{attempt:?}");
    assert!(other.calls.lock().unwrap().is_empty());
}

const ANSWERED: &str = "HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n{\"pieces\":3}";
const SHELF: &str = "/hook/shelf/a%2F..%2Fb%20%C3%A9?lang=fr%26x%3D1";

#[tokio::test]
async fn a_question_whose_address_says_all_is_a_signed_get() {
    let endpoint = endpoint(ANSWERED).await;
    let reply = asked(&endpoint.url, &ask(serde_json::json!({}))).await;
    assert!(matches!(reply, Reply::Answered { body } if body == b"{\"pieces\":3}"));
    let (headers, body) = endpoint.calls.lock().unwrap().first().cloned().unwrap();
    assert_eq!((headers[":method"].as_str(), headers[":target"].as_str()), ("GET", SHELF));
    assert_eq!(
        (headers["idempotency-key"].as_str(), body.as_str()),
        ("00000000000000000000000000000a5c", "")
    );
}

#[tokio::test]
async fn what_is_told_is_posted_below_the_address_and_the_signed_body_says_where() {
    let endpoint = endpoint(ANSWERED).await;
    asked(&endpoint.url, &ask(serde_json::json!({ "cart": "c1" }))).await;
    let (headers, body) = endpoint.calls.lock().unwrap().first().cloned().unwrap();
    assert_eq!((headers[":method"].as_str(), headers[":target"].as_str()), ("POST", SHELF));
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["data"]["with"], serde_json::json!({ "cart": "c1" }));
    assert_eq!(body["data"]["target"], SHELF);
}

#[tokio::test]
async fn a_question_to_the_connector_itself_is_posted_as_before() {
    let endpoint = endpoint(ANSWERED).await;
    asked(&endpoint.url, &Ask { path: vec![], query: vec![], ..ask(serde_json::json!({})) }).await;
    let (headers, body) = endpoint.calls.lock().unwrap().first().cloned().unwrap();
    assert_eq!((headers[":method"].as_str(), headers[":target"].as_str()), ("POST", "/hook"));
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["data"]["target"], serde_json::Value::Null);
}

/// Names that lead to one address the first time, and to another one from then on.
struct Rebinding {
    looks: Mutex<u32>,
    first: std::net::IpAddr,
    later: std::net::IpAddr,
}

impl Lookup for Rebinding {
    fn addresses(&self, _: String) -> reach::Looking {
        let mut looks = self.looks.lock().unwrap();
        *looks += 1;
        let address = if *looks == 1 { self.first } else { self.later };
        Box::pin(async move { Ok(vec![address]) })
    }
}

/// Calls the endpoint by a name that `lookup` knows.
async fn by_name(endpoint: &Endpoint, lookup: Arc<dyn Lookup>, times: usize) -> Vec<Attempt> {
    let mut url = Url::parse(&endpoint.url).unwrap();
    url.set_host(Some("shop.example")).unwrap();
    let folder = tempfile(url.as_str(), KEY);
    let (url, key) = (Secret::File("url".into()), Some(Secret::File("key".into())));
    let mut http = Http::new(url, key, 300, Reach::Public, Secrets::in_folder(&folder));
    http.lookup = lookup;
    let mut attempts = Vec::new();
    for _ in 0..times {
        attempts.push(http.deliver(&delivery()).await);
    }
    std::fs::remove_dir_all(folder).unwrap();
    attempts
}

fn private() -> String {
    format!("the endpoint cannot be reached: {Private}")
}

#[tokio::test]
async fn a_name_that_leads_into_a_private_network_is_not_called() {
    let endpoint = endpoint(TAKEN).await;
    let local: std::net::IpAddr = [127, 0, 0, 1].into();
    let lookup = Arc::new(Rebinding { looks: Mutex::new(0), first: local, later: local });
    let attempts = by_name(&endpoint, lookup, 1).await;
    assert_eq!(attempts[0].reason(), Some(private().as_str()));
    assert!(endpoint.calls.lock().unwrap().is_empty());
}

/// The second look, for the connection itself, would be the way in: there is none.
#[tokio::test]
async fn a_name_that_is_bound_anew_between_two_looks_reaches_nothing() {
    let endpoint = endpoint(TAKEN).await;
    let lookup = Arc::new(Rebinding {
        looks: Mutex::new(0),
        first: [8, 8, 8, 8].into(),
        later: [127, 0, 0, 1].into(),
    });
    let attempts = by_name(&endpoint, Arc::clone(&lookup) as Arc<dyn Lookup>, 1).await;
    assert!(!matches!(attempts[0], Attempt::Sent { .. }), "{attempts:?}");
    assert_eq!(*lookup.looks.lock().unwrap(), 1, "it is looked up once for a call");
    let attempts = by_name(&endpoint, lookup, 1).await;
    assert_eq!(attempts[0].reason(), Some(private().as_str()));
    assert!(endpoint.calls.lock().unwrap().is_empty());
}

#[tokio::test]
async fn an_address_that_is_a_private_number_is_not_called() {
    let endpoint = endpoint(TAKEN).await;
    let folder = tempfile(&endpoint.url, KEY);
    let url = Secret::File("url".into());
    let http = Http::new(url, None, 2_000, Reach::Public, Secrets::in_folder(&folder));
    let attempt = http.deliver(&delivery()).await;
    let reason = format!("the endpoint is not called: {Private}");
    assert_eq!(attempt.reason(), Some(reason.as_str()));
    assert!(endpoint.calls.lock().unwrap().is_empty());
    std::fs::remove_dir_all(folder).unwrap();
}

fn erasing(method: Method, url_path: Vec<Vec<Piece>>) -> Errand {
    let filled = |text: &str| Filling::Text(vec![Piece::Profile(text.to_owned())]);
    let secret = Some(Secret::File("key".into()));
    let ask = filrouge_plan::ask::Ask {
        right: AskedFor::Erase,
        purpose: None,
        method,
        path: url_path,
        headers: vec![
            Header { name: "Authorization".into(), text: "Bearer ".into(), secret },
            Header { name: "revision".into(), text: "2026-10-15".into(), secret: None },
        ],
        query: vec![],
        body: if method == Method::Post { vec![("/email".to_owned(), filled("email"))] } else { vec![] },
        keep: vec![],
        nobody_status: vec![404],
        nobody: vec![],
        refused: vec![],
        until: None,
        unsure_by_hand: false,
        confirmed_by_hand: false,
        confirmed_by_webhook: false,
    };
    let words = [("profile.email".to_owned(), serde_json::json!("lea@example.com"))].into_iter().collect();
    Errand { ask, words, key: Id(0xe7a) }
}

async fn carried(url: &str, errand: &Errand) -> Heard {
    let folder = tempfile(url, KEY);
    let heard = signed(&folder, 2_000).carry(errand, None).await;
    std::fs::remove_dir_all(folder).unwrap();
    heard
}

#[tokio::test]
async fn a_right_is_asked_as_it_is_declared() {
    let endpoint = endpoint("HTTP/1.1 204 x\r\ncontent-length: 0\r\n\r\n").await;
    let path = || vec![vec![Piece::Text("users".into())], vec![Piece::Profile("email".into())]];
    let done = Heard::Done { kept: BTreeMap::new() };
    assert_eq!(carried(&endpoint.url, &erasing(Method::Post, path())).await, done);
    assert_eq!(carried(&endpoint.url, &erasing(Method::Delete, path())).await, done);
    let calls = endpoint.calls.lock().unwrap().clone();
    let of = |call: &Call, name: &str| call.0[name].clone();
    let [post, delete] = &calls[..] else { panic!("{calls:?}") };
    assert_eq!((of(post, ":method"), post.1.as_str()), ("POST".into(), r#"{"email":"lea@example.com"}"#));
    assert_eq!((of(delete, ":method"), delete.1.as_str()), ("DELETE".into(), ""));
    for call in [post, delete] {
        assert_eq!(of(call, ":target"), "/hook/users/lea%40example.com");
        assert_eq!(of(call, "authorization"), format!("Bearer {KEY}"));
        assert_eq!(
            (of(call, "revision"), of(call, "idempotency-key")),
            ("2026-10-15".into(), Id(0xe7a).to_string())
        );
    }
}

#[tokio::test]
async fn an_answer_to_a_right_confirms_refuses_or_is_asked_for_again() {
    let asked = async |answer| {
        let endpoint = endpoint(answer).await;
        carried(&endpoint.url, &erasing(Method::Delete, vec![vec![Piece::Profile("email".into())]])).await
    };
    assert_eq!(asked("HTTP/1.1 404 x\r\ncontent-length: 0\r\n\r\n").await, Heard::Nobody);
    let forbidden = asked("HTTP/1.1 403 x\r\ncontent-length: 0\r\n\r\n").await;
    assert_eq!(forbidden, Heard::Refused { reason: "the endpoint answered 403".to_owned() });
    let busy = asked("HTTP/1.1 429 x\r\nretry-after: 7\r\ncontent-length: 0\r\n\r\n").await;
    assert!(
        matches!(busy, Heard::Retry { after: Some(wait), perhaps_taken: false, .. } if wait.as_secs() == 7)
    );
    let silent = asked("silence").await;
    assert!(matches!(silent, Heard::Retry { perhaps_taken: true, .. }), "{silent:?}");
    // Whoever follows it asks with `GET`, is answered 200, and has erased nobody.
    let moved = asked("HTTP/1.1 302 x\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n").await;
    assert!(matches!(moved, Heard::Refused { .. }), "{moved:?}");
}

#[tokio::test]
async fn a_right_is_asked_of_public_addresses_alone() {
    let endpoint = endpoint("HTTP/1.1 204 x\r\ncontent-length: 0\r\n\r\n").await;
    let folder = tempfile(&endpoint.url, KEY);
    let (url, secrets) = (Secret::File("url".into()), Secrets::in_folder(&folder));
    let http = Http::new(url, None, 2_000, Reach::Public, secrets);
    let heard = http.carry(&erasing(Method::Delete, vec![]), None).await;
    std::fs::remove_dir_all(folder).unwrap();
    assert!(matches!(heard, Heard::Retry { perhaps_taken: false, .. }), "{heard:?}");
    assert!(endpoint.calls.lock().unwrap().is_empty());
}
