//! Pausing from the command line: what a person types and reads, and what leaves meanwhile.

use crate::daemon::{Daemon, Stage};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// A service that takes every message, and hands on what it was told.
pub struct Service {
    pub url: String,
    bodies: Receiver<Value>,
}

impl Service {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let (sender, bodies) = channel();
        std::thread::spawn(move || {
            let calls = listener.incoming().filter_map(Result::ok).filter_map(taken);
            calls.for_each(|body| drop(sender.send(body)));
        });
        Self { url, bodies }
    }

    pub fn next(&self) -> Value {
        self.bodies.recv_timeout(Duration::from_secs(20)).expect("no message came")
    }

    pub fn silent_for(&self, pause: Duration) {
        if let Ok(body) = self.bodies.recv_timeout(pause) {
            panic!("no message was expected: {body}");
        }
    }
}

/// The body of a call, which is answered with 200.
fn taken(mut stream: TcpStream) -> Option<Value> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        match line.trim_end().to_ascii_lowercase() {
            end if end.is_empty() => break,
            line => {
                let told = line.strip_prefix("content-length:").map(str::trim);
                length = told.and_then(|told| told.parse().ok()).unwrap_or(length);
            }
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").ok()?;
    serde_json::from_slice(&body).ok()
}

/// A daemon whose parcels go to a service.
struct House {
    service: Service,
    stage: Stage,
    daemon: Daemon,
}

impl House {
    fn new() -> Self {
        let service = Service::start();
        let stage = Stage::new("smtp://127.0.0.1:9", &service.url);
        let daemon = stage.run();
        Self { service, stage, daemon }
    }

    fn ship(&self, parcel: &str) {
        let body =
            json!({ "userId": "lea", "event": "Parcel Shipped", "properties": { "parcel_id": parcel } });
        assert_eq!(self.daemon.post("/v1/track", &body).0, 200);
    }

    /// What `filrouge` prints, with its exit code where that is not 0. The moment of a pause stands as `TIME`.
    fn told(&self, arguments: &[&str]) -> String {
        let mut command = self.stage.filrouge(arguments);
        let ran = command.args(["--url", &self.daemon.url]).env_remove("USER").output().unwrap();
        let printed = [ran.stdout, ran.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        let mut told: String = printed.lines().map(|line| format!("{}\n", without_moment(line))).collect();
        if !ran.status.success() {
            told.push_str(&format!("exit {}", ran.status.code().unwrap_or(-1)));
        }
        told
    }
}

/// A line of what is paused, without when it was.
fn without_moment(line: &str) -> String {
    let parts = line.split_once("  since ").and_then(|(part, rest)| Some((part, rest.split_once(" by ")?.1)));
    parts.map_or_else(|| line.to_owned(), |(part, by)| format!("{part}  since TIME by {by}"))
}

#[test]
fn what_is_paused_holds_its_messages_until_it_is_resumed() {
    let house = House::new();
    let paused = house.told(&["pause", "journey:parcels", "--by", "lea, incident 12"]);
    assert_eq!(paused, "paused now:\n  journey:parcels  since TIME by lea, incident 12\n");
    house.ship("p1");
    house.service.silent_for(Duration::from_millis(700));
    let why = house.told(&["why", "lea"]);
    assert!(
        why.contains("message over webhook is held: paused until somebody resumes it (paused)")
            && why.contains("send notice via=webhook template=parcel"),
        "{why}"
    );
    assert_eq!(house.told(&["resume", "journey:parcels", "--by", "tom"]), "nothing is paused\n");
    assert_eq!(house.service.next()["data"]["text"], "Colis p1 en route");
}

#[test]
fn what_is_paused_stands_in_the_status_with_who_did_it() {
    let house = House::new();
    let status = house.told(&["status"]);
    assert!(!status.contains("paused"), "{status}");
    house.told(&["pause", "connector:endpoint", "--by", "lea"]);
    let both = "paused now:\n  channel:email  since TIME by tom\n  connector:endpoint  since TIME by lea\n";
    assert_eq!(house.told(&["pause", "channel:email", "--by", "tom"]), both);
    assert_eq!(house.told(&["pause", "channel:email", "--by", "ana"]), both, "who was first has done it");
    let status = house.told(&["status"]);
    let told = "\npaused\n  channel:email  since TIME by tom\n  connector:endpoint  since TIME by lea\n";
    assert!(status.ends_with(told), "{status}");
    let left = "paused now:\n  channel:email  since TIME by tom\n";
    assert_eq!(house.told(&["resume", "connector:endpoint", "--by", "ana"]), left);
}

#[test]
fn a_pause_outlives_the_daemon() {
    let house = House::new();
    house.told(&["pause", "project", "--by", "lea"]);
    let House { service, stage, daemon } = house;
    assert!(daemon.stop());
    let house = House { daemon: stage.run(), service, stage };
    house.ship("p1");
    house.service.silent_for(Duration::from_millis(700));
    assert_eq!(house.told(&["resume", "project", "--by", "lea"]), "nothing is paused\n");
    assert_eq!(house.service.next()["data"]["text"], "Colis p1 en route");
}

#[test]
fn what_cannot_be_paused_is_refused_in_words() {
    let house = House::new();
    let refused = [
        (
            "journey:parcls",
            "tom",
            "the daemon refused (404): there is no `journey:parcls` in the plan that runs",
        ),
        (
            "letters:all",
            "tom",
            "the daemon refused (400): what can be paused is `project`, `journey:NAME`, `channel:NAME` or \
             `connector:NAME`",
        ),
        ("project", "", "the daemon refused (400): `by` says in one line who asks"),
    ];
    for (part, by, words) in refused {
        assert_eq!(house.told(&["pause", part, "--by", by]), format!("error: {words}\nexit 2"));
    }
    let nobody = house.told(&["pause", "project"]);
    assert!(nobody.contains("required arguments were not provided:\n  --by <NAME>"), "{nobody}");
    assert_eq!(house.told(&["resume", "project", "--by", "lea"]), "nothing is paused\n");
}

#[test]
fn programs_read_what_is_paused_as_json() {
    let house = House::new();
    let told = house.told(&["pause", "project", "--by", "lea", "--format", "json"]);
    let answer: Value = serde_json::from_str(&told).unwrap();
    assert_eq!((&answer["version"], &answer["paused"][0]["part"]), (&json!(1), &json!("project")));
    assert_eq!(answer["paused"][0]["by"], "lea");
    assert!(answer["paused"][0]["at"].is_i64());
}
