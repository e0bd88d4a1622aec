//! Following decisions while they are taken.

use super::running::{Running, TOKEN, eventually, running};
use super::schemas::follows;
use serde_json::{Value as Json, json};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// What a client has heard so far.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<Json>>>);

impl Heard {
    fn decisions(&self) -> Vec<Json> {
        self.0.lock().unwrap().clone()
    }

    /// The words of the verdicts.
    fn words(&self) -> Vec<String> {
        let word = |decision: &Json| match &decision["verdict"] {
            Json::String(word) => word.clone(),
            Json::Object(members) => members.keys().next().cloned().unwrap_or_default(),
            other => panic!("{other}"),
        };
        self.decisions().iter().map(word).collect()
    }
}

/// Listens on a thread of its own, which ends when the daemon ends the answer.
fn listen(running: &Running, query: &str) -> (Heard, JoinHandle<()>) {
    let (heard, address) = (Heard::default(), running.address());
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let head = format!(
        "GET /admin/v1/tap{query} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {TOKEN}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut lines = BufReader::new(stream).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "HTTP/1.1 200 OK");
    let kept = heard.clone();
    let listening = thread::spawn(move || {
        // Sizes of chunks are numbers, which no decision is.
        let objects = lines.map_while(Result::ok).filter(|line| line.starts_with('{'));
        objects.for_each(|line| kept.0.lock().unwrap().push(serde_json::from_str(&line).unwrap()));
    });
    (heard, listening)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn decisions_are_told_as_they_are_taken_over_a_reload_until_the_daemon_stops() {
    let running = running("first").await;
    running.grant("u1");
    let (heard, listening) = listen(&running, "");
    running.cart("u1", "c1");
    eventually("the end of the first message is told", || heard.words().contains(&"sent".to_owned()));
    assert_eq!(heard.words(), ["entered", "queued", "sent", "exited"]);
    let queued = heard.decisions().remove(1);
    follows("tap", &queued);
    assert_eq!(queued["origin"]["lines"][0]["text"], "    send hello \"first\"");
    let before = running.status()["plan"]["active"].clone();
    fs::write(running.project().join("message.txt"), "second").unwrap();
    eventually("the plan is another one", || running.status()["plan"]["active"] != before);
    running.cart("u1", "c2");
    eventually("the second message is told", || {
        heard.decisions().iter().any(|told| told["origin"]["lines"][0]["text"] == "    send hello \"second\"")
    });
    let since = Instant::now();
    let Running { daemon, .. } = running;
    daemon.stop().await;
    listening.join().unwrap();
    assert!(since.elapsed() < Duration::from_secs(4), "a stop waits for nobody who listens");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_what_is_asked_for_is_told() {
    let running = running("first").await;
    running.grant("u1");
    running.cart("u1", "c1");
    let (skipped, _) = listen(&running, "?result=skipped");
    let (mine, _) = listen(&running, "?person=u1&journey=welcome");
    let (other, _) = listen(&running, "?journey=nobody");
    running.cart("u2", "c2");
    running.cart("u1", "c3");
    eventually("both are told", || mine.words().contains(&"sent".to_owned()) && !skipped.words().is_empty());
    assert_eq!(skipped.words(), ["skipped"]);
    let people =
        |heard: &Heard| heard.decisions().iter().map(|told| told["person"].clone()).collect::<Vec<_>>();
    let me = people(&mine)[0].clone();
    assert!(
        people(&mine).iter().all(|person| *person == me) && people(&skipped) != [me],
        "{:?}",
        mine.words()
    );
    assert_eq!(other.decisions(), Vec::<Json>::new());
    let unknown = running.admin("GET", "/admin/v1/tap?person=nobody", &Json::Null);
    assert_eq!((unknown.status, unknown.json()["error"].clone()), (404, json!("nobody is known by that")));
}
