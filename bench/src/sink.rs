//! The endpoint that messages go to, which keeps its own count of what it took: nobody's figures but its own.

use crate::Failure;
use serde::Deserialize;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// A message that was taken.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// Its text, which names what it is about.
    pub text: String,
    /// When it was read, before it was answered.
    pub at: Instant,
}

/// An endpoint that runs for as long as the process.
#[derive(Debug)]
pub struct Sink {
    address: SocketAddr,
    book: Arc<Book>,
}

#[derive(Debug)]
struct Book {
    /// Of so many calls one is refused for now; none when this is 0.
    refuses: u64,
    calls: AtomicU64,
    taken: Mutex<Vec<Arrival>>,
}

/// A message: the one of a call, or the `data` of a signed one.
#[derive(Deserialize)]
struct Body {
    text: Option<String>,
    data: Option<Box<Body>>,
}

impl Sink {
    /// Starts to listen. Of `refuses` calls it takes all but one, which is told to come back; 0 takes every call.
    ///
    /// # Errors
    /// When it cannot listen.
    pub fn start(refuses: u64) -> Result<Self, Failure> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let book = Arc::new(Book { refuses, calls: AtomicU64::new(0), taken: Mutex::default() });
        let keeps = Arc::clone(&book);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let book = Arc::clone(&keeps);
                // A client that goes away in the middle of a call has handed over nothing.
                std::thread::spawn(move || book.serve(&stream).unwrap_or_default());
            }
        });
        Ok(Self { address, book })
    }

    /// Where messages are posted to.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/messages", self.address)
    }

    /// How many messages were taken so far.
    #[must_use]
    pub fn count(&self) -> usize {
        self.book.taken.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Every message that was taken so far, in their order.
    #[must_use]
    pub fn taken(&self) -> Vec<Arrival> {
        self.book.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Book {
    fn serve(&self, stream: &TcpStream) -> Result<(), Failure> {
        stream.set_nodelay(true)?;
        let mut reader = BufReader::new(stream);
        while let Some(body) = body(&mut reader)? {
            let answer = if self.takes(&body)? { TAKEN } else { BUSY };
            (&*stream).write_all(answer.as_bytes())?;
        }
        Ok(())
    }

    /// Whether the message is taken; if so it is in the book.
    fn takes(&self, body: &[u8]) -> Result<bool, Failure> {
        let call = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        if self.refuses > 0 && call.is_multiple_of(self.refuses) {
            return Ok(false);
        }
        let Body { text, data } = serde_json::from_slice(body)?;
        let text = text.or_else(|| data?.text).ok_or("a message without text")?;
        let arrival = Arrival { text, at: Instant::now() };
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).push(arrival);
        Ok(true)
    }
}

const TAKEN: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
const BUSY: &str = "HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\ncontent-length: 0\r\n\r\n";

/// The body of the next call; nothing when the client is gone.
fn body(reader: &mut impl BufRead) -> Result<Option<Vec<u8>>, Failure> {
    let (mut length, mut line) = (0, String::new());
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        match line.trim_end().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse()?
            }
            Some(_) => {}
            None if line.trim_end().is_empty() => break,
            None => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(Some(body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Connection;

    #[test]
    fn it_keeps_what_it_took_and_nothing_else() {
        let sink = Sink::start(3).unwrap();
        let mut client = Connection::open(&sink.address.to_string()).unwrap();
        client.send("/messages", r#"{"text":"reminder-1"}"#).unwrap();
        client.send("/messages", r#"{"type":"message.send","data":{"text":"reminder-2"}}"#).unwrap();
        assert!(client.send("/messages", r#"{"text":"reminder-3"}"#).is_err());
        client.send("/messages", r#"{"text":"reminder-3"}"#).unwrap();
        let texts: Vec<String> = sink.taken().into_iter().map(|arrival| arrival.text).collect();
        assert_eq!(texts, ["reminder-1", "reminder-2", "reminder-3"]);
    }
}
