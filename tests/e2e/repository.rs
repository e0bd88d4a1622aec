//! A project under git.

use crate::shell::root;
use std::process::{Command, Output};
use tempfile::TempDir;

/// The reference project in a repository of its own.
pub struct Repository(pub TempDir);

impl Repository {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for part in ["filrouge.kdl", "filrouge.lock", "journeys", "schema"] {
            let copied =
                Command::new("cp").arg("-r").arg(root().join(part)).arg(folder.path()).status().unwrap();
            assert!(copied.success());
        }
        let own = Self(folder);
        own.git(&["init", "--quiet", "--initial-branch", "main"]);
        own.commit("the project");
        own
    }

    pub fn git(&self, arguments: &[&str]) {
        let name = ["-c", "user.name=Léa", "-c", "user.email=lea@example.com"];
        let run = Command::new("git").args(name).args(arguments).current_dir(&self.0).output().unwrap();
        assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    }

    pub fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    pub fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.0.path().join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no `{from}`");
        std::fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    pub fn append(&self, file: &str, text: &str) {
        let path = self.0.path().join(file);
        let before = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, before + text).unwrap();
    }

    pub fn filrouge(&self, arguments: &[&str]) -> Output {
        let mut filrouge = Command::new(env!("CARGO_BIN_EXE_filrouge"));
        filrouge.args(arguments).current_dir(&self.0).output().unwrap()
    }

    pub fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.0.path().join(file)).unwrap()
    }
}
