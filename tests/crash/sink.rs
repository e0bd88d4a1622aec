//! The endpoint that messages go to: it keeps the promise of the idempotency key and no other.

use crate::dice::Dice;
use crate::now;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// One call that reached the endpoint.
#[derive(Debug, Clone)]
pub struct Call {
    pub key: String,
    pub to: String,
    pub text: String,
    pub subject: String,
    /// When it was read, before it was answered.
    pub at: i64,
    /// How many processes had been killed before.
    pub round: u64,
    /// Whether the endpoint kept the message, now or at an earlier call.
    pub taken: bool,
}

/// The endpoint.
pub struct Sink {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    round: AtomicU64,
    dice: Mutex<Dice>,
    book: Mutex<Book>,
}

#[derive(Default)]
struct Book {
    calls: Vec<Call>,
    taken: BTreeSet<String>,
}

/// What the endpoint does with a call.
enum Mood {
    Take { pause: u64, answer: bool },
    Refuse(&'static str),
}

/// Gives each connection to `answer`, on a thread of its own; the address that is listened on.
pub fn serve(answer: impl Fn(&TcpStream) -> io::Result<()> + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let answer = Arc::new(answer);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = Arc::clone(&answer);
            // A daemon that was killed leaves half a request, or takes no answer.
            thread::spawn(move || answer(&stream).unwrap_or_default());
        }
    });
    address
}

impl Sink {
    /// Starts to listen.
    pub fn start(dice: Dice) -> Self {
        let shared =
            Arc::new(Shared { round: AtomicU64::new(0), dice: Mutex::new(dice), book: Mutex::default() });
        let serving = Arc::clone(&shared);
        let address = serve(move |stream| serving.serve(stream));
        Self { address, shared }
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://{}/messages", self.address)
    }

    /// Says how many processes were killed so far.
    pub fn enter(&self, round: u64) {
        self.shared.round.store(round, Ordering::SeqCst);
    }

    /// Every call so far.
    pub fn calls(&self) -> Vec<Call> {
        self.shared.book.lock().unwrap().calls.clone()
    }
}

impl Shared {
    fn serve(&self, stream: &TcpStream) -> io::Result<()> {
        let Some(Request { key, body, .. }) = request(stream)? else { return Ok(()) };
        let mood = self.mood(&key);
        self.enter_in_the_book(key, &body, matches!(mood, Mood::Take { .. }));
        match mood {
            Mood::Take { pause, answer } => {
                thread::sleep(Duration::from_millis(pause));
                if answer { say(stream, "200 OK\r\nx-request-id: r1") } else { Ok(()) }
            }
            Mood::Refuse(status) => say(stream, status),
        }
    }

    fn mood(&self, key: &str) -> Mood {
        if key.ends_with("00") {
            return Mood::Refuse("422 Unprocessable Content");
        }
        let mut dice = self.dice.lock().unwrap();
        match dice.below(100) {
            0..60 => Mood::Take { pause: 0, answer: true },
            60..85 => Mood::Take { pause: 5 + dice.below(300), answer: true },
            85..90 => Mood::Take { pause: dice.below(50), answer: false },
            90..96 => Mood::Refuse("500 Internal Server Error"),
            _ => Mood::Refuse("503 Service Unavailable\r\nretry-after: 1"),
        }
    }

    fn enter_in_the_book(&self, key: String, body: &Value, taken: bool) {
        let text = |path: &str| body.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (to, text, subject) = (text("/data/to"), text("/data/text"), text("/data/subject"));
        let mut book = self.book.lock().unwrap();
        if taken {
            book.taken.insert(key.clone());
        }
        let taken = book.taken.contains(&key);
        let round = self.round.load(Ordering::SeqCst);
        book.calls.push(Call { key, to, text, subject, at: now(), round, taken });
    }
}

/// A whole request.
pub struct Request {
    pub key: String,
    /// What was called for.
    pub target: String,
    /// Nothing when there was no body.
    pub body: Value,
}

/// Reads a request; nothing when it was cut short.
pub fn request(stream: &TcpStream) -> io::Result<Option<Request>> {
    let mut reader = BufReader::new(stream);
    let (mut key, mut length) = (String::new(), 0);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        match line.trim_end().split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("idempotency-key") => key = value.to_owned(),
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.parse().unwrap_or(0);
            }
            _ if line.trim_end().is_empty() => break,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let body = if body.is_empty() { Value::Null } else { serde_json::from_slice(&body)? };
    let target = first.split(' ').nth(1).unwrap_or_default().to_owned();
    Ok(Some(Request { key, target, body }))
}

/// Answers with an empty body.
pub fn say(stream: &TcpStream, status: &str) -> io::Result<()> {
    say_with(stream, status, "")
}

/// Answers with a body.
pub fn say_with(mut stream: &TcpStream, status: &str, body: &str) -> io::Result<()> {
    let length = body.len();
    let answer = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}");
    stream.write_all(answer.as_bytes())
}
