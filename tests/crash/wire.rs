//! HTTP by hand: a test sees when a connection breaks, and can say things that no client would.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(40);

/// What was answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: String,
}

/// Calls once, on a connection of its own.
pub fn call(address: &str, head: &str, body: &[u8]) -> io::Result<Answer> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let length = body.len();
    let head = format!("{head}\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
    stream.write_all(&[head.as_bytes(), body].concat())?;
    answer(stream)
}

/// Posts JSON.
pub fn post(address: &str, path: &str, body: &serde_json::Value) -> io::Result<Answer> {
    let head = format!("POST {path} HTTP/1.1\r\ncontent-type: application/json");
    call(address, &head, body.to_string().as_bytes())
}

/// Asks the admin API.
pub fn get(address: &str, path: &str, token: &str) -> io::Result<Answer> {
    call(address, &format!("GET {path} HTTP/1.1\r\nauthorization: Bearer {token}"), b"")
}

/// Reads a whole answer; one cut short is an error.
pub fn answer(stream: TcpStream) -> io::Result<Answer> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|word| word.parse().ok()).ok_or_else(cut_short)?;
    let mut length = 0;
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Err(cut_short());
        }
        match line.trim_end().to_ascii_lowercase().split_once(": ") {
            Some(("content-length", value)) => length = value.parse().map_err(|_| cut_short())?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(Answer { status, body: String::from_utf8_lossy(&body).into_owned() })
}

fn cut_short() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the answer was cut short")
}
