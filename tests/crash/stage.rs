//! A project in a folder of its own, and the real daemon on it.

use crate::wire;
use serde_json::Value;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// The key that clients present.
pub const WRITE_KEY: &str = "a-write-key";
/// The token of the admin API.
pub const TOKEN: &str = "an-admin-token";

/// A project in a folder of its own, and its environment.
pub struct Stage {
    folder: TempDir,
    /// The environment of every daemon.
    pub environment: Vec<(String, String)>,
}

impl Stage {
    /// A project of one file.
    pub fn new(project: &str, environment: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("project")).unwrap();
        fs::write(folder.path().join("project/filrouge.kdl"), project).unwrap();
        let own = [("SITE_WRITE_KEY", WRITE_KEY), ("FILROUGE_ADMIN_TOKEN", TOKEN)];
        let environment = own.iter().chain(environment);
        let environment = environment.map(|(name, value)| ((*name).into(), (*value).into())).collect();
        Self { folder, environment }
    }

    /// Something below the stage's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// What the daemons wrote to standard error.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&fs::read(self.path("log")).unwrap_or_default()).into_owned()
    }

    /// `program` with the daemon's environment, in the stage's folder.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.envs(self.environment.iter().cloned()).current_dir(self.folder.path());
        command
    }

    /// `filrouge run` as a process that may not have begun to listen.
    pub fn spawn(&self) -> Child {
        self.launch(self.command(env!("CARGO_BIN_EXE_filrouge")))
    }

    /// Starts `filrouge run` and waits until it listens.
    pub fn start(&self) -> Daemon {
        self.ready(self.spawn())
    }

    /// Gives `command` the arguments of `filrouge run`.
    pub fn launch(&self, mut command: Command) -> Child {
        let log = File::options().create(true).append(true).open(self.path("log")).unwrap();
        command.args(["run", "project", "--data", "data", "--listen", "127.0.0.1:0"]);
        command.args(["--admin-token-env", "FILROUGE_ADMIN_TOKEN"]);
        command.stdout(Stdio::piped()).stderr(log).spawn().unwrap()
    }

    /// Waits until `child` listens.
    pub fn ready(&self, mut child: Child) -> Daemon {
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://");
        let address = address.unwrap_or_else(|| fail(&format!("not ready, said {line:?}"), &self.log()));
        Daemon { address: address.to_owned(), child }
    }
}

fn fail(what: &str, log: &str) -> ! {
    let lines: Vec<&str> = log.lines().collect();
    panic!("{what}\n{}", lines[lines.len().saturating_sub(20)..].join("\n"))
}

/// A running daemon. It is killed when it is dropped.
pub struct Daemon {
    pub address: String,
    child: Child,
}

impl Daemon {
    /// Pulls the plug.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        let status = self.child.wait().unwrap();
        assert_eq!(status.code(), None, "the daemon ended by itself");
    }

    /// Asks the daemon to stop, and returns whether it ended well.
    pub fn stop(mut self) -> bool {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        self.child.wait().unwrap().success()
    }

    /// An answer of the admin API.
    pub fn ask(&self, path: &str) -> Value {
        let answer = wire::get(&self.address, path, TOKEN).unwrap();
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
