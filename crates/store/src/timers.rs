//! Timers stand in the order in which they are due, and nowhere else: whoever cancels one says when it was due. What fires
//! leaves at one end, however many are pending.
//!
//! A timer stays with whom it was set for, as a message does; whoever reads it is told who that is by now.

use crate::SqliteStore;
use crate::ahead::Layer;
use crate::rows::{self, bytes};
use crate::write::Writing;
use filrouge_host::{StoreError, TimerRow};
use filrouge_machine::{Id, TimerChange};
use rusqlite::{Result, params};
use std::collections::BTreeSet;

const SET: &str = "INSERT OR REPLACE INTO timer (due, id, person) VALUES (?1, ?2, ?3)";

const CANCEL: &str = "DELETE FROM timer WHERE due = ?1 AND id = ?2";

const ALL: &str = "SELECT id, person, due FROM timer";

/// The seek is to the very row: thousands may be due at one moment, and whoever only sought the moment would read all of them
/// for each group.
const DUE_BEHIND: &str = "SELECT id, person, due FROM timer
    WHERE (due, id) > (?1, ?2) AND due <= ?3 ORDER BY due, id LIMIT ?4";

const DUE: &str =
    "SELECT id, coalesce((SELECT survivor FROM alias WHERE absorbed = timer.person), person), due
    FROM timer WHERE due <= ?1 ORDER BY due, id LIMIT ?2";

impl SqliteStore {
    /// Timers that are due at `now`, each with whom it is of by now.
    pub(crate) fn due_timers(
        &self,
        now: i64,
        limit: usize,
    ) -> std::result::Result<Vec<TimerRow>, StoreError> {
        self.database.all(DUE, params![now, rows::limit(limit)], rows::timer)
    }

    /// Timers that are due at `now`, behind one of them, as they stand in the file.
    pub(crate) fn due_behind(
        &self,
        after: Option<TimerRow>,
        now: i64,
        limit: usize,
    ) -> std::result::Result<Vec<TimerRow>, StoreError> {
        let (due, timer) = after.map_or((i64::MIN, [0; 16]), |row| (row.due, bytes(row.timer)));
        self.database.all(DUE_BEHIND, params![due, timer, now, rows::limit(limit)], rows::timer)
    }
}

impl Writing<'_> {
    pub(crate) fn timer(&self, person: Id, change: TimerChange) -> Result<()> {
        match change {
            TimerChange::Set { timer, at } => self.set(TimerRow { timer, person, due: at }),
            TimerChange::Cancel { timer, due } => self.run(CANCEL, params![due, bytes(timer)]),
            TimerChange::Forget { timer } => self.drop_timers(|row| row.timer == timer),
        }
    }

    /// What a layer says of timers, in their order.
    pub(crate) fn timers(&self, layer: &Layer) -> Result<()> {
        if !layer.unset.is_empty() {
            self.drop_timers(|row| layer.unset.contains(&row.timer))?;
        }
        let mut cancelled = layer.cancelled.clone();
        cancelled.sort_unstable();
        cancelled.dedup();
        cancelled.into_iter().try_for_each(|(due, timer)| self.run(CANCEL, params![due, bytes(timer)]))?;
        let mut set: Vec<TimerRow> = layer.timers.values().copied().flatten().collect();
        set.sort_unstable_by_key(|row| (row.due, row.timer));
        set.into_iter().try_for_each(|row| self.set(row))
    }

    fn set(&self, row: TimerRow) -> Result<()> {
        self.run(SET, params![row.due, bytes(row.timer), bytes(row.person)])
    }

    /// Timers of people who were erased. No way leads to them, so that all are looked at, once for all of these people.
    pub(crate) fn drop_timers_of(&self, people: &BTreeSet<Id>) -> Result<()> {
        if people.is_empty() { Ok(()) } else { self.drop_timers(|row| people.contains(&row.person)) }
    }

    fn drop_timers(&self, is_gone: impl Fn(&TimerRow) -> bool) -> Result<()> {
        let mut statement = self.transaction.prepare_cached(ALL)?;
        let rows = statement
            .query_map([], rows::timer)?
            .filter(|row| row.as_ref().is_ok_and(&is_gone) || row.is_err());
        let gone: Vec<TimerRow> = rows.collect::<Result<_>>()?;
        gone.into_iter().try_for_each(|row| self.run(CANCEL, params![row.due, bytes(row.timer)]))
    }
}

#[cfg(test)]
mod tests;
