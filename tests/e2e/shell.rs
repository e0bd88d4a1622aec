//! Programs beside the daemon: where they are, and how to talk to them line by line.

use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

/// A script of the clients' folder, ready to run with the interpreter that `cargo xtask setup` prepared.
pub fn client(script: &str) -> Command {
    let home = root().join("target/e2e");
    let program = if script.ends_with(".py") { home.join("venv/bin/python") } else { PathBuf::from("node") };
    let folder = if script.ends_with(".py") { root().join("tests/e2e/clients") } else { home.join("node") };
    let ready = home.join("venv/bin/python").exists() && home.join("node/node_modules").exists();
    assert!(ready, "the clients of the end-to-end tests are not installed: run `cargo xtask setup`");
    let mut command = Command::new(program);
    command.arg(folder.join(script));
    command
}

/// A running program that answers with JSON lines.
pub struct Talker {
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<Value>,
}

impl Talker {
    /// Starts `command`.
    pub fn start(mut command: Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if let Ok(value) = serde_json::from_str(&line) {
                    let _ = sender.send(value);
                }
            }
        });
        Self { input: child.stdin.take(), child, lines }
    }

    /// Writes one line.
    pub fn say(&mut self, line: &Value) {
        writeln!(self.input.as_mut().unwrap(), "{line}").unwrap();
    }

    /// The next line, if one comes within `patience`.
    pub fn hear(&self, patience: Duration) -> Option<Value> {
        self.lines.recv_timeout(patience).ok()
    }
}

impl Drop for Talker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
