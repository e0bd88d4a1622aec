//! Calls that no honest client makes.

use crate::shell::{said, stage};
use crate::stage::{Daemon, TOKEN, WRITE_KEY};
use crate::wire::{Answer, answer, call, get, post};
use insta::assert_snapshot;
use serde_json::{Value, json};
use std::io::Write;
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

fn shown(answer: &Answer) -> String {
    format!("{} {}", answer.status, answer.body)
}

fn track(key: &str, order: &str) -> Value {
    json!({
        "writeKey": key, "userId": "u1", "messageId": order, "event": "Order Placed",
        "properties": { "order_id": order },
    })
}

/// The daemon still takes what is right.
fn survives(daemon: &Daemon) {
    let taken = post(&daemon.address, "/v1/track", &track(WRITE_KEY, "good")).unwrap();
    assert_eq!((taken.status, taken.body.as_str()), (200, r#"{"success":true}"#));
    let why = daemon.ask("/admin/v1/why?person=u1");
    assert!(why.to_string().contains("entered"), "{why}");
}

#[test]
fn a_wrong_a_missing_and_an_empty_token_are_refused_alike() {
    let stage = stage();
    let daemon = stage.start();
    let refused = r#"401 {"version":1,"error":"the admin token is missing or wrong"}"#;
    for token in ["", "wrong", &TOKEN[1..], &format!("{TOKEN}x"), &"x".repeat(10_000)] {
        assert_eq!(shown(&get(&daemon.address, "/admin/v1/status", token).unwrap()), refused);
    }
    let without = call(&daemon.address, "POST /admin/v1/reload HTTP/1.1", b"").unwrap();
    assert_eq!(shown(&without), refused);
    survives(&daemon);
}

#[test]
fn a_wrong_token_on_the_command_line_is_told() {
    let stage = stage();
    let daemon = stage.start();
    let url = format!("http://{}", daemon.address);
    let told = said(&stage, &["status", "--url", &url, "--admin-token-env", "SITE_WRITE_KEY"]);
    assert_snapshot!(told, @r#"
    error: the daemon refused (401): the admin token is missing or wrong
    exit Some(2)
    "#);
}

#[test]
fn an_unknown_write_key_is_refused_and_nothing_is_kept() {
    let stage = stage();
    let daemon = stage.start();
    for key in ["", "wrong", TOKEN] {
        let answer = post(&daemon.address, "/v1/track", &track(key, "o1")).unwrap();
        assert_eq!(shown(&answer), r#"401 {"version":1,"error":"the write key is not known"}"#);
    }
    assert_eq!(daemon.ask("/admin/v1/status")["people"], 0);
    survives(&daemon);
}

#[test]
fn an_oversized_body_is_refused_packed_or_not() {
    let stage = stage();
    let daemon = stage.start();
    let refused = r#"413 {"version":1,"error":"a call may have 512 KB at most; send smaller batches"}"#;
    let large = track(WRITE_KEY, &"x".repeat(600 * 1024));
    assert_eq!(shown(&post(&daemon.address, "/v1/track", &large).unwrap()), refused);
    // What is announced is believed: nobody has to send a gigabyte to learn that it is too much.
    let mut stream = TcpStream::connect(&daemon.address).unwrap();
    let head = format!("POST /v1/batch HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n", 1_u64 << 30);
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&[b' '; 600 * 1024]).unwrap_or_default();
    assert_eq!(shown(&answer(stream).unwrap()), refused);
    survives(&daemon);
}

#[test]
fn an_oversized_message_is_set_aside_and_the_others_are_taken() {
    let stage = stage();
    let daemon = stage.start();
    let message = |order: &str| {
        json!({
            "type": "track", "userId": "u1", "messageId": &order[..2], "event": "Order Placed",
            "properties": { "order_id": order },
        })
    };
    let batch = json!({ "writeKey": WRITE_KEY, "batch": [message("o1"), message(&"x".repeat(40_000))] });
    assert_eq!(post(&daemon.address, "/v1/batch", &batch).unwrap().status, 200);
    assert_eq!(daemon.ask("/admin/v1/status")["quarantine"], 1);
    survives(&daemon);
}

#[test]
fn bodies_that_are_no_calls_are_refused_with_the_reason() {
    let stage = stage();
    let daemon = stage.start();
    let deep = "[".repeat(200_000);
    let nested = format!("{{\"batch\":{deep}");
    let said: Vec<String> = [
        b"".as_slice(),
        b"\0\0\0\0",
        b"{\"userId\":\"\xff\"}",
        b"[1,2]",
        b"{\"batch\":",
        b"\x1f\x8b\x08nonsense",
        deep.as_bytes(),
        nested.as_bytes(),
    ]
    .iter()
    .map(|body| shown(&call(&daemon.address, "POST /v1/batch HTTP/1.1", body).unwrap()))
    .collect();
    assert_snapshot!(said.join("\n"), @r#"
    400 {"version":1,"error":"the body is not a JSON object"}
    400 {"version":1,"error":"the body is not a JSON object"}
    400 {"version":1,"error":"the body is not UTF-8 at byte 11"}
    400 {"version":1,"error":"the body is not a JSON object"}
    400 {"version":1,"error":"the body is not valid JSON at line 1, column 9"}
    400 {"version":1,"error":"the body is not valid gzip"}
    400 {"version":1,"error":"the body is not a JSON object"}
    400 {"version":1,"error":"the body is not valid JSON at line 1, column 200009"}
    "#);
    survives(&daemon);
}

#[test]
fn a_gzip_bomb_is_unpacked_no_further_than_a_call_may_be() {
    let stage = stage();
    let daemon = stage.start();
    let bomb =
        stage.command("sh").args(["-c", "head -c 400000000 /dev/zero | gzip"]).output().unwrap().stdout;
    assert!(bomb.len() < 512 * 1024);
    let begun = Instant::now();
    let answer = call(&daemon.address, "POST /v1/batch HTTP/1.1", &bomb).unwrap();
    assert_eq!(answer.status, 413, "{}", answer.body);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    survives(&daemon);
}

#[test]
fn what_is_no_http_is_refused() {
    let stage = stage();
    let daemon = stage.start();
    for garbage in ["\0\0\0\0\r\n\r\n".to_owned(), format!("GET /{} HTTP/1.1\r\n\r\n", "x".repeat(100_000))] {
        let mut stream = TcpStream::connect(&daemon.address).unwrap();
        stream.write_all(garbage.as_bytes()).unwrap_or_default();
        let status = answer(stream).map(|answer| answer.status);
        assert!(status.as_ref().is_ok_and(|status| (400..500).contains(status)), "{status:?}");
    }
    survives(&daemon);
}

/// Sends one byte a second, and says after what time which answer came.
fn drip(daemon: &Daemon, head: &str) -> (Duration, Option<u16>) {
    let mut stream = TcpStream::connect(&daemon.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(40) {
        let mut byte = [0];
        match stream.peek(&mut byte) {
            Ok(0) => return (begun.elapsed(), None),
            Ok(_) => return (begun.elapsed(), Some(answer(stream).unwrap().status)),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(_) => return (begun.elapsed(), None),
        }
        if stream.write_all(b"a").is_err() {
            return (begun.elapsed(), None);
        }
    }
    panic!("a slow client is never cut off")
}

#[test]
fn slow_clients_are_cut_off_and_hold_up_nobody() {
    let stage = stage();
    let daemon = stage.start();
    let (head, body) = thread::scope(|scope| {
        let head = scope.spawn(|| drip(&daemon, "POST /v1/batch HTTP/1.1\r\nhost: x\r\nx-slow: "));
        let body = scope
            .spawn(|| drip(&daemon, "POST /v1/batch HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{"));
        thread::sleep(Duration::from_secs(3));
        survives(&daemon);
        (head.join().unwrap(), body.join().unwrap())
    });
    assert!((10..20).contains(&head.0.as_secs()), "{head:?}");
    assert!((15..27).contains(&body.0.as_secs()) && body.1 == Some(408), "{body:?}");
    survives(&daemon);
}

#[test]
fn hundreds_of_silent_connections_hold_up_nobody() {
    let stage = stage();
    let daemon = stage.start();
    let silent: Vec<TcpStream> = (0..300).map(|_| TcpStream::connect(&daemon.address).unwrap()).collect();
    survives(&daemon);
    drop(silent);
    assert!(daemon.stop(), "the daemon stops well when it is asked to");
}
