//! What a backup is: a folder of files, and a manifest that says what they are.

use crate::open::OpenError;
use filrouge_host::StoreError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Name of the manifest in the folder.
pub(crate) const MANIFEST: &str = "manifest.json";

/// The version of a manifest that is written, and the only one that is read.
pub(crate) const VERSION: u32 = 1;

/// What is read at once.
const PIECE: usize = 1 << 20;

/// What is in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Manifest {
    /// Version of this document.
    pub version: u32,
    /// The version of Filrouge that made it.
    pub made_by: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Version of the tables.
    pub format: u64,
    /// The last record that is in it: everything that was acknowledged up to it.
    pub record: u64,
    /// Hash of the plan that was active, when there was one.
    pub plan: Option<String>,
    /// Messages that had not left, or whose outcome was not known.
    pub outbox: u64,
    /// Its files.
    pub files: Vec<SealedFile>,
}

/// A file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SealedFile {
    /// Its name in the folder.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
}

/// Why a backup could not be made or restored.
#[derive(Debug)]
pub enum BackupError {
    /// The store cannot be used.
    Open(OpenError),
    /// A file cannot be read or written.
    File(PathBuf, io::Error),
    /// Something is there already.
    Taken(PathBuf),
    /// The daemon does not bring into its file what it has acknowledged.
    Behind {
        /// The last record in the file.
        done: u64,
        /// The last record in the journal.
        last: u64,
    },
    /// The folder is no backup that can be restored.
    Unfit {
        /// What of it.
        place: PathBuf,
        /// What is wrong with it.
        what: String,
    },
}

impl BackupError {
    pub(crate) fn file(path: &Path, error: io::Error) -> Self {
        Self::File(path.to_owned(), error)
    }

    pub(crate) fn unfit(place: &Path, what: impl Into<String>) -> Self {
        Self::Unfit { place: place.to_owned(), what: what.into() }
    }
}

impl fmt::Display for BackupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(error) => error.fmt(f),
            Self::File(path, error) => write!(f, "`{}` cannot be used: {error}", path.display()),
            Self::Taken(path) => {
                write!(f, "`{}` is there already; name a folder that is not, or remove it", path.display())
            }
            Self::Behind { done, last } => write!(
                f,
                "the daemon has acknowledged up to record {last}, and its file ends at record {done}: it does not \
                 write; `filrouge status` says why"
            ),
            Self::Unfit { place, what } => write!(f, "`{}` cannot be restored: {what}", place.display()),
        }
    }
}

impl std::error::Error for BackupError {}

impl From<OpenError> for BackupError {
    fn from(error: OpenError) -> Self {
        Self::Open(error)
    }
}

impl From<StoreError> for BackupError {
    fn from(error: StoreError) -> Self {
        Self::Open(error.into())
    }
}

/// A file of the folder, with its sum.
pub(crate) fn sealed(folder: &Path, name: &str) -> Result<SealedFile, BackupError> {
    let path = folder.join(name);
    let (bytes, sha256) = sum(&path).map_err(|error| BackupError::file(&path, error))?;
    Ok(SealedFile { name: name.to_owned(), bytes, sha256 })
}

fn sum(path: &Path) -> io::Result<(u64, String)> {
    let (mut file, mut sum) = (File::open(path)?, Sha256::new());
    let (mut buffer, mut bytes) = (vec![0; PIECE], 0);
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        bytes += read as u64;
        sum.update(buffer.get(..read).unwrap_or_default());
    }
    Ok((bytes, sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()))
}

/// Writes the manifest to the disk.
pub(crate) fn write(path: &Path, manifest: &Manifest) -> Result<(), BackupError> {
    let text = serde_json::to_string_pretty(manifest).map_err(io::Error::other);
    let written = text.and_then(|text| {
        let mut file = File::create_new(path)?;
        file.write_all(text.as_bytes())?;
        file.write_all(b"\n")?;
        file.sync_all()
    });
    written.map_err(|error| BackupError::file(path, error))
}

/// Reads the manifest of a backup.
pub(crate) fn read(folder: &Path) -> Result<Manifest, BackupError> {
    let path = folder.join(MANIFEST);
    let text = fs::read(&path).map_err(|error| BackupError::file(&path, error))?;
    let manifest: Manifest =
        serde_json::from_slice(&text).map_err(|error| BackupError::unfit(&path, error.to_string()))?;
    if manifest.version != VERSION {
        let what = format!("it has version {}, this one reads {VERSION}", manifest.version);
        return Err(BackupError::unfit(&path, what));
    }
    Ok(manifest)
}

/// The names in a folder, and what they lead to, are on the disk when this returns.
pub(crate) fn sync(folder: &Path) -> Result<(), BackupError> {
    File::open(folder).and_then(|opened| opened.sync_all()).map_err(|error| BackupError::file(folder, error))
}

/// The same of the folder that something lies in.
pub(crate) fn sync_parent(path: &Path) -> Result<(), BackupError> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    sync(parent.unwrap_or(Path::new(".")))
}
