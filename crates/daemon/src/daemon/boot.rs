//! The first plan: the project's, or else the last good one.

use crate::blocked::blocked;
use crate::reload::{Attempt, Overridden, Progress, Trigger, Verdict, guard, look, privacy, shared};
use crate::{Allow, Compiled, Compiler, Config, Error, Refusal};
use filrouge_host::{self as host, Clock, Host, Options, Store};
use filrouge_plan::Bundle;
use filrouge_plan::manifest::Manifest;
use filrouge_store::{JournaledStore, RootSource, make_directory};
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
        let mut store = open(&data, config)?;
        let last_good = last_good(&mut *store)?;
        let seen = look(compiler, &data);
        let overridden = overridden(&data, seen, last_good.as_ref());
        let Chosen { bundle, manifest, attempt } = match overridden {
            Some(applied) => applied_before(applied, compiler, &data, clock.now()),
            None => choose(config, compiler, &data, last_good.clone(), clock.now())?,
        };
        let options = Options {
            queue: config.queue,
            memory: config.memory / 2,
            quarantine: config.quarantine,
            keep_dead_letters: config.keep_dead_letters,
            ..Options::default()
        };
        let bundle = Arc::new(bundle);
        let started = Host::start_with(options, store, Arc::clone(&clock), Arc::clone(&bundle));
        let refused = match (&started, &last_good) {
            (Err(host::Refusal::Changes(changes)), Some(last)) => {
                Some((Verdict::Blocked, blocked(changes, last, &bundle)))
            }
            (Err(host::Refusal::Shared(released)), _) => Some((Verdict::Refused, shared(released))),
            _ => None,
        };
        let (host, attempt, manifest) = match (refused, last_good) {
            (Some((result, refusal)), Some(last)) => {
                report(&refusal, &last.hash);
                let refused = Attempt { result, ..attempt }.because(refusal);
                let manifest = privacy::kept(&data, &host::compiled(&Arc::new(last.clone())).hash);
                (Host::start_with(options, open(&data, config)?, clock, Arc::new(last)), refused, manifest)
            }
            (_, _) => (started, attempt, manifest),
        };
        let host = host.map_err(|refused| Error::Host(refused.to_string()))?;
        if let Some(manifest) = &manifest {
            privacy::keep(manifest, &data).map_err(|error| Error::Data(data.clone(), error))?;
        }
        let manifest = manifest.map(Arc::new);
        Ok(Self { host, data, progress: Progress::after(None, attempt, manifest), seen })
    }
}

fn open(data: &Path, config: &Config) -> Result<Box<dyn Store>, Error> {
    let store = JournaledStore::open_within(data, config.root_key.clone(), config.memory / 2);
    let mut store = store.map_err(|error| Error::Store(error.to_string()))?;
    for remark in store.remarks() {
        tracing::warn!(remark, "the store was not left as a stop leaves it");
    }
    if RootSource::known(data).is_ok_and(|source| source.is_beside(data)) {
        tracing::info!(
            "the root key lies beside the data: whoever has the folder can read what is sealed in it"
        );
    }
    if let Some(copy) = &config.erasures_copy {
        store.copy_erasures_to(copy.clone());
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
    let read = row.bundle().inspect_err(|why| {
        let why = why.to_string();
        tracing::warn!(
            plan = row.hash,
            why,
            "the last good plan cannot be used: only the project's plan can run"
        );
    });
    Ok(read.ok())
}

/// The first plan, and how it came to be.
struct Chosen {
    bundle: Bundle,
    manifest: Option<Manifest>,
    attempt: Attempt,
}

/// The last good plan, when an operator applied it and the folder has not changed since.
fn overridden(data: &Path, folder: Option<[u8; 32]>, last_good: Option<&Bundle>) -> Option<Bundle> {
    let note = Overridden::read(data)?;
    // What an operator has paused since is carried over by the host.
    let last_good = last_good.map(|last| host::compiled(&Arc::new(last.clone())));
    let last_good = last_good.filter(|last| last.hash == note.plan && folder == note.folder);
    if last_good.is_none() {
        Overridden::forget(data);
    }
    last_good.map(|last| Bundle::clone(&last))
}

/// An applied plan runs on. What the folder asks for is told all the same.
fn applied_before(applied: Bundle, compiler: &dyn Compiler, data: &Path, at: i64) -> Chosen {
    tracing::warn!(plan = applied.hash, "an applied plan runs on: the folder has not changed since");
    let compiled = compiler.compile();
    let hash = compiled.as_ref().ok().map(|compiled| compiled.bundle.hash.clone());
    let same = hash.as_ref() == Some(&applied.hash);
    let manifest = compiled.ok().and_then(|compiled| compiled.manifest).filter(|_| same);
    let manifest = privacy::kept(data, &applied.hash).or(manifest);
    Chosen { bundle: applied, manifest, attempt: Attempt::new(at, Trigger::Boot, Verdict::Unchanged, hash) }
}

/// The project's plan if it compiles and takes nothing away, else the last good one.
fn choose(
    config: &Config,
    compiler: &dyn Compiler,
    data: &Path,
    last_good: Option<Bundle>,
    at: i64,
) -> Result<Chosen, Error> {
    let compiled = compiler.compile();
    let hash = compiled.as_ref().ok().map(|compiled| compiled.bundle.hash.clone());
    let attempt = |result| Attempt::new(at, Trigger::Boot, result, hash);
    let allowed = compiled.and_then(|compiled| match &last_good {
        Some(last) => guard(&last.plan, &compiled.bundle.plan, config.allow)
            .and_then(|()| agreed(last, &compiled, data, config.allow))
            .map(|()| compiled),
        None => Ok(compiled),
    });
    match (allowed, last_good) {
        (Ok(Compiled { bundle, manifest, .. }), _) => {
            Ok(Chosen { bundle, manifest, attempt: attempt(Verdict::Activated) })
        }
        (Err(refusal), Some(last)) => {
            report(&refusal, &last.hash);
            let attempt = attempt(Verdict::Refused).because(refusal);
            Ok(Chosen { manifest: privacy::kept(data, &last.hash), bundle: last, attempt })
        }
        (Err(refusal), None) => Err(Error::NothingToRun(refusal)),
    }
}

/// Whether the first plan has been agreed to, where it does more with personal data than the last one did.
fn agreed(last: &Bundle, next: &Compiled, data: &Path, allow: Allow) -> Result<(), Refusal> {
    let before = privacy::kept(data, &last.hash);
    if before.is_none() && last.hash == next.bundle.hash {
        return Ok(());
    }
    privacy::agreed(before.as_ref(), next.manifest.as_ref(), &next.approvals, allow)
}

fn report(refusal: &Refusal, plan: &str) {
    tracing::error!(
        plan,
        why = refusal.human,
        "the project's plan is refused: the last good plan runs instead"
    );
}
