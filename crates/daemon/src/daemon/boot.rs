//! The first plan: the project's, or else the last good one.

use crate::blocked::blocked;
use crate::reload::{Attempt, Progress, Trigger, Verdict, guard, look};
use crate::{Compiler, Config, Error, Refusal};
use filrouge_host::{self as host, Clock, Host, Options, Store};
use filrouge_plan::Bundle;
use filrouge_store::{JournaledStore, make_directory};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A host that runs, and how it came to its plan.
pub(super) struct Boot {
    pub(super) host: Host,
    pub(super) data: PathBuf,
    pub(super) progress: Progress,
    pub(super) seen: Option<[u8; 32]>,
}

impl Boot {
    /// Opens the data, compiles the project and starts the host. Blocks.
    pub(super) fn new(
        config: &Config,
        compiler: &dyn Compiler,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, Error> {
        let data = folder(&config.data)?;
        let mut store = open(&data)?;
        let last_good = last_good(&mut *store)?;
        let seen = look(compiler, &data);
        let (bundle, attempt) = choose(config, compiler, last_good.clone(), clock.now())?;
        let options = Options {
            queue: config.queue,
            quarantine: config.quarantine,
            keep_dead_letters: config.keep_dead_letters,
            ..Options::default()
        };
        let bundle = Arc::new(bundle);
        let started = Host::start_with(options, store, Arc::clone(&clock), Arc::clone(&bundle));
        let (host, attempt) = match (started, last_good) {
            (Err(host::Refusal::Changes(changes)), Some(last)) => {
                let refusal = blocked(&changes, &last, &bundle);
                report(&refusal, &last.hash);
                let blocked = Attempt { result: Verdict::Blocked, ..attempt }.because(refusal);
                (Host::start_with(options, open(&data)?, clock, Arc::new(last)), blocked)
            }
            (started, _) => (started, attempt),
        };
        let host = host.map_err(|refused| Error::Host(refused.to_string()))?;
        Ok(Self { host, data, progress: Progress::after(None, attempt), seen })
    }
}

fn open(data: &Path) -> Result<Box<dyn Store>, Error> {
    let store = JournaledStore::open(data).map_err(|error| Error::Store(error.to_string()))?;
    for remark in store.remarks() {
        tracing::warn!(remark, "the store was not left as a stop leaves it");
    }
    Ok(Box::new(store))
}

fn folder(data: &Path) -> Result<PathBuf, Error> {
    if data.exists() && !data.is_dir() {
        let error = io::Error::new(io::ErrorKind::NotADirectory, "it is a file");
        return Err(Error::Data(data.to_owned(), error));
    }
    let made = make_directory(data).and_then(|()| fs::canonicalize(data));
    let data = made.map_err(|error| Error::Data(data.to_owned(), error))?;
    let probe = data.join(".writable");
    let written = fs::write(&probe, b"").and_then(|()| fs::remove_file(&probe));
    written.map_err(|error| Error::Data(data.clone(), error))?;
    Ok(data)
}

fn last_good(store: &mut dyn Store) -> Result<Option<Bundle>, Error> {
    let row = store.active_plan().map_err(|error| Error::Store(error.to_string()))?;
    let Some(row) = row else { return Ok(None) };
    let read = Bundle::read(&row.body).inspect_err(|why| {
        let why = why.to_string();
        tracing::warn!(
            plan = row.hash,
            why,
            "the last good plan cannot be used: only the project's plan can run"
        );
    });
    Ok(read.ok())
}

/// The project's plan if it compiles and takes nothing away, else the last good one.
fn choose(
    config: &Config,
    compiler: &dyn Compiler,
    last_good: Option<Bundle>,
    at: i64,
) -> Result<(Bundle, Attempt), Error> {
    let compiled = compiler.compile();
    let hash = compiled.as_ref().ok().map(|bundle| bundle.hash.clone());
    let attempt = |result| Attempt::new(at, Trigger::Boot, result, hash);
    let allowed = compiled.and_then(|bundle| match &last_good {
        Some(last) => guard(&last.plan, &bundle.plan, config.allow).map(|()| bundle),
        None => Ok(bundle),
    });
    match (allowed, last_good) {
        (Ok(bundle), _) => Ok((bundle, attempt(Verdict::Activated))),
        (Err(refusal), Some(last)) => {
            report(&refusal, &last.hash);
            Ok((last, attempt(Verdict::Refused).because(refusal)))
        }
        (Err(refusal), None) => Err(Error::NothingToRun(refusal)),
    }
}

fn report(refusal: &Refusal, plan: &str) {
    tracing::error!(
        plan,
        why = refusal.human,
        "the project's plan is refused: the last good plan runs instead"
    );
}
