//! Opening a data directory, and refusing what is not ours.

use crate::database::Database;
use crate::lock::{self, Lock};
use crate::{failure, found, schema};
use filrouge_host::StoreError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use std::fmt;
use std::fs::{DirBuilder, File};
use std::io::{self, Read};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Pages of the write-ahead log behind which a commit also moves them to the file: 64 MiB. A larger log means
/// fewer but longer stalls.
const CHECKPOINT_PAGES: u32 = 16_384;

/// How large the log may stay on the disk when it is empty.
const LOG_BYTES: u32 = 64 * 1024 * 1024;

/// Memory for pages, unless it is said otherwise.
pub(crate) const PAGES: usize = 12 << 20;

/// The same for questions.
const PAGES_OF_QUESTIONS: usize = 8 << 20;

/// So many bytes as SQLite takes them: KiB below zero.
pub(crate) fn kib(bytes: usize) -> i64 {
    i64::try_from(bytes / 1024).map_or(i64::MIN, |kib| -kib)
}

/// How long the writer waits for somebody who reads with tools of their own: everybody waits for the writer.
const WRITER_PATIENCE: Duration = Duration::from_millis(250);

/// How long a question waits.
const READER_PATIENCE: Duration = Duration::from_secs(5);

/// Why a data directory cannot be used.
#[derive(Debug)]
pub enum OpenError {
    /// The directory cannot be made or read.
    Directory {
        /// The directory.
        directory: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// There is no store in it.
    Missing {
        /// The directory.
        directory: PathBuf,
    },
    /// Nothing in it is damaged, and a repair was asked for.
    Sound {
        /// The directory.
        directory: PathBuf,
    },
    /// Another process works on it.
    InUse {
        /// The directory.
        directory: PathBuf,
    },
    /// The file was not written by us.
    Foreign {
        /// The file.
        file: PathBuf,
    },
    /// The file was written by a newer version.
    Newer {
        /// The file.
        file: PathBuf,
        /// Its format.
        format: i32,
    },
    /// The disk does not do what a write-ahead log needs.
    NoLog {
        /// The file.
        file: PathBuf,
    },
    /// The root key cannot be read or made.
    Key {
        /// Where it comes from.
        source: String,
        /// What is wrong.
        error: io::Error,
    },
    /// The data are sealed with another root key.
    Sealed {
        /// The file.
        file: PathBuf,
        /// By what that key is known.
        known: String,
        /// By what the one that was given is known.
        given: String,
    },
    /// The file cannot be read.
    Store(StoreError),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory { directory, error } => {
                write!(f, "the data directory `{}` cannot be used: {error}", directory.display())
            }
            Self::Missing { directory } => write!(
                f,
                "there is no store in `{}`; name the folder that a daemon got with `--data`",
                directory.display()
            ),
            Self::Sound { directory } => {
                write!(f, "nothing in `{}` needs a repair; it is left as it is", directory.display())
            }
            Self::InUse { directory } => write!(
                f,
                "another process works on the data directory `{}`; stop it, or name another directory",
                directory.display()
            ),
            Self::Foreign { file } => write!(
                f,
                "`{}` is not a Filrouge store; move it away, or name another data directory",
                file.display()
            ),
            Self::Newer { file, format } => write!(
                f,
                "`{}` has format {format}, this version reads up to {}; run the newer version again, or restore a \
                 backup made before the upgrade",
                file.display(),
                schema::FORMAT
            ),
            Self::NoLog { file } => write!(
                f,
                "the disk of `{}` cannot hold a write-ahead log; use a local disk, not a network share",
                file.display()
            ),
            Self::Key { source, error } => write!(f, "the root key `{source}` cannot be used: {error}"),
            Self::Sealed { file, known, given } => write!(
                f,
                "`{}` is sealed with the root key {known}, and this one is {given}; name the key with `--root-key`",
                file.display()
            ),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for OpenError {}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Makes the directory when it is not there, and takes it.
pub(crate) fn take(directory: &Path) -> Result<Lock, OpenError> {
    let failed = |error| OpenError::Directory { directory: directory.to_owned(), error };
    make_directory(directory).map_err(failed)?;
    lock::take(directory).map_err(failed)?.ok_or_else(|| OpenError::InUse { directory: directory.to_owned() })
}

/// Makes a directory that nobody else may look into: it holds what is known of people. One that is there is left as it
/// is.
///
/// # Errors
/// When it cannot be made.
pub fn make_directory(directory: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(directory)
}

/// The connection that writes.
pub(crate) fn writer(path: &Arc<Path>) -> Result<Database, OpenError> {
    let database = connect(path, WRITER_PATIENCE)?;
    accept(&database)?;
    let mode = database.one("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0))?;
    if mode.as_deref() != Some("wal") {
        return Err(OpenError::NoLog { file: path.to_path_buf() });
    }
    let tuning = format!(
        "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;
         PRAGMA journal_size_limit = {LOG_BYTES}; PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES};
         PRAGMA cache_size = {};",
        kib(PAGES)
    );
    batch(&database, &tuning)?;
    create(&database)?;
    sync_directory(path)?;
    Ok(database)
}

/// A connection that leaves the file and its log as they are, damaged or written by an older version.
pub(crate) fn looker(path: &Arc<Path>) -> Result<Database, OpenError> {
    let database = connect(path, READER_PATIENCE)?;
    let kept = DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;
    database.connection.set_db_config(kept, true).map_err(|error| database.explain(&error))?;
    accept(&database)?;
    batch(&database, "PRAGMA query_only = ON; PRAGMA cache_size = -65536;")?;
    let format = database.one("PRAGMA user_version", [], |row| row.get::<_, i32>(0))?.unwrap_or(0);
    Ok(Database { plain: format < schema::SEALED_SINCE, ..database })
}

/// A connection that only reads.
pub(crate) fn reader(path: &Arc<Path>) -> Result<Database, StoreError> {
    let database = connect(path, READER_PATIENCE)?;
    let tuning = format!("PRAGMA query_only = ON; PRAGMA cache_size = {};", kib(PAGES_OF_QUESTIONS));
    batch(&database, &tuning)?;
    Ok(database)
}

fn connect(path: &Arc<Path>, patience: Duration) -> Result<Database, StoreError> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || {
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(patience)?;
        connection.set_prepared_statement_cache_capacity(64);
        // A plan of ours does not depend on what is bound: without this, SQLite plans some questions anew each time.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        Ok(connection)
    };
    let connection = open().map_err(|error| failure::explain(path, &error))?;
    Ok(Database { connection, path: path.clone(), keys: None, in_step: false, plain: false })
}

/// Looks at the file's marks before anything is written to it.
fn accept(database: &Database) -> Result<(), OpenError> {
    let file = || database.path.to_path_buf();
    let number = |sql: &str| Ok::<i32, StoreError>(database.one(sql, [], |row| row.get(0))?.unwrap_or(0));
    let tables = number("SELECT count(*) FROM sqlite_schema").map_err(|error| foreign(database, error))?;
    let application = number("PRAGMA application_id")?;
    let format = number("PRAGMA user_version")?;
    match application {
        schema::APPLICATION if format > schema::FORMAT => Err(OpenError::Newer { file: file(), format }),
        schema::APPLICATION => Ok(()),
        0 if tables == 0 && format == 0 => Ok(()),
        _ => Err(OpenError::Foreign { file: file() }),
    }
}

/// A file whose first bytes are not SQLite's is somebody else's, not a damaged one of ours.
fn foreign(database: &Database, error: StoreError) -> OpenError {
    let mut start = [0; 16];
    let read = File::open(&database.path).and_then(|mut file| file.read_exact(&mut start));
    let ours = read.is_ok() && &start == b"SQLite format 3\0";
    if ours { OpenError::Store(error) } else { OpenError::Foreign { file: database.path.to_path_buf() } }
}

/// Makes the tables of a new file, or what an older one does not have; all or none.
fn create(database: &Database) -> Result<(), StoreError> {
    let made = database.one("PRAGMA application_id", [], |row| row.get::<_, i32>(0))?;
    let written = database.one("PRAGMA user_version", [], |row| row.get::<_, i32>(0))?.unwrap_or(0);
    let older = (made == Some(schema::APPLICATION)).then_some(written);
    if older.is_some_and(|written| written >= schema::FORMAT) {
        return Ok(());
    }
    let make = || {
        let file = Transaction::new_unchecked(&database.connection, TransactionBehavior::Immediate)?;
        match older {
            None => file.execute_batch(&schema::NEW.concat())?,
            Some(written) => bring_up_to_date(&file, written)?,
        }
        file.pragma_update(None, "application_id", schema::APPLICATION)?;
        file.pragma_update(None, "user_version", schema::FORMAT)?;
        file.commit()
    };
    make().map_err(|error| database.explain(&error))
}

fn bring_up_to_date(file: &Connection, written: i32) -> rusqlite::Result<()> {
    let passed = usize::try_from(written - 1).unwrap_or(0);
    schema::STEPS.iter().skip(passed).try_for_each(|step| file.execute_batch(step))?;
    if written < schema::LISTS_SINCE {
        found::fill(file)?;
        file.execute_batch(schema::LISTED)?;
    }
    Ok(())
}

pub(crate) fn batch(database: &Database, sql: &str) -> Result<(), StoreError> {
    database.connection.execute_batch(sql).map_err(|error| database.explain(&error))
}

/// The name of a new file must be on the disk as well as its content.
fn sync_directory(path: &Path) -> Result<(), OpenError> {
    let directory = path.parent().unwrap_or(path);
    File::open(directory)
        .and_then(|opened| opened.sync_all())
        .map_err(|error| OpenError::Directory { directory: directory.to_owned(), error })
}
