//! A data folder from a backup.

use crate::JournaledStore;
use crate::SqliteStore;
use crate::ahead::place::Folder;
use crate::apart;
use crate::open::make_directory;
use crate::store::FILE;
use crate::vault::{self, BackupError, Manifest, SealedFile};
use std::fs;
use std::path::{Path, PathBuf};

/// What the file is called until it may be started on.
const DRAFT: &str = "filrouge.db.restoring";

/// Restores `backup` into the folder `directory`, which is made or empty, once every sum was found right. Messages that
/// had not left are not sent again, for nobody knows whether they have left since: the next start gives them an
/// unknown outcome. With `resend` they leave. The store gets a journal of its own: one of the old store is refused.
/// `erasures` is the list of erasures of the old store, or its copy: whoever is on it is erased again before the next start
/// serves anybody.
///
/// # Errors
/// When the backup is not whole, the folder is not empty, or the disk refuses; then the folder is empty again.
pub fn restore(
    backup: &Path,
    directory: &Path,
    resend: bool,
    erasures: Option<&Path>,
) -> Result<Manifest, BackupError> {
    let manifest = vault::read(backup)?;
    manifest.files.iter().try_for_each(|file| verify(backup, file))?;
    if !manifest.files.iter().any(|file| file.name == FILE) {
        return Err(BackupError::unfit(backup, format!("it has no `{FILE}`")));
    }
    empty(directory)?;
    let listed = erasures.map_or(Ok(()), |list| take(list, directory));
    let restored = listed.and_then(|()| fill(backup, directory, &manifest, resend));
    if restored.is_err() {
        // What is left of it would be taken for a store.
        clear(directory);
    }
    restored.map(|()| manifest)
}

fn verify(backup: &Path, file: &SealedFile) -> Result<(), BackupError> {
    let path = backup.join(&file.name);
    // No name of a manifest leads out of the folder.
    if Path::new(&file.name).file_name().is_none_or(|name| name != file.name.as_str()) {
        return Err(BackupError::unfit(backup, format!("`{}` is no name of a file", file.name)));
    }
    let found = vault::sealed(backup, &file.name)?;
    if found == *file {
        return Ok(());
    }
    let what =
        "its content is not what was written: the manifest has another length or sum; take another backup";
    Err(BackupError::unfit(&path, what))
}

/// Makes the folder, and refuses one that has anything in it.
fn empty(directory: &Path) -> Result<(), BackupError> {
    let failed = |error| BackupError::file(directory, error);
    make_directory(directory).map_err(failed)?;
    match fs::read_dir(directory).map_err(failed)?.next() {
        None => Ok(()),
        Some(_) => Err(BackupError::Taken(directory.to_owned())),
    }
}

fn fill(backup: &Path, directory: &Path, manifest: &Manifest, resend: bool) -> Result<(), BackupError> {
    let name = |file: &SealedFile| directory.join(if file.name == FILE { DRAFT } else { &file.name });
    for file in &manifest.files {
        let (from, to): (PathBuf, PathBuf) = (backup.join(&file.name), name(file));
        fs::copy(&from, &to).map_err(|error| BackupError::file(&to, error))?;
        vault::sync(&to)?;
    }
    let (draft, file) = (directory.join(DRAFT), directory.join(FILE));
    SqliteStore::connect_to(&draft)?.begin_again(resend)?;
    fs::rename(&draft, &file).map_err(|error| BackupError::file(&file, error))?;
    vault::sync(directory)?;
    vault::sync_parent(directory)?;
    // It is only restored when it opens; this also makes its journal.
    drop(JournaledStore::open(directory)?);
    Ok(())
}

/// Takes the list of erasures along, first: without it nobody may be served.
fn take(list: &Path, directory: &Path) -> Result<(), BackupError> {
    let to = directory.join(apart::LIST);
    fs::copy(list, &to).map_err(|error| BackupError::file(list, error))?;
    vault::sync(&to)
}

fn clear(directory: &Path) {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let files = entries.map(|entry| entry.path()).filter(|path| path.is_file());
    files.for_each(|path| drop(fs::remove_file(path)));
    let _ = fs::remove_dir_all(Folder::of(directory).0);
}
