//! One project from KDL to an explained message, in a terminal: the reference project is checked and run, a person
//! buys a lamp, an email comes out, and `why` shows the lines behind it.

use crate::repository::{Outcome, root};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long the email may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Walks through it.
pub fn run() -> Outcome {
    heading("cargo build --package filrouge-cli");
    succeed(Command::new("cargo").args(["build", "--quiet", "--package", "filrouge-cli"]))?;
    heading("filrouge check");
    succeed(filrouge().arg("check"))?;
    heading("filrouge test --only buys");
    succeed(filrouge().args(["test", "--only", "buys"]))?;
    heading("filrouge dev");
    let daemon = Daemon::start()?;
    println!("{}", daemon.address);
    heading("events of a visitor: identify, a basket, an order");
    daemon.visit()?;
    heading("the email in the mailbox");
    println!("{}", daemon.email()?);
    heading("filrouge why lea");
    let address = format!("http://{}", daemon.address);
    succeed(filrouge().args(["why", "lea", "--url", &address]).env("FILROUGE_ADMIN_TOKEN", "dev"))?;
    Ok("\nThat is the red thread. Next: filrouge new DIR, and docs/tour.md for the rooms behind it."
        .to_owned())
}

fn heading(words: &str) {
    println!("\n── {words}");
}

fn filrouge() -> Command {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into);
    let mut command = Command::new(target.join("debug/filrouge"));
    command.current_dir(root());
    command
}

fn succeed(command: &mut Command) -> Result<(), Vec<String>> {
    let status = command.current_dir(root()).status().map_err(problem)?;
    if status.success() { Ok(()) } else { Err(vec![format!("{command:?}: {status}")]) }
}

fn problem(error: impl std::fmt::Display) -> Vec<String> {
    vec![error.to_string()]
}

struct Daemon {
    child: Child,
    address: String,
}

impl Daemon {
    fn start() -> Result<Self, Vec<String>> {
        let mut command = filrouge();
        command.args(["dev", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(problem)?;
        let output = child.stdout.take().ok_or_else(|| problem("the daemon has no output"))?;
        let lines = BufReader::new(output).lines().map_while(Result::ok);
        let address =
            lines.filter_map(|line| Some(line.split_once("listening on http://")?.1.to_owned())).next();
        let address = address.ok_or_else(|| problem("the daemon did not start"))?;
        Ok(Self { child, address })
    }

    fn visit(&self) -> Result<(), Vec<String>> {
        let item = json!({ "sku": "l1", "name": "Lampe Aube", "price": 80, "quantity": 1 });
        let calls = [
            (
                "identify",
                json!({ "traits": { "email": "lea@example.com", "first_name": "Léa", "tier": "standard" } }),
            ),
            (
                "track",
                json!({ "event": "Cart Updated", "properties": { "cart_id": "c1", "value": 80, "items": [item] } }),
            ),
            (
                "track",
                json!({ "event": "Order Completed", "properties": {
                "order_id": "o1", "cart_id": "c1", "total": 80, "first_order": true,
            } }),
            ),
        ];
        for (verb, mut body) in calls {
            if let Some(members) = body.as_object_mut() {
                members.insert("userId".to_owned(), json!("lea"));
            }
            println!("POST /v1/{verb} {body}");
            self.call("POST", &format!("/v1/{verb}"), &body.to_string())?;
        }
        Ok(())
    }

    /// The first message in the mailbox, as soon as it is there.
    fn email(&self) -> Result<String, Vec<String>> {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            let mailbox = self.call("GET", "/dev/mailbox.json", "")?;
            let mailbox: Value = serde_json::from_str(&mailbox).map_err(problem)?;
            if let Some(message) = mailbox.pointer("/messages/0/message") {
                let text = |name: &str| message.get(name).and_then(Value::as_str).unwrap_or("");
                return Ok(format!("To: {}\nSubject: {}\n\n{}", text("to"), text("subject"), text("text")));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Err(problem("no email came"))
    }

    /// The body of the answer to a plain HTTP request with the write key of a development daemon.
    fn call(&self, method: &str, path: &str, body: &str) -> Result<String, Vec<String>> {
        let mut stream = TcpStream::connect(&self.address).map_err(problem)?;
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Basic ZGV2Og==\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n{body}",
            self.address,
            body.len()
        );
        stream.write_all(request.as_bytes()).map_err(problem)?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).map_err(problem)?;
        let (head, body) =
            answer.split_once("\r\n\r\n").ok_or_else(|| problem("the daemon answered nothing"))?;
        if head.contains(" 200 ") { Ok(body.to_owned()) } else { Err(vec![answer]) }
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
