//! A service that takes signed messages, and refuses all others.

use filrouge_connect::http::SigningKey;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

pub const KEY: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// The status by which a script says that the service does not answer at all.
pub const HANGS: u16 = 0;

/// One call that the service took or refused.
#[derive(Debug, Clone)]
pub struct Call {
    pub status: u16,
    /// With the method under `:method` and what was called for under `:target`.
    pub headers: BTreeMap<String, String>,
    pub body: Json,
}

/// The service.
#[derive(Clone)]
pub struct Endpoint {
    pub url: String,
    calls: Arc<Mutex<Vec<Call>>>,
    /// Answers to give before the service takes anything: status and further headers.
    pub script: Arc<Mutex<Vec<(u16, &'static str)>>>,
    /// What it says when it takes something.
    pub says: Arc<Mutex<String>>,
}

impl Endpoint {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let endpoint = Self { url, calls: Arc::default(), script: Arc::default(), says: Arc::default() };
        let served = endpoint.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let served = served.clone();
                thread::spawn(move || served.serve(stream));
            }
        });
        endpoint
    }

    fn serve(&self, mut stream: TcpStream) {
        let Some((headers, body)) = request(&mut stream) else { return };
        let (status, extra) = self.judge(&headers, &body);
        if status == HANGS {
            thread::sleep(Duration::from_secs(60));
        }
        let body = serde_json::from_str(&body).unwrap_or_default();
        self.calls.lock().unwrap().push(Call { status, headers, body });
        let says = if status == 202 { self.says.lock().unwrap().clone() } else { String::new() };
        let length = says.len();
        let head =
            format!("HTTP/1.1 {status} x\r\nconnection: close\r\ncontent-length: {length}\r\n{extra}\r\n");
        let answer = head + &says;
        let _ = stream.write_all(answer.as_bytes());
    }

    fn judge(&self, headers: &BTreeMap<String, String>, body: &str) -> (u16, &'static str) {
        let of = |name: &str| headers.get(name).map_or("", String::as_str);
        let key = SigningKey::parse(KEY).unwrap();
        let said = if of(":method") == "GET" { of(":target") } else { body };
        if !key.verify(of("webhook-id"), of("webhook-timestamp"), said, of("webhook-signature")) {
            return (401, "");
        }
        let mut script = self.script.lock().unwrap();
        if script.is_empty() { (202, "") } else { script.remove(0) }
    }

    pub fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }

    /// Messages that were taken.
    pub fn taken(&self) -> Vec<Json> {
        self.calls()
            .into_iter()
            .filter(|call| call.status == 202)
            .map(|call| call.body["data"].clone())
            .collect()
    }

    /// Waits until `count` messages were taken.
    pub fn wait_for(&self, count: usize) -> Vec<Json> {
        let start = Instant::now();
        loop {
            let taken = self.taken();
            if taken.len() >= count {
                return taken;
            }
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "only {} of {count}: {:?}",
                taken.len(),
                self.calls()
            );
            thread::sleep(Duration::from_millis(10));
        }
    }
}

fn request(stream: &mut TcpStream) -> Option<(BTreeMap<String, String>, String)> {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let lines = head.lines().filter_map(|line| line.split_once(": "));
            let line = [":method", ":target"].into_iter().zip(head.lines().next()?.split(' '));
            let headers: BTreeMap<String, String> =
                lines.chain(line).map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
            if body.len() >= headers.get("content-length").map_or("0", String::as_str).parse().ok()? {
                return Some((headers, body.to_owned()));
            }
        }
        let length = stream.read(&mut part).ok().filter(|length| *length > 0)?;
        bytes.extend_from_slice(&part[..length]);
    }
}
