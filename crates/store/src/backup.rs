//! A copy of a store that a daemon may be working on.

use crate::ahead::place;
use crate::open::{self, OpenError};
use crate::root::{ROOT_KEY, ROOT_SOURCE};
use crate::store::FILE;
use crate::upkeep::{Looked, is_there};
use crate::vault::{self, BackupError, MANIFEST, Manifest};
use crate::{JournaledStore, apart, failure, rows};
use filrouge_journal::extent;
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::fs::{self, DirBuilder, File};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// Pages that are copied in one go: 8 MB.
const PAGES: i32 = 2_048;

/// How long a daemon may take to bring into the file what it has acknowledged; it does so every two seconds.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often it is looked whether it did.
const LOOK: Duration = Duration::from_millis(100);

/// What signs the links in messages that were sent, what finds contact points that may not be written to, and the root key or where
/// it is: they belong to the data as the file does.
const KEYS: [&str; 4] = ["unsubscribe.key", apart::KEY, ROOT_KEY, ROOT_SOURCE];

/// Copies the store in `directory` to the new folder `out`, also while a daemon works on it: everything that was
/// acknowledged before this was called is in it. The daemon is not held up. `now` stands in the manifest, and
/// `progress` hears the pages that are done, and all there are.
///
/// # Errors
/// When there is no store, it is damaged, `out` is there already, the daemon does not write, or the disk refuses.
pub fn backup(
    directory: &Path,
    out: &Path,
    now: i64,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Manifest, BackupError> {
    is_there(directory)?;
    let draft = draft(out)?;
    let made = fill(directory, &draft, now, progress).and_then(|manifest| {
        fs::rename(&draft, out).map_err(|error| BackupError::file(out, error))?;
        vault::sync_parent(out)?;
        Ok(manifest)
    });
    if made.is_err() {
        // Half a backup helps nobody.
        let _ = fs::remove_dir_all(&draft);
    }
    made
}

/// The folder that is filled, beside the one that it becomes.
fn draft(out: &Path) -> Result<PathBuf, BackupError> {
    let mut name = out.as_os_str().to_owned();
    name.push(".partial");
    let draft = PathBuf::from(name);
    for taken in [out, &draft] {
        if taken.try_exists().map_err(|error| BackupError::file(taken, error))? {
            return Err(BackupError::Taken(taken.to_owned()));
        }
    }
    DirBuilder::new().mode(0o700).create(&draft).map_err(|error| BackupError::file(&draft, error))?;
    Ok(draft)
}

fn fill(
    directory: &Path,
    draft: &Path,
    now: i64,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Manifest, BackupError> {
    catch_up(directory)?;
    let looked = Looked::at(directory)?;
    let mut manifest = copy(&looked, &draft.join(FILE), now, progress)?;
    manifest.files.push(vault::sealed(draft, FILE)?);
    for name in KEYS {
        let key = directory.join(name);
        if key.try_exists().map_err(|error| BackupError::file(&key, error))? {
            fs::copy(&key, draft.join(name)).map_err(|error| BackupError::file(&key, error))?;
            manifest.files.push(vault::sealed(draft, name)?);
        }
    }
    vault::write(&draft.join(MANIFEST), &manifest)?;
    vault::sync(draft)?;
    Ok(manifest)
}

/// Sees to it that the file has all that was acknowledged: by waiting for the daemon, or by opening the store.
fn catch_up(directory: &Path) -> Result<(), BackupError> {
    match JournaledStore::open(directory) {
        Ok(store) => drop(store),
        Err(OpenError::InUse { .. }) => return wait(directory),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

fn wait(directory: &Path) -> Result<(), BackupError> {
    let looked = Looked::at(directory)?;
    let files = looked.journal.files()?;
    let id = looked.known.unwrap_or_default();
    let seen = extent(&files, &place::options(id, looked.done)).map_err(failure::of_journal)?;
    let last = seen.map_or(0, |seen| seen.next.saturating_sub(1));
    let end = Instant::now() + PATIENCE;
    loop {
        let done = looked.database.journalled()?;
        if done >= last {
            return Ok(());
        }
        if Instant::now() > end {
            return Err(BackupError::Behind { done, last });
        }
        thread::sleep(LOOK);
    }
}

/// Copies the file as it is at one moment. It is read in one transaction, which the writer does not notice.
fn copy(
    looked: &Looked,
    to: &Path,
    now: i64,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Manifest, BackupError> {
    let source = &looked.database;
    open::batch(source, "BEGIN")?;
    let plan = source.one(rows::ACTIVE_HASH, [], |row| row.get(0))?;
    let manifest = Manifest {
        version: vault::VERSION,
        made_by: env!("CARGO_PKG_VERSION").to_owned(),
        at: now,
        format: looked.number("PRAGMA user_version")?,
        record: source.journalled()?,
        plan,
        outbox: looked.number("SELECT count(*) FROM outbox")?,
        files: Vec::new(),
    };
    let mut target = Connection::open(to).map_err(|error| failure::explain(to, &error))?;
    let copied = pages(&source.connection, &mut target, progress);
    copied.map_err(|error| failure::explain(&source.path, &error))?;
    open::batch(source, "COMMIT")?;
    drop(target);
    File::open(to).and_then(|file| file.sync_all()).map_err(|error| BackupError::file(to, error))?;
    Ok(manifest)
}

fn pages(
    source: &Connection,
    target: &mut Connection,
    progress: &mut dyn FnMut(u64, u64),
) -> rusqlite::Result<()> {
    // It is synced as a whole in the end.
    target.execute_batch("PRAGMA synchronous = OFF")?;
    let backup = Backup::new(source, target)?;
    loop {
        let step = backup.step(PAGES)?;
        let left = backup.progress();
        let (all, rest) = (left.pagecount.unsigned_abs(), left.remaining.unsigned_abs());
        progress(u64::from(all.saturating_sub(rest)), u64::from(all));
        match step {
            StepResult::Done => return Ok(()),
            StepResult::Busy | StepResult::Locked => thread::sleep(LOOK),
            _ => {}
        }
    }
}
