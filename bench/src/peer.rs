//! What people would use instead: a script of `bench/peers/` starts it, and it takes events and sends messages over HTTP as
//! the daemon does.

use crate::{Failure, tree_time};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long one that was told to stop may take for it.
const PATIENCE: Duration = Duration::from_secs(20);

/// How a peer is started.
#[derive(Debug)]
pub struct Terms<'t> {
    /// Where messages are posted to.
    pub sink: &'t str,
    /// How long a basket waits.
    pub pause: Duration,
    /// Where programs are installed.
    pub cache: &'t Path,
}

/// One that runs for as long as this lives.
#[derive(Debug)]
pub struct Peer {
    child: Child,
    address: String,
    path: String,
    folder: TempDir,
}

/// Why there is none.
#[derive(Debug)]
pub enum Absent {
    /// Something is missing here, which it names.
    Missing(String),
    /// It was to start and did not.
    Failed(Failure),
}

impl<E: Into<Failure>> From<E> for Absent {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// Where the scripts are.
#[must_use]
pub fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers")
}

/// The names of all peers, sorted.
///
/// # Errors
/// When the scripts are not there.
pub fn names() -> Result<Vec<String>, Failure> {
    let entries = std::fs::read_dir(scripts())?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().join("start").is_file())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    Ok(names)
}

impl Peer {
    /// Starts the one of this name.
    ///
    /// # Errors
    /// When something is missing, or it does not start.
    pub fn start(name: &str, terms: &Terms<'_>) -> Result<Self, Absent> {
        let folder = tempfile::tempdir()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut script = Command::new(scripts().join(name).join("start"));
        script.env("PEER_CACHE", terms.cache).env("PEER_FOLDER", folder.path());
        script.env("PEER_PORT", port.to_string()).env("PEER_SINK", terms.sink);
        script.env("PEER_PAUSE", terms.pause.as_millis().to_string());
        let child = script.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let mut peer = Self { child, address: format!("127.0.0.1:{port}"), path: String::new(), folder };
        peer.path = peer.ready()?;
        Ok(peer)
    }

    /// The path that events are posted to, once it takes them.
    fn ready(&mut self) -> Result<String, Absent> {
        let output = self.child.stdout.take().ok_or("no output")?;
        for line in BufReader::new(output).lines() {
            if let Some(path) = line?.strip_prefix("ready ") {
                return Ok(path.to_owned());
            }
        }
        let errors = self.child.stderr.take().ok_or("no errors")?;
        let errors: Vec<String> = BufReader::new(errors).lines().map_while(Result::ok).collect();
        let why = errors.join("\n");
        match self.child.wait()?.code() {
            Some(3) => Err(Absent::Missing(why)),
            code => Err(Absent::Failed(format!("it ended with {code:?}: {why}\n{}", self.log()).into())),
        }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Where events are posted to.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What it and all that it started have taken of the processor.
    ///
    /// # Errors
    /// When it is gone.
    pub fn processor(&self) -> Result<Duration, Failure> {
        tree_time(self.child.id())
    }

    /// The last lines that it wrote.
    #[must_use]
    pub fn log(&self) -> String {
        let text = std::fs::read(self.folder.path().join("log")).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        lines.get(lines.len().saturating_sub(8)..).unwrap_or_default().join("\n")
    }
}

impl Drop for Peer {
    /// Tells it to stop, so that it ends what it started; later it is ended.
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let since = Instant::now();
        while since.elapsed() < PATIENCE {
            if self.child.try_wait().is_ok_and(|status| status.is_some()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        // One that is gone already needs no end.
        let _ = self.child.kill().and_then(|()| self.child.wait());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_peer_has_a_script_that_tells_what_it_lacks() {
        assert_eq!(names().unwrap(), ["filrouge", "n8n", "node-red", "postgres", "redis"]);
        let text = std::fs::read_to_string(scripts().join("common.sh")).unwrap();
        assert!(text.contains("exit 3"));
    }
}
