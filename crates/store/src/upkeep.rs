//! What an operator does to a store that no daemon works on: check it, count it, repair it.

mod bodies;
mod check;
mod pending;
mod repair;
mod stats;

pub use bodies::{Bodies, Kind, Reads};
pub use check::{Check, Damage, DamagedRow, FileState, JournalState, Part, TornTail, check};
pub use pending::pending;
pub use repair::{GivenUp, Repair, repair};
pub use stats::{JournalExtent, Stats, Table, stats};

use crate::ahead::place::{self, Folder};
use crate::database::Database;
use crate::keys::Keys;
use crate::open::{self, OpenError};
use crate::root::{self, RootSource};
use crate::store::FILE;
use filrouge_journal::Options;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Version of every document; it rises when a reader of the old ones would be misled.
const VERSION: u32 = 1;

/// A store that is looked at and left as it is.
pub(crate) struct Looked {
    pub directory: PathBuf,
    pub database: Database,
    pub journal: Folder,
    /// The id of the journal that belongs to the file, when it ever had one.
    pub known: Option<[u8; 16]>,
    /// The last record that is in the file.
    pub done: u64,
}

impl Looked {
    /// The store in `directory`.
    pub(crate) fn at(directory: &Path) -> Result<Self, OpenError> {
        let file = is_there(directory)?;
        let database = open::looker(&Arc::from(file))?;
        let (known, done) = (database.known_journal()?, database.journalled()?);
        let (directory, journal) = (directory.to_owned(), Folder::of(directory));
        Ok(Self { directory, database, journal, known, done })
    }

    /// How its journal is kept.
    pub(crate) fn options(&self) -> Options {
        place::options(self.known.unwrap_or_default(), self.done)
    }

    /// What opens the rows and the journal, when the root key is at hand.
    pub(crate) fn keys(&self) -> Option<Arc<Keys>> {
        self.open_keys().ok()
    }

    /// The same, or why not.
    pub(crate) fn open_keys(&self) -> Result<Arc<Keys>, OpenError> {
        root::keys(&self.database, RootSource::known(&self.directory)?.read()?)
    }

    /// One more connection to the file.
    pub(crate) fn again(&self) -> Result<Database, OpenError> {
        open::looker(&self.database.path)
    }

    pub(crate) fn number(&self, sql: &str) -> Result<u64, OpenError> {
        let number: Option<i64> = self.database.one(sql, [], |row| row.get(0))?.flatten();
        Ok(number.and_then(|number| u64::try_from(number).ok()).unwrap_or(0))
    }
}

/// The file of a store that is there: nothing is made where nothing is.
pub(crate) fn is_there(directory: &Path) -> Result<PathBuf, OpenError> {
    let file = directory.join(FILE);
    let is_file =
        file.try_exists().map_err(|error| OpenError::Directory { directory: directory.into(), error });
    if is_file? { Ok(file) } else { Err(OpenError::Missing { directory: directory.to_owned() }) }
}

/// Length of a file; 0 when it is not there.
pub(crate) fn bytes(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |metadata| metadata.len())
}

#[cfg(test)]
mod tests;
