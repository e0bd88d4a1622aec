//! A connection to the daemon that stays open: as little HTTP as a client needs.

use crate::Failure;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// A connection that stays open between calls.
#[derive(Debug)]
pub struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    /// Connects to `address`.
    ///
    /// # Errors
    /// When nobody listens there.
    pub fn open(address: &str) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    /// Posts JSON and waits for the answer.
    ///
    /// # Errors
    /// When the answer is not 200.
    pub fn send(&mut self, path: &str, body: &str) -> Result<String, Failure> {
        let length = body.len();
        self.call(&format!("POST {path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"))
    }

    /// Posts nothing, as the operator who shows `token`, and waits for the answer.
    ///
    /// # Errors
    /// When the answer is not 200.
    pub fn command(&mut self, path: &str, token: &str) -> Result<String, Failure> {
        self.call(&format!(
            "POST {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\ncontent-length: 0\r\n\r\n"
        ))
    }

    /// Asks for a page.
    ///
    /// # Errors
    /// When the answer is not 200.
    pub fn get(&mut self, path: &str) -> Result<String, Failure> {
        self.call(&format!("GET {path} HTTP/1.1\r\nhost: bench\r\n\r\n"))
    }

    fn call(&mut self, request: &str) -> Result<String, Failure> {
        self.stream.get_mut().write_all(request.as_bytes())?;
        let (status, length) = self.head()?;
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        let body = String::from_utf8(body)?;
        if status.contains(" 200 ") { Ok(body) } else { Err(format!("{}: {body}", status.trim()).into()) }
    }

    fn head(&mut self) -> Result<(String, usize), Failure> {
        let (mut status, mut length) = (String::new(), 0);
        self.stream.read_line(&mut status)?;
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line)?;
            let line = line.trim().to_ascii_lowercase();
            if line.is_empty() {
                return Ok((status, length));
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
        }
    }
}
