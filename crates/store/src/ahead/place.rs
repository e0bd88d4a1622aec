//! Where the journal of a store is, how it is kept, and whether it continues the file.

use crate::open::OpenError;
use filrouge_host::{Fault, StoreError};
use filrouge_journal::{Directory, Options};
use std::fs;
use std::path::{Path, PathBuf};

/// Name of the journal's folder in the data directory.
const FOLDER: &str = "journal";

/// Length of a segment of the journal. A layer takes several; those that are done with are written again.
const SEGMENT: u64 = 8 << 20;

/// Segments that are kept to be written again: as many as two layers take.
const SPARES: usize = 6;

/// How the journal of this id is kept, behind a file that has the records up to `done`.
pub(crate) fn options(id: [u8; 16], done: u64) -> Options {
    Options { first: done + 1, segment_bytes: SEGMENT, spares: SPARES, ..Options::of(id) }
}

/// The journal's folder of a data directory.
pub(crate) struct Folder(pub PathBuf);

impl Folder {
    pub(crate) fn of(directory: &Path) -> Self {
        Self(directory.join(FOLDER))
    }

    /// Its files; the folder is made when it is not there.
    pub(crate) fn files(&self) -> Result<Directory, OpenError> {
        Directory::open(&self.0).map_err(|error| self.failed(error))
    }

    /// Length of everything in it; 0 when it is not there.
    pub(crate) fn bytes(&self) -> u64 {
        let entries = fs::read_dir(&self.0).into_iter().flatten().flatten();
        entries.filter_map(|entry| Some(entry.metadata().ok()?.len())).sum()
    }

    /// Whether no segment is there.
    pub(crate) fn is_empty(&self) -> Result<bool, OpenError> {
        let entries = match fs::read_dir(&self.0) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(true),
            entries => entries.map_err(|error| self.failed(error))?,
        };
        let names = entries.map(|entry| Ok(entry.map_err(|error| self.failed(error))?.file_name()));
        let names = names.collect::<Result<Vec<_>, OpenError>>()?;
        Ok(!names.iter().any(|name| name.to_string_lossy().ends_with(".segment")))
    }

    /// Whether a file that has had this journal is left without it. What the journal alone held is lost then, and nobody
    /// would notice.
    pub(crate) fn is_gone(&self, known: Option<[u8; 16]>, done: u64) -> Result<bool, OpenError> {
        Ok(known.is_some() && done > 0 && self.is_empty()?)
    }

    /// What is said of such a one.
    pub(crate) fn gone(&self, done: u64) -> StoreError {
        let place = self.0.display();
        corrupt(format!(
            "the journal in `{place}` is missing, and the store behind it ends at record {done}: what was acknowledged \
             behind that is not there; put the journal back, restore a backup, or go on without what it held with \
             `filrouge store repair`"
        ))
    }

    fn failed(&self, error: std::io::Error) -> OpenError {
        OpenError::Directory { directory: self.0.clone(), error }
    }
}

/// What is said of a journal that begins behind the end of the file.
pub(crate) fn apart(first: u64, done: u64) -> StoreError {
    corrupt(format!(
        "the journal begins at record {first}, and the store ends at record {done}: they are not of the same moment; \
         restore both from one backup, or give up what the journal holds with `filrouge store repair`"
    ))
}

/// What is said of a journal that ends before the end of the file.
pub(crate) fn old(next: u64, done: u64) -> String {
    format!(
        "the journal ends before record {next}, and the store has the records up to {done}: it is of another day, and \
         begins anew"
    )
}

fn corrupt(detail: String) -> StoreError {
    StoreError::new(Fault::Corrupt, detail)
}
