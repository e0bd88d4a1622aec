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

    /// Posts JSON or nothing, as the operator who shows `token`, and waits for the answer.
    ///
    /// # Errors
    /// When the answer is not 200.
    pub fn command(&mut self, path: &str, token: &str, body: &str) -> Result<String, Failure> {
        let length = body.len();
        self.call(&format!(
            "POST {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\ncontent-length: {length}\r\n\r\n{body}"
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
        let body = String::from_utf8(match length {
            Some(length) => self.exactly(length)?,
            None => self.chunks()?,
        })?;
        if status.contains(" 200 ") { Ok(body) } else { Err(format!("{}: {body}", status.trim()).into()) }
    }

    fn exactly(&mut self, length: usize) -> Result<Vec<u8>, Failure> {
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(body)
    }

    /// A body of which nobody knew the length, in parts; the last one is empty.
    fn chunks(&mut self) -> Result<Vec<u8>, Failure> {
        let mut body = Vec::new();
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line)?;
            let length = usize::from_str_radix(line.trim(), 16)?;
            body.extend(self.exactly(length)?);
            self.stream.read_line(&mut line)?;
            if length == 0 {
                return Ok(body);
            }
        }
    }

    /// The line of the status, and the length of the body; none when it comes in parts.
    fn head(&mut self) -> Result<(String, Option<usize>), Failure> {
        let (mut status, mut length) = (String::new(), Some(0));
        self.stream.read_line(&mut status)?;
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line)?;
            let line = line.trim().to_ascii_lowercase();
            if line.is_empty() {
                return Ok((status, length));
            }
            match line.split_once(':') {
                Some(("content-length", value)) => length = Some(value.trim().parse()?),
                Some(("transfer-encoding", value)) if value.trim() == "chunked" => length = None,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[test]
    fn a_body_in_parts_is_read_to_its_end() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
            let next = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes";
            write!(stream, "{head}4\r\nover\r\n5\r\n and \r\n0\r\n\r\n{next}").unwrap();
            // Until the client has gone.
            stream.read_to_end(&mut Vec::new()).unwrap();
        });
        let mut connection = Connection::open(&address).unwrap();
        assert_eq!(connection.get("/").unwrap(), "over and ");
        assert_eq!(connection.get("/").unwrap(), "yes");
    }
}
