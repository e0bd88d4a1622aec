//! Checkpoints of the audit log, published to where the operator cannot take them back alone.
//!
//! A thread looks at the file of the store, which has nothing that is not on the disk: what is signed cannot be lost. It holds up
//! nobody, and a place that does not answer holds up no other.

mod place;

pub use place::{BadPlace, Place};

use filrouge_store::AuditLog;
use place::Publisher;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How often it is looked whether the log has grown.
const LOOK: Duration = Duration::from_millis(100);

/// How old the oldest record may become that no checkpoint covers, unless nothing is published elsewhere.
const AGE: Duration = Duration::from_secs(1);

/// Records after which a checkpoint is signed sooner.
const MANY: u64 = 1_000;

/// The thread that signs. It ends when this is dropped, after a last checkpoint.
pub(crate) struct Checkpoints {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Checkpoints {
    /// Starts to sign the log of the data in `directory`. Without a place nothing is signed, and that is said.
    pub(crate) fn start(directory: &Path, places: &[Place]) -> Self {
        if places.is_empty() {
            tracing::info!(
                "no checkpoint of the audit log is published: only who has the data can tell that they are whole"
            );
            return Self { stop: None, thread: None };
        }
        let (stop, stopped) = channel();
        let (directory, publishers) = (directory.to_owned(), places.iter().map(Publisher::start).collect());
        let run = move || Signing { directory, publishers, log: None, signed: None }.run(&stopped);
        let thread = thread::Builder::new().name("filrouge-audit".to_owned()).spawn(run);
        let thread =
            thread.inspect_err(|error| tracing::error!(%error, "no thread for checkpoints of the audit log"));
        Self { stop: Some(stop), thread: thread.ok() }
    }

    /// Signs what is there, and ends.
    pub(crate) fn stop(mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has stopped all the same.
            let _ = thread.join();
        }
    }
}

struct Signing {
    directory: PathBuf,
    publishers: Vec<Publisher>,
    log: Option<AuditLog>,
    /// The size that was signed last, and when.
    signed: Option<(u64, Instant)>,
}

impl Signing {
    fn run(mut self, stopped: &Receiver<()>) {
        loop {
            let ends = stopped.recv_timeout(LOOK) != Err(RecvTimeoutError::Timeout);
            if let Err(error) = self.look(ends) {
                tracing::warn!(%error, "no checkpoint of the audit log could be signed");
                self.log = None;
            }
            if ends {
                self.publishers.into_iter().for_each(Publisher::stop);
                return;
            }
        }
    }

    fn look(&mut self, ends: bool) -> Result<(), String> {
        if self.log.is_none() {
            self.log = Some(AuditLog::unlocked(&self.directory).map_err(|error| error.to_string())?);
        }
        let Some(log) = &self.log else { return Ok(()) };
        let (size, _) = log.end().map_err(|error| error.to_string())?;
        let is_due = self.signed.is_none_or(|(signed, at)| {
            size > signed && (ends || size >= signed + MANY || at.elapsed() >= AGE)
        });
        if size == 0 || !is_due {
            return Ok(());
        }
        let (checkpoint, note) = log.checkpoint().map_err(|error| error.to_string())?;
        self.publishers.iter().for_each(|publisher| publisher.publish(&note));
        self.signed = Some((checkpoint.size, Instant::now()));
        Ok(())
    }
}
