//! A store in memory, for simulations and tests: as strict as one on a disk, and gone with the process.

mod letters;
mod reader;
mod rights;
mod tables;

use crate::rights::Hash;
use crate::{
    APPROVAL_MEMORY, AliasRow, ApprovalRow, Commit, DeadLetterRow, Identifier, OutboxRow, PersonRow, PlanRow,
    Reader, ReleaseRow, Store, StoreError, TimerRow,
};
use filrouge_machine::Id;
use filrouge_plan::Occupancy;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tables::Tables;

/// A store in memory. Clones share their content, so that one can be opened again after its host is gone.
#[derive(Clone, Default)]
pub struct MemoryStore(Arc<Mutex<Tables>>);

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether its files, of which it has none, are clean when they are asked for. A simulation has them wait as long as those of
    /// another store do.
    pub fn keep_files(&self, dirty: bool) {
        self.tables().dirty = dirty;
    }

    /// As a backup that was restored: whatever is in the outbox may have left since.
    #[cfg(test)]
    pub(crate) fn come_from_a_backup(&self) {
        for (_, row) in self.tables().outbox.values_mut() {
            (row.in_flight, row.restored) = (true, true);
        }
        self.tables().waiting = crate::Waiting::default();
    }

    /// What a backup of it holds.
    #[cfg(test)]
    pub(crate) fn copied(&self) -> Self {
        Self(Arc::new(Mutex::new(self.tables().clone())))
    }

    /// As a backup that was restored together with the list of erasures of the store that it comes from.
    #[cfg(test)]
    pub(crate) fn take_erasures_of(&self, other: &Self) {
        let erasures = other.tables().erasures.clone();
        self.tables().erasures = erasures;
    }

    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn reader(&self) -> Result<Arc<dyn Reader>, StoreError> {
        Ok(Arc::new(self.clone()))
    }

    fn active_plan(&mut self) -> Result<Option<PlanRow>, StoreError> {
        let tables = self.tables();
        Ok(tables.active.as_ref().and_then(|hash| tables.plans.get(hash)).cloned())
    }

    fn release(&mut self) -> Result<Option<ReleaseRow>, StoreError> {
        Ok(self.tables().release.clone())
    }

    fn seen(&mut self, input: Id) -> Result<bool, StoreError> {
        Ok(self.tables().seen.contains_key(&input))
    }

    fn owner(&mut self, identifier: &Identifier) -> Result<Option<Id>, StoreError> {
        Ok(self.tables().identifiers.get(identifier).copied())
    }

    fn alias(&mut self, person: Id) -> Result<Option<AliasRow>, StoreError> {
        Ok(self.tables().aliases.get(&person).copied())
    }

    fn person(&mut self, person: Id) -> Result<Option<PersonRow>, StoreError> {
        Ok(self.tables().people.get(&person).cloned())
    }

    fn due(&mut self, now: i64, limit: usize) -> Result<Vec<TimerRow>, StoreError> {
        let tables = self.tables();
        let due = tables.by_due.iter().take_while(|(due, _)| *due <= now).take(limit);
        Ok(due.filter_map(|(_, timer)| tables.timers.get(timer)).map(|row| tables.led_timer(*row)).collect())
    }

    fn next_due(&mut self) -> Result<Option<i64>, StoreError> {
        Ok(self.tables().by_due.first().map(|(due, _)| *due))
    }

    fn occupancy(&mut self) -> Result<Option<Occupancy>, StoreError> {
        Ok(Some(self.tables().standing.clone()))
    }

    fn outdated(
        &mut self,
        plan: &str,
        everybody: bool,
        after: Option<Id>,
        limit: usize,
    ) -> Result<Vec<Id>, StoreError> {
        let tables = self.tables();
        let wanted =
            |id: &Id, row: &PersonRow| !tables.aliases.contains_key(id) && (everybody || row.pending);
        let behind = tables.people.iter().filter(|(id, _)| after.is_none_or(|after| **id > after));
        let people = behind.filter(|(id, row)| row.plan != plan && wanted(id, row));
        Ok(people.take(limit).map(|(id, _)| *id).collect())
    }

    fn outgoing(&mut self, effect: Id) -> Result<Option<OutboxRow>, StoreError> {
        let tables = self.tables();
        Ok(tables.outbox.get(&effect).map(|(_, row)| tables.led(row)))
    }

    fn sendable(
        &mut self,
        connector: Option<&str>,
        now: i64,
        limit: usize,
    ) -> Result<Vec<OutboxRow>, StoreError> {
        let tables = self.tables();
        let first = tables.waiting.first(connector, now, limit).into_iter();
        Ok(first
            .filter_map(|(_, effect)| tables.outbox.get(&effect))
            .map(|(_, row)| tables.led(row))
            .collect())
    }

    fn next_sendable(&mut self, connector: Option<&str>, now: i64) -> Result<Option<i64>, StoreError> {
        Ok(self.tables().waiting.next(connector, now))
    }

    fn carriers(&mut self) -> Result<Vec<String>, StoreError> {
        Ok(self.tables().waiting.carriers().cloned().collect())
    }

    fn in_flight(&mut self) -> Result<Vec<OutboxRow>, StoreError> {
        let tables = self.tables();
        Ok(tables.outbox.values().filter(|(_, row)| row.in_flight).map(|(_, row)| tables.led(row)).collect())
    }

    fn crowded_out(&mut self, room: usize) -> Result<Vec<Id>, StoreError> {
        let tables = self.tables();
        let many = tables.quarantine.len().saturating_sub(room);
        Ok(tables.quarantine.values().take(many).map(|row| row.id).collect())
    }

    fn dead_letter(&mut self, effect: Id) -> Result<Option<DeadLetterRow>, StoreError> {
        Ok(self.tables().letters.one(effect).map(|(_, row)| row))
    }

    fn dead_letters_crowded_out(&mut self, room: usize) -> Result<Vec<Id>, StoreError> {
        Ok(self.tables().letters.crowded_out(room))
    }

    fn commit(&mut self, commit: Commit) -> Result<(), StoreError> {
        self.tables().apply(&commit);
        Ok(())
    }

    fn suppressed(&mut self) -> Result<Vec<(Hash, i64)>, StoreError> {
        Ok(self.tables().suppressed.iter().map(|(hash, at)| (*hash, *at)).collect())
    }

    fn suppression_key(&mut self) -> Result<[u8; 32], StoreError> {
        Ok([7; 32])
    }

    fn record_erasure(&mut self, line: &[u8]) -> Result<(), StoreError> {
        self.tables().erasures.push(line.to_vec());
        Ok(())
    }

    fn erasures(&mut self) -> Result<Vec<Vec<u8>>, StoreError> {
        Ok(self.tables().erasures.clone())
    }

    fn purge(&mut self) -> Result<bool, StoreError> {
        Ok(!self.tables().dirty)
    }

    fn tidy(&mut self, now: i64) -> Result<(), StoreError> {
        let mut tables = self.tables();
        tables.seen.retain(|_, until| *until > now);
        let gone: Vec<Id> =
            tables.aliases.values().filter(|alias| alias.until < now).map(|alias| alias.absorbed).collect();
        tables.people.retain(|person, _| !gone.contains(person));
        let known = |row: &ApprovalRow| row.closed.is_none_or(|at| at.saturating_add(APPROVAL_MEMORY) >= now);
        tables.approvals.retain(known);
        tables.letters.forget(now);
        Ok(())
    }

    fn recover(&mut self) -> Result<(), StoreError> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
