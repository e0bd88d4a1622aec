//! Where checkpoints are published.

use reqwest::Client;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::str::FromStr;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// A repository gets a commit at most so often.
const COMMITS: Duration = Duration::from_secs(60);

/// How long a service may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where checkpoints are published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A file, which always has the last one: on a disk of somebody else.
    File(PathBuf),
    /// A service, which gets each by POST.
    Url(String),
    /// A repository, in which each is a commit to `checkpoint`; it is pushed where it has somewhere to push.
    Git(PathBuf),
}

/// A text that names no place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadPlace;

impl fmt::Display for BadPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a place is `file=PATH`, `url=https://…` or `git=REPOSITORY`")
    }
}

impl std::error::Error for BadPlace {}

impl FromStr for Place {
    type Err = BadPlace;

    fn from_str(text: &str) -> Result<Self, BadPlace> {
        match text.split_once('=') {
            Some(("file", path)) if !path.is_empty() => Ok(Self::File(path.into())),
            Some(("url", url)) if is_web(url) => Ok(Self::Url(url.to_owned())),
            Some(("git", path)) if !path.is_empty() => Ok(Self::Git(path.into())),
            _ => Err(BadPlace),
        }
    }
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "file={}", path.display()),
            Self::Url(url) => write!(f, "url={url}"),
            Self::Git(path) => write!(f, "git={}", path.display()),
        }
    }
}

/// A thread for one place. Of checkpoints that come while it is busy only the last one is published: it covers the others.
pub(super) struct Publisher {
    notes: Sender<String>,
    thread: Option<JoinHandle<()>>,
}

impl Publisher {
    pub(super) fn start(place: &Place) -> Self {
        let (notes, heard) = channel();
        let place = place.clone();
        let run = move || publish_all(&place, &heard);
        let thread = thread::Builder::new().name("filrouge-publish".to_owned()).spawn(run);
        Self { notes, thread: thread.ok() }
    }

    pub(super) fn publish(&self, note: &str) {
        // Whoever cannot hear any more has said why.
        let _ = self.notes.send(note.to_owned());
    }

    pub(super) fn stop(self) {
        drop(self.notes);
        if let Some(thread) = self.thread {
            let _ = thread.join();
        }
    }
}

fn publish_all(place: &Place, notes: &Receiver<String>) {
    let mut last: Option<Instant> = None;
    while let Ok(first) = notes.recv() {
        let mut note = first;
        let mut more = true;
        if let (Place::Git(_), Some(last)) = (place, last) {
            more = wait(notes, &mut note, COMMITS.saturating_sub(last.elapsed()));
        }
        notes.try_iter().for_each(|later| note = later);
        if let Err(error) = publish(place, &note) {
            tracing::warn!(%place, %error, "a checkpoint of the audit log could not be published");
        }
        last = Some(Instant::now());
        if !more {
            return;
        }
    }
}

/// Waits, and takes what comes; whether more may come.
fn wait(notes: &Receiver<String>, note: &mut String, most: Duration) -> bool {
    let end = Instant::now() + most;
    loop {
        match notes.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(later) => *note = later,
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => return true,
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => return false,
        }
    }
}

fn publish(place: &Place, note: &str) -> io::Result<()> {
    match place {
        Place::File(path) => replace(path, note),
        Place::Url(url) => post(url, note),
        Place::Git(repository) => commit(repository, note),
    }
}

/// The file is never seen half written.
fn replace(path: &Path, note: &str) -> io::Result<()> {
    let mut draft = path.as_os_str().to_owned();
    draft.push(".new");
    fs::write(&draft, note)?;
    fs::File::open(&draft)?.sync_all()?;
    fs::rename(&draft, path)
}

fn post(url: &str, note: &str) -> io::Result<()> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let executor = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    executor.block_on(async {
        let client = Client::builder().timeout(PATIENCE).redirect(reqwest::redirect::Policy::none());
        let client = client.build().map_err(io::Error::other)?;
        let request =
            client.post(url).header("content-type", "text/plain; charset=utf-8").body(note.to_owned());
        let answer = request.send().await.map_err(|error| io::Error::other(error.without_url()))?;
        if answer.status().is_success() { Ok(()) } else { Err(io::Error::other(answer.status().to_string())) }
    })
}

fn commit(repository: &Path, note: &str) -> io::Result<()> {
    replace(&repository.join("checkpoint"), note)?;
    git(repository, &["add", "checkpoint"])?;
    let size = note.lines().nth(1).unwrap_or_default();
    let subject = format!("The audit log up to record {size}");
    let by = ["-c", "user.name=filrouge", "-c", "user.email=filrouge@localhost"];
    git(repository, &[&by[..], &["commit", "--quiet", "--message", &subject, "checkpoint"]].concat())?;
    let remotes = git(repository, &["remote"])?;
    if !remotes.stdout.is_empty() {
        git(repository, &["push", "--quiet"])?;
    }
    Ok(())
}

fn git(repository: &Path, words: &[&str]) -> io::Result<Output> {
    let run = Command::new("git").arg("-C").arg(repository).args(words).output()?;
    if run.status.success() {
        return Ok(run);
    }
    let why = String::from_utf8_lossy(&run.stderr).trim().to_owned();
    Err(io::Error::other(format!("`git {}`: {why}", words.first().unwrap_or(&""))))
}

#[cfg(test)]
mod tests;
