//! What should never come, and comes.

use super::client::{basic, call, gzip, raw, read};
use super::running::{WRITE_KEY, cart, running};
use serde_json::json;
use std::io::Write;
use std::net::TcpStream;
use std::time::{Duration, Instant};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_kind_of_garbage_gets_a_clear_answer_and_the_daemon_survives() {
    let running = running("hello").await;
    let key = basic(WRITE_KEY);
    let post = |body: &[u8]| {
        let answer = call(running.address(), "POST", "/v1/batch", &[("authorization", &key)], body);
        let reason = answer.json()["error"].as_str().unwrap_or_default().to_owned();
        (answer.status, reason)
    };
    assert_eq!(post(b"{ \"batch\": [").1, "the body is not valid JSON at line 1, column 12");
    assert_eq!(post(b"").1, "the body is not a JSON object");
    assert_eq!(post(b"[]").0, 400);
    assert_eq!(post(b"{}").1, "a batch needs `batch`, a list of messages");
    assert_eq!(post(b"{\"batch\": [\"\xff\"]}").1, "the body is not UTF-8 at byte 12");
    assert_eq!(post(&[0; 64]).0, 400);
    assert_eq!(post(&[0x1f, 0x8b, 0, 1, 2]).1, "the body is not valid gzip");
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(post(nested.as_bytes()).0, 400);
    let huge = vec![b' '; 600 * 1024];
    assert_eq!(post(&huge), (413, "a call may have 512 KB at most; send smaller batches".into()));
    let bomb = gzip(&vec![b' '; 50 * 1024 * 1024]);
    assert!(bomb.len() < 100 * 1024);
    assert_eq!(post(&bomb).0, 413);
    assert_eq!(running.track("/v1/track", &cart("u1", "m1")).status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_nested_too_deep_or_too_long_is_put_aside_alone() {
    let running = running("hello").await;
    let deep = format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000));
    let long = "x".repeat(40 * 1024);
    let body = format!(
        "{{\"batch\": [{{\"type\": \"track\", \"userId\": \"u1\", \"properties\": {deep}}}, \
         {{\"type\": \"track\", \"userId\": \"u1\", \"event\": \"{long}\"}}, \
         {{\"type\": \"track\", \"userId\": \"u\\u0000\", \"event\": \"Cart Updated\", \
         \"properties\": {{\"cart_id\": \"c\", \"value\": 1}}}}]}}"
    );
    let key = basic(WRITE_KEY);
    let answer = call(running.address(), "POST", "/v1/batch", &[("authorization", &key)], body.as_bytes());
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(running.quarantine().len(), 2, "{:#?}", running.quarantine());
    assert_eq!(running.status()["people"], 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_client_is_cut_off_and_holds_up_nobody() {
    let running = running("hello").await;
    let mut slow = TcpStream::connect(running.address()).unwrap();
    slow.write_all(b"POST /v1/track HTTP/1.1\r\nhost: x\r\n").unwrap();
    let mut starving = TcpStream::connect(running.address()).unwrap();
    let head = format!(
        "POST /v1/track HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: {}\r\ncontent-length: 99\r\n\r\n{{",
        basic(WRITE_KEY)
    );
    starving.write_all(head.as_bytes()).unwrap();
    let start = Instant::now();
    assert_eq!(running.track("/v1/track", &cart("u1", "m1")).status, 200);
    assert!(start.elapsed() < Duration::from_secs(5));
    for stream in [&mut slow, &mut starving] {
        stream.set_read_timeout(Some(Duration::from_secs(40))).unwrap();
    }
    let answer = read(&mut starving);
    assert_eq!(answer.status, 408, "{answer:?}");
    read(&mut slow);
    assert!(start.elapsed() < Duration::from_secs(40));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_http_harms_nobody() {
    let running = running("hello").await;
    raw(running.address(), b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n");
    raw(running.address(), &[b'A'; 100_000]);
    let long = format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "a".repeat(200_000));
    assert_ne!(raw(running.address(), long.as_bytes()).status, 200);
    let alive = call(running.address(), "GET", "/healthz", &[], b"");
    assert_eq!(alive.json(), json!({ "status": "alive" }));
}
