//! What the journaled store needs of the file behind it, as a port: a simulation puts faults here.

use super::{Layer, Parcel};
use crate::SqliteStore;
use filrouge_host::StoreError;
use filrouge_machine::Id;

/// The file that layers go into.
pub(super) trait File: Send {
    /// Brings a layer into the file, all or nothing.
    fn checkpoint(&mut self, layer: &Layer) -> Result<(), StoreError>;
    /// A message as the file has it.
    fn parcel(&self, effect: Id) -> Result<Option<Parcel>, StoreError>;
    /// Housekeeping.
    fn tidy(&mut self, now: i64) -> Result<(), StoreError>;
    /// Takes what was erased out of the file and its log; whether nothing is left of it.
    fn purge(&mut self) -> Result<bool, StoreError>;
    /// Looks at the file again from the disk after a failed write.
    fn recover(&mut self) -> Result<(), StoreError>;
}

impl File for SqliteStore {
    fn checkpoint(&mut self, layer: &Layer) -> Result<(), StoreError> {
        Self::checkpoint(self, layer)
    }

    fn parcel(&self, effect: Id) -> Result<Option<Parcel>, StoreError> {
        Self::parcel(self, effect)
    }

    fn tidy(&mut self, now: i64) -> Result<(), StoreError> {
        filrouge_host::Store::tidy(self, now)
    }

    fn purge(&mut self) -> Result<bool, StoreError> {
        self.scrub()
    }

    fn recover(&mut self) -> Result<(), StoreError> {
        filrouge_host::Store::recover(self)
    }
}
