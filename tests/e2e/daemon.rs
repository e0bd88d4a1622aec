//! The daemon, as a process of its own.

use crate::shell::root;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The key that clients present.
pub const WRITE_KEY: &str = "e2e-write-key";
/// The token of the admin API.
pub const TOKEN: &str = "e2e-admin-token";

/// A project in a folder of its own, and the environment that it runs in.
pub struct Stage {
    pub folder: tempfile::TempDir,
    environment: Vec<(String, String)>,
}

impl Stage {
    /// A copy of the test project, with the mail server and the endpoint that it writes to.
    pub fn new(smtp: &str, endpoint: &str) -> Self {
        Self::of(&root().join("tests/e2e/project"), smtp, endpoint)
    }

    /// The same with a copy of another project.
    pub fn of(project: &Path, smtp: &str, endpoint: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(project, &folder.path().join("project"));
        let environment = [
            ("SITE_WRITE_KEY", WRITE_KEY),
            ("SMTP_URL", smtp),
            ("ENDPOINT_URL", endpoint),
            ("ENDPOINT_SECRET", "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"),
            ("CARRIER_KEY", "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"),
            ("TEAM_KEY", "8f742231b10e8888abcd99yyyzzz85a5"),
            ("TILL_KEY", "whsec_till"),
            ("FILROUGE_ADMIN_TOKEN", TOKEN),
        ];
        let environment = environment.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        Self { folder, environment }
    }

    /// A file of the project.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join("project").join(name)
    }

    /// Replaces words in a file, as an editor saves: a new file is moved over the old one.
    pub fn edit(&self, name: &str, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.file(name)).unwrap();
        assert!(text.contains(from), "{name} has no `{from}`");
        let draft = self.file(".draft");
        std::fs::write(&draft, text.replace(from, to)).unwrap();
        std::fs::rename(draft, self.file(name)).unwrap();
    }

    /// `filrouge` with these arguments, in this environment.
    pub fn filrouge(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_filrouge"));
        command.args(arguments).envs(self.environment.iter().cloned()).current_dir(self.folder.path());
        command
    }

    /// Starts the daemon and waits until it is ready.
    pub fn run(&self) -> Daemon {
        self.run_at("127.0.0.1:0")
    }

    /// The same at an address.
    pub fn run_at(&self, address: &str) -> Daemon {
        self.start(address, &[])
    }

    /// The same with more arguments.
    pub fn run_with(&self, more: &[&str]) -> Daemon {
        self.start("127.0.0.1:0", more)
    }

    /// Changes the environment.
    pub fn set(&mut self, name: &str, value: &str) {
        self.environment.retain(|(known, _)| known != name);
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    fn start(&self, address: &str, more: &[&str]) -> Daemon {
        let arguments = [
            "run",
            "project",
            "--data",
            "data",
            "--listen",
            address,
            "--admin-token-env",
            "FILROUGE_ADMIN_TOKEN",
        ];
        let mut child = self
            .filrouge(&[&arguments[..], more].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line
            .split_whitespace()
            .find(|word| word.starts_with("http://"))
            .expect("the daemon says its address");
        Daemon { url: url.to_owned(), child }
    }
}

/// A running daemon.
pub struct Daemon {
    pub url: String,
    child: Child,
}

impl Daemon {
    /// An answer of the admin API.
    pub fn admin(&self, method: reqwest::Method, path: &str) -> (u16, Value) {
        let request = client().request(method, format!("{}{path}", self.url)).bearer_auth(TOKEN);
        send(request)
    }

    /// Posts JSON as the operator.
    pub fn order(&self, path: &str, body: &Value) -> (u16, Value) {
        send(client().post(format!("{}{path}", self.url)).bearer_auth(TOKEN).json(body))
    }

    /// Posts JSON with the write key.
    pub fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        send(client().post(format!("{}{path}", self.url)).basic_auth(WRITE_KEY, Some("")).json(body))
    }

    /// Waits until `wanted` holds of the status.
    pub fn until(&self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            let (_, status) = self.admin(reqwest::Method::GET, "/admin/v1/status");
            if wanted(&status) {
                return status;
            }
            assert!(Instant::now() < end, "{what} did not happen: {status:#}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Pulls the plug.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks the daemon to stop, and returns whether it ended well.
    pub fn stop(mut self) -> bool {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status().unwrap();
        self.child.wait().unwrap().success()
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A client of HTTP.
pub fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}

/// Status and JSON body of the answer to `request`.
pub fn send(request: reqwest::RequestBuilder) -> (u16, Value) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let answer = request.send().await.expect("the daemon answers");
        let status = answer.status().as_u16();
        let body = answer.text().await.unwrap_or_default();
        (status, serde_json::from_str(&body).unwrap_or(Value::String(body)))
    })
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
