//! Dead letters of the store in memory.

use crate::DeadLetterRow;
use filrouge_machine::Id;
use std::collections::BTreeMap;

/// Dead letters by their numbers.
#[derive(Clone, Default)]
pub(super) struct Letters {
    rows: BTreeMap<i64, DeadLetterRow>,
    last: i64,
}

impl Letters {
    pub(super) fn keep(&mut self, row: &DeadLetterRow) {
        if self.one(row.effect).is_none() {
            self.last += 1;
            self.rows.insert(self.last, row.clone());
        }
    }

    /// Drops those of which `is_gone` says so.
    pub(super) fn drop_if(&mut self, is_gone: impl Fn(&DeadLetterRow) -> bool) {
        self.rows.retain(|_, row| !is_gone(row));
    }

    pub(super) fn forget(&mut self, now: i64) {
        self.drop_if(|row| row.until <= now);
    }

    pub(super) fn one(&self, effect: Id) -> Option<(i64, DeadLetterRow)> {
        self.behind(0).find(|(_, row)| row.effect == effect)
    }

    /// Those behind the row numbered `after`.
    pub(super) fn behind(&self, after: i64) -> impl Iterator<Item = (i64, DeadLetterRow)> {
        let rows = self.rows.iter().filter(move |(number, _)| **number > after);
        rows.map(|(number, row)| (*number, row.clone()))
    }

    pub(super) fn crowded_out(&self, room: usize) -> Vec<Id> {
        let many = self.rows.len().saturating_sub(room);
        self.rows.values().take(many).map(|row| row.effect).collect()
    }

    pub(super) fn count(&self) -> u64 {
        self.rows.len() as u64
    }
}
