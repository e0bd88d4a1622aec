//! An exported log, looked through without the store: what `docs/privacy/verify-log.py` does.

use super::Verdict;
use filrouge_audit::{Checkpoint, Hash, Misread, Tile, Walk, path, unbundle};
use filrouge_note::Verifier;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Why an exported log cannot be looked through.
#[derive(Debug)]
pub enum FolderError {
    /// A file cannot be read.
    File(PathBuf, io::Error),
    /// The key is none.
    Key(PathBuf),
    /// The checkpoint is not taken.
    Checkpoint(PathBuf, Misread),
}

impl fmt::Display for FolderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path, error) => write!(f, "`{}` cannot be read: {error}", path.display()),
            Self::Key(path) => write!(f, "`{}` is no key of a log", path.display()),
            Self::Checkpoint(path, misread) => write!(f, "`{}`: {misread}", path.display()),
        }
    }
}

impl std::error::Error for FolderError {}

/// A log that was exported to a folder.
pub struct Folder {
    path: PathBuf,
    verifier: Verifier,
}

impl Folder {
    /// The log in `path`; without a key that somebody else has kept, the one that lies in the folder stands for it.
    ///
    /// # Errors
    /// When there is no key.
    pub fn open(path: &Path, key: Option<Verifier>) -> Result<Self, FolderError> {
        let file = path.join("key");
        let verifier = match key {
            Some(key) => key,
            None => text(&file)?.trim().parse().map_err(|_| FolderError::Key(file))?,
        };
        Ok(Self { path: path.to_owned(), verifier })
    }

    /// Who signs checkpoints of it.
    #[must_use]
    pub const fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// Looks through all records, as [`verify`](super::verify) does; there are no bodies. The checkpoint of the folder is one of
    /// those that are compared.
    ///
    /// # Errors
    /// When the checkpoint cannot be read. Whatever else is missing is a defect.
    pub fn verify(&self, older: &[Checkpoint]) -> Result<Verdict, FolderError> {
        let file = self.path.join("checkpoint");
        let signed = Checkpoint::open(&text(&file)?, &self.verifier);
        let signed = signed.map_err(|misread| FolderError::Checkpoint(file, misread))?;
        let mut walk = Walk::new(older.iter().chain([&signed]));
        // A file that is missing ends the log: the checkpoint says how far it went.
        for index in 0.. {
            let left = signed.size.saturating_sub(walk.tree().size());
            let Some(bytes) = self.read(None, index, left).filter(|_| left > 0) else { break };
            for entry in unbundle(&bytes).unwrap_or_default() {
                let mut full = Vec::new();
                walk.entry(entry, |tile| full.push(tile));
                full.iter().for_each(|tile| self.compare(&mut walk, tile));
            }
        }
        let partial: Vec<Tile> = walk.tree().partial().collect();
        partial.iter().for_each(|tile| self.compare(&mut walk, tile));
        let (records, root) = (walk.tree().size(), walk.tree().root());
        Ok(Verdict { records, root, bodies: None, erased: 0, defects: walk.end() })
    }

    fn compare(&self, walk: &mut Walk, built: &Tile) {
        let kept = self.read(Some(built.level), built.index, built.hashes.len() as u64).unwrap_or_default();
        let (hashes, _): (&[Hash], _) = kept.as_chunks();
        walk.compare(built, hashes);
    }

    /// A tile or, without a level, a bundle of entries, of at most `width`.
    fn read(&self, level: Option<u8>, index: u64, width: u64) -> Option<Vec<u8>> {
        let width = usize::try_from(width).unwrap_or(usize::MAX);
        fs::read(self.path.join(path(level, index, width))).ok()
    }
}

fn text(file: &Path) -> Result<String, FolderError> {
    fs::read_to_string(file).map_err(|error| FolderError::File(file.to_owned(), error))
}
