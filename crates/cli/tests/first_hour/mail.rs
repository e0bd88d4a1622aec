//! A mail server that keeps what it is given.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// A server on a port of its own.
pub struct MailCatcher {
    pub port: u16,
    mails: Receiver<String>,
}

impl MailCatcher {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, mails) = channel();
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let sender = sender.clone();
                std::thread::spawn(move || talk(&client, &sender));
            }
        });
        Self { port, mails }
    }

    /// The next mail: the commands of its sender and its text.
    pub fn next(&self, patience: Duration) -> String {
        self.mails.recv_timeout(patience).unwrap_or_else(|_| panic!("no mail came"))
    }
}

/// One conversation (RFC 5321): whatever is given is taken.
fn talk(client: &TcpStream, mails: &Sender<String>) -> Option<()> {
    let mut answer = client;
    let mut lines = BufReader::new(client).lines().map_while(Result::ok);
    let mut mail = String::new();
    writeln!(answer, "220 catcher\r").ok()?;
    while let Some(line) = lines.next() {
        mail.push_str(&format!("{line}\n"));
        let word = line.split(' ').next().unwrap_or_default().to_uppercase();
        match word.as_str() {
            "DATA" => {
                writeln!(answer, "354 go on\r").ok()?;
                lines
                    .by_ref()
                    .take_while(|line| line != ".")
                    .for_each(|line| mail.push_str(&format!("{line}\n")));
                writeln!(answer, "250 kept\r").ok()?;
                mails.send(std::mem::take(&mut mail)).ok()?;
            }
            "QUIT" => return writeln!(answer, "221 bye\r").ok(),
            _ => writeln!(answer, "250 ok\r").ok()?,
        }
    }
    None
}
