//! Somebody at a shell.

use super::page::{Command, fits};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{self, Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// How long a command may take to print what it must.
const PATIENCE: Duration = Duration::from_secs(30);
/// What the shell says when a command has ended.
const ENDED: &str = "--ended--";

/// Other tests may run a daemon too: each visitor has a port of their own, which no command of the page needs to name. Options
/// for it are added behind the reader's back.
const AT_OWN_PORT: &str = r#"
filrouge() {
    case $1 in
        dev | run) exec_or_call "$@" --listen 127.0.0.1:$PORT ;;
        import | why) command filrouge "$@" --url http://127.0.0.1:$PORT ;;
        *) command filrouge "$@" ;;
    esac
}
exec_or_call() { if [ "$BASHPID" != "$$" ]; then exec filrouge "$@"; else command filrouge "$@"; fi }
set -m
exec 2>&1
"#;

/// A shell in an empty folder, which lives as long as the visit.
pub struct Visitor {
    folder: tempfile::TempDir,
    shell: Child,
    lines: Receiver<String>,
    port: u16,
    mail: u16,
}

impl Visitor {
    pub fn new(mail: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let binary = Path::new(env!("CARGO_BIN_EXE_filrouge"));
        let path = format!("{}:{}", binary.parent().unwrap().display(), std::env::var("PATH").unwrap());
        let mut shell = process::Command::new("bash")
            .args(["--noprofile", "--norc"])
            .env_clear()
            .envs([
                ("PATH", path.as_str()),
                ("PORT", &port.to_string()),
                ("TZ", "UTC"),
                ("HOME", "/nonexistent"),
            ])
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(shell.stdout.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            output.lines().map_while(Result::ok).for_each(|line| drop(sender.send(line)));
        });
        let mut visitor = Self { folder, shell, lines, port, mail };
        visitor.say(AT_OWN_PORT);
        visitor
    }

    fn say(&mut self, line: &str) {
        writeln!(self.shell.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    /// Writes a file in the project.
    pub fn write(&self, path: &str, text: &str) {
        fs::write(self.folder.path().join("acme").join(path), text).unwrap();
    }

    /// Gives a command and reads what it prints. One that goes on in the background has printed all of it at some time.
    pub fn give(&mut self, command: &Command) {
        let line = command.line.replace("127.0.0.1:1025", &format!("127.0.0.1:{}", self.mail));
        // A reader who types has waited by the time of the next command.
        let pause = if line.starts_with("kill ") { "\nwait" } else { "" };
        self.say(&format!("{line}{pause}\necho {ENDED}$?"));
        let (mut printed, mut ended) = (String::new(), None);
        let end = Instant::now() + PATIENCE;
        let is_behind = line.ends_with('&');
        while ended.is_none() || (is_behind && !fits(&command.prints, &printed)) {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(line) = self.lines.recv_timeout(left) else {
                panic!("$ {}\nprinted this, and nothing else came:\n{printed}", command.line);
            };
            match line.strip_prefix(ENDED) {
                Some(code) => ended = Some(code.to_owned()),
                None => printed.push_str(&format!("{}\n", self.as_usual(&line))),
            }
        }
        let (code, shown) = (ended.unwrap_or_default(), &command.prints);
        assert_eq!(code, "0", "$ {}\n{printed}", command.line);
        assert!(fits(shown, &printed), "$ {}\nprinted:\n{printed}\nthe page shows:\n{shown}", command.line);
    }

    /// What a line would be at the port that the page names.
    fn as_usual(&self, line: &str) -> String {
        line.trim_end().replace(&format!("127.0.0.1:{}", self.port), "127.0.0.1:7900")
    }
}

impl Drop for Visitor {
    fn drop(&mut self) {
        // Whatever runs in the background ends with the visit.
        if let Some(stdin) = self.shell.stdin.as_mut() {
            let _ = writeln!(stdin, "kill $(jobs -p) 2> /dev/null; wait; exit");
        }
        let _ = self.shell.wait();
    }
}
