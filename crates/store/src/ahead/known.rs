//! What the file may know of an id, told without looking at it: nearly every message is new, and hardly anybody became one with
//! somebody else.

use super::filter::Filter;
use super::layer::Layer;
use crate::SqliteStore;
use filrouge_host::StoreError;
use filrouge_machine::Id;
use foldhash::fast::RandomState;
use std::collections::HashSet;

/// Ids of messages that are in the file.
#[derive(Default)]
pub(crate) struct Filed(HashSet<Id, RandomState>);

impl Filed {
    pub(super) fn of(file: &SqliteStore) -> Result<Self, StoreError> {
        let mut filed = Self::default();
        file.each("SELECT effect FROM outbox", |effect| filed.0.extend([effect]))?;
        Ok(filed)
    }

    pub(super) fn has(&self, effect: Id) -> bool {
        self.0.contains(&effect)
    }

    /// The file has this layer by now.
    pub(super) fn follow(&mut self, layer: &Layer) {
        for (effect, parcel) in &layer.outbox {
            match parcel {
                Some(_) => self.0.insert(*effect),
                None => self.0.remove(effect),
            };
        }
    }
}

/// A filter of so many bytes of the ids that a question about the file gives.
pub(super) fn filter(file: &SqliteStore, bytes: usize, sql: &str) -> Result<Filter, StoreError> {
    let mut filter = Filter::within(bytes);
    file.each(sql, |id| filter.insert(id))?;
    Ok(filter)
}
