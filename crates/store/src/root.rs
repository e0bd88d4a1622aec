//! The root key: where it comes from, and that the data know it.

use crate::database::Database;
use crate::keys::{HOUSE, Keys, chance};
use crate::open::OpenError;
use filrouge_audit::Root;
use filrouge_host::{Fault, StoreError};
use filrouge_note::Signer;
use rusqlite::params;
use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::str::FromStr;
use std::sync::Arc;

/// The root key beside the data, where no other was named.
pub(crate) const ROOT_KEY: &str = "root.key";

/// Where the root key is, when it is not beside the data: it is no secret.
pub(crate) const ROOT_SOURCE: &str = "root.source";

/// Whose wrapped key is the one that signs.
pub(crate) const SIGNER: &[u8] = b"signer";

/// Where a root key comes from: 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RootSource {
    /// A file.
    File(PathBuf),
    /// A variable of the environment.
    Env(String),
    /// What a command prints: one that asks a service for keys.
    Command(String),
}

impl FromStr for RootSource {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some(("file", path)) if !path.is_empty() => Ok(Self::File(path.into())),
            Some(("env", name)) if !name.is_empty() => Ok(Self::Env(name.to_owned())),
            Some(("command", line)) if !line.is_empty() => Ok(Self::Command(line.to_owned())),
            _ => Err("a root key is `file=PATH`, `env=NAME` or `command=COMMAND`".to_owned()),
        }
    }
}

impl fmt::Display for RootSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "file={}", path.display()),
            Self::Env(name) => write!(f, "env={name}"),
            Self::Command(line) => write!(f, "command={line}"),
        }
    }
}

impl RootSource {
    /// The root key of the data in `directory`: where it lies beside them, or where they say that it is. Nothing is made.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn known(directory: &Path) -> Result<Self, OpenError> {
        let (key, source) = (directory.join(ROOT_KEY), directory.join(ROOT_SOURCE));
        match fs::read_to_string(&source) {
            Ok(text) => text.trim().parse().map_err(|error: String| failed(&source, io::Error::other(error))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::File(key)),
            Err(error) => Err(failed(&source, error)),
        }
    }

    /// Whether it lies beside the data in `directory`: whoever has the folder has all of it.
    #[must_use]
    pub fn is_beside(&self, directory: &Path) -> bool {
        *self == Self::File(directory.join(ROOT_KEY))
    }

    /// The key.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&self) -> Result<Root, OpenError> {
        let text = match self {
            Self::File(path) => fs::read_to_string(path),
            Self::Env(name) => {
                std::env::var(name).map_err(|_| io::Error::other(format!("`{name}` is not set")))
            }
            Self::Command(line) => output(line),
        };
        let key = text.and_then(|text| {
            digits(&text).ok_or_else(|| io::Error::other("it is not 64 hexadecimal digits"))
        });
        key.map(|key| Root::new(&key)).map_err(|error| OpenError::Key { source: self.to_string(), error })
    }
}

fn failed(path: &Path, error: io::Error) -> OpenError {
    OpenError::Key { source: format!("file={}", path.display()), error }
}

fn output(line: &str) -> io::Result<String> {
    let run = Command::new("sh").arg("-c").arg(line).output()?;
    if run.status.success() {
        return String::from_utf8(run.stdout).map_err(io::Error::other);
    }
    Err(io::Error::other(format!("the command ended with {}", run.status)))
}

/// The bytes of 64 hexadecimal digits.
fn digits(text: &str) -> Option<[u8; 32]> {
    let digits: Option<Vec<u32>> = text.trim().chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len() == 64)?;
    let bytes =
        digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | *digit) as u8);
    bytes.collect::<Vec<u8>>().try_into().ok()
}

/// The keys with which the store in `directory` is opened. The root key: the one that is named, which the data remember; or the known one;
/// or, for data that have none, a new one beside them.
pub(crate) fn open(
    directory: &Path,
    database: &Database,
    named: Option<&RootSource>,
) -> Result<Arc<Keys>, OpenError> {
    let root = find(directory, database, named)?;
    acknowledge(database, &root)?;
    furnish(database, &root)?;
    keys(database, root)
}

