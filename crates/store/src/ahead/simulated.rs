//! The store on disks that fail as they are told.

use super::file::File;
use super::open::Ground;
use super::{JournaledStore, Layer, Pace, Parcel};
use crate::{OpenError, SqliteStore, failure};
use filrouge_host::StoreError;
use filrouge_journal::SimulatedDisk;
use filrouge_machine::Id;
use rusqlite::Error;
use rusqlite::ffi::{self, ErrorCode};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Length of a segment of the journal: short ones end often.
const SEGMENT: u64 = 16 << 10;

/// What becomes of what is to be written to the file from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FileFate {
    /// It is written.
    #[default]
    Written,
    /// There is no room; nothing is written.
    Full,
    /// The disk does not answer; nothing is written.
    Lost,
    /// It is written, and the sync fails: nobody knows what the disk has of it.
    Unsynced,
}

/// The disk below the file. Its clones are the same disk.
#[derive(Clone, Default)]
pub struct SimulatedFile(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    fate: FileFate,
    /// From this byte on the file's log was never synced.
    unsynced: Option<u64>,
}

impl SimulatedFile {
    /// What becomes of what is to be written from now on.
    pub fn set(&self, fate: FileFate) {
        self.state().fate = fate;
    }

    /// From which byte on the file's log may be gone when the power fails.
    #[must_use]
    pub fn unsynced(&self) -> Option<u64> {
        self.state().unsynced
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl JournaledStore {
    /// Opens the store with its file in `directory` on one simulated disk, and its journal on another. Nothing goes into the
    /// file by itself: only when somebody waits for it.
    ///
    /// # Errors
    /// As [`JournaledStore::open`].
    pub fn open_simulated(
        directory: &Path,
        journal: &SimulatedDisk,
        disk: &SimulatedFile,
    ) -> Result<Self, OpenError> {
        let pace = Pace { age: Duration::from_hours(24), ..Pace::default() };
        let log = directory.join("filrouge.db-wal");
        let disk = disk.clone();
        let failing = move |file| -> Box<dyn File> { Box::new(Failing { file, disk, log }) };
        let journal = Some((Box::new(journal.clone()) as Box<_>, SEGMENT));
        Self::open_on(directory, Ground { journal, file: Box::new(failing), ..Ground::at(pace) })
    }
}

/// A file on a disk that fails.
struct Failing {
    file: SqliteStore,
    disk: SimulatedFile,
    log: PathBuf,
}

impl Failing {
    fn write(
        &mut self,
        write: impl FnOnce(&mut SqliteStore) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let fate = self.disk.state().fate;
        let length = std::fs::metadata(&self.log).map_or(0, |log| log.len());
        match fate {
            FileFate::Full => return Err(self.failed(ErrorCode::DiskFull, ffi::SQLITE_FULL)),
            FileFate::Lost => return Err(self.failed(ErrorCode::SystemIoFailure, ffi::SQLITE_IOERR)),
            FileFate::Written | FileFate::Unsynced => write(&mut self.file)?,
        }
        let mut disk = self.disk.state();
        if fate == FileFate::Unsynced {
            disk.unsynced.get_or_insert(length);
            return Err(self.failed(ErrorCode::SystemIoFailure, ffi::SQLITE_IOERR));
        }
        disk.unsynced = None;
        Ok(())
    }

    /// What is made of it is what SQLite's own words would be made into.
    fn failed(&self, code: ErrorCode, extended_code: i32) -> StoreError {
        failure::explain(
            &self.file.database.path,
            &Error::SqliteFailure(ffi::Error { code, extended_code }, None),
        )
    }
}

impl File for Failing {
    fn checkpoint(&mut self, layer: &Layer) -> Result<(), StoreError> {
        self.write(|file| file.checkpoint(layer))
    }

    fn parcel(&self, effect: Id) -> Result<Option<Parcel>, StoreError> {
        self.file.parcel(effect)
    }

    fn tidy(&mut self, now: i64) -> Result<(), StoreError> {
        self.write(|file| filrouge_host::Store::tidy(file, now))
    }

    fn purge(&mut self) -> Result<bool, StoreError> {
        let mut clean = false;
        self.write(|file| file.scrub().map(|scrubbed| clean = scrubbed))?;
        Ok(clean)
    }

    fn recover(&mut self) -> Result<(), StoreError> {
        match self.disk.state().fate {
            FileFate::Written => {}
            FileFate::Full => return Err(self.failed(ErrorCode::DiskFull, ffi::SQLITE_FULL)),
            _ => return Err(self.failed(ErrorCode::SystemIoFailure, ffi::SQLITE_IOERR)),
        }
        filrouge_host::Store::recover(&mut self.file)
    }
}