/// The keys of a file that is sealed with this root key.
pub(crate) fn keys(database: &Database, root: Root) -> Result<Arc<Keys>, OpenError> {
    is_that_of(database, &root)?;
    let keys = Keys::of(root, &database.connection).map_err(|error| database.explain(&error))?;
    Ok(Arc::new(keys))
}

/// The file gets a key of the house, when it has none.
fn furnish(database: &Database, root: &Root) -> Result<(), StoreError> {
    let key = chance().map_err(no_chance)?;
    let wrapped = root.wrap(&key, HOUSE).map_err(|error| StoreError::unreadable("the key", error))?;
    let sql = "INSERT INTO meta (key, value) VALUES ('house', ?1) ON CONFLICT (key) DO NOTHING";
    database.run(sql, [wrapped]).map(|_| ())
}

fn no_chance(error: io::Error) -> StoreError {
    StoreError::new(Fault::Io, format!("the system gives no chance: {error}"))
}

fn find(directory: &Path, database: &Database, named: Option<&RootSource>) -> Result<Root, OpenError> {
    if let Some(named) = named {
        let root = named.read()?;
        remember(directory, named).map_err(|error| failed(&directory.join(ROOT_SOURCE), error))?;
        return Ok(root);
    }
    let known = RootSource::known(directory)?;
    match &known {
        RootSource::File(path) if is_absent(path) && fingerprint(database)?.is_none() => {
            make(path).map_err(|error| failed(path, error))?;
        }
        _ => {}
    }
    known.read()
}

/// From now on the data have this key; the one beside them is gone, unless it is this one.
pub(crate) fn name(directory: &Path, next: &RootSource) -> Result<(), OpenError> {
    let path = directory.join(ROOT_KEY);
    remember(directory, next).map_err(|error| failed(&directory.join(ROOT_SOURCE), error))?;
    if next.is_beside(directory) || is_absent(&path) {
        return Ok(());
    }
    fs::remove_file(&path).map_err(|error| failed(&path, error))
}

fn is_absent(path: &Path) -> bool {
    path.try_exists().is_ok_and(|exists| !exists)
}

fn remember(directory: &Path, source: &RootSource) -> io::Result<()> {
    write(&directory.join(ROOT_SOURCE), &source.to_string())
}

fn make(path: &Path) -> io::Result<()> {
    let text: String = chance()?.iter().map(|byte| format!("{byte:02x}")).collect();
    write(path, &text)
}

/// Writes a file that is there whole or not at all.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut draft = path.as_os_str().to_owned();
    draft.push(".new");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    writeln!(file, "{text}")?;
    file.sync_all()?;
    fs::rename(draft, path)?;
    path.parent().map_or(Ok(()), |folder| fs::File::open(folder)?.sync_all())
}

fn fingerprint(database: &Database) -> Result<Option<String>, StoreError> {
    database.one("SELECT value FROM meta WHERE key = 'audit_root'", [], |row| row.get(0))
}

/// Sees to it that the file knows its root key, and that it is this one.
fn acknowledge(database: &Database, root: &Root) -> Result<(), OpenError> {
    if fingerprint(database)?.is_none() {
        begin(database, root)?;
    }
    is_that_of(database, root)
}

/// Whether the file is sealed with this key.
fn is_that_of(database: &Database, root: &Root) -> Result<(), OpenError> {
    match fingerprint(database)? {
        Some(known) if known != root.fingerprint() => {
            Err(OpenError::Sealed { file: database.path.to_path_buf(), known, given: root.fingerprint() })
        }
        _ => Ok(()),
    }
}

/// The log gets its name and the key that signs its checkpoints.
fn begin(database: &Database, root: &Root) -> Result<(), OpenError> {
    let (seed, name) = (chance().map_err(no_chance)?, chance().map_err(no_chance)?);
    let name: String = name.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let name = format!("filrouge/{name}");
    let signer = Signer::from_seed(&name, seed).map_err(|error| StoreError::unreadable("the key", error))?;
    let verifier = signer.verifier().to_string();
    let sealed = root.wrap(&seed, SIGNER).map_err(|error| StoreError::unreadable("the key", error))?;
    let sql = "INSERT INTO meta (key, value)
               VALUES ('audit_root', ?1), ('audit_name', ?2), ('audit_signer', ?3), ('audit_verifier', ?4)";
    database.run(sql, params![root.fingerprint(), name, sealed, verifier])?;
    Ok(())
}
