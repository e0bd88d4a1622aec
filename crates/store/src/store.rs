//! The writer's side.

use crate::database::Database;
use crate::keys::{self, Keys};
use crate::lock::Lock;
use crate::reader::SqliteReader;
use crate::rows::{self, bytes};
use crate::scrub::Bytes;
use crate::sealing::End;
use crate::{OpenError, apart, open, release, root, upgrade};
use filrouge_host::{
    APPROVAL_MEMORY, AliasRow, Commit, DeadLetterRow, Hash, Identifier, OutboxRow, PersonRow, PlanRow,
    Reader, ReleaseRow, Store, StoreError, TimerRow,
};
use filrouge_machine::Id;
use filrouge_plan::Occupancy;
use rusqlite::params;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// Name of the file in the data directory.
pub(crate) const FILE: &str = "filrouge.db";

/// Rows that are forgotten in one transaction, and transactions in one round of housekeeping.
const FORGET: (usize, usize) = (5_000, 40);

/// A store in one SQLite file. The data directory is ours as long as this lives.
pub struct SqliteStore {
    pub(crate) database: Database,
    /// Numbers of plan hashes that are in the file.
    pub(crate) plans: HashMap<String, i64>,
    /// And the other way round.
    hashes: HashMap<i64, String>,
    /// The bytes of the file, once somebody was erased.
    pub(crate) bytes: Option<Bytes>,
    /// Bytes for pages of the file.
    pages: usize,
    /// Held here, unless somebody else holds it for several connections.
    _lock: Option<Lock>,
    /// The end of the audit log.
    pub(crate) end: End,
}

impl SqliteStore {
    /// Opens the store in `directory`, and makes both when they are not there.
    ///
    /// # Errors
    /// When another process works on it, the file is not ours, newer or damaged, or the disk refuses.
    pub fn open(directory: &Path) -> Result<Self, OpenError> {
        let lock = open::take(directory)?;
        let store = Self { _lock: Some(lock), ..Self::connect(directory)? };
        let keys = root::open(directory, &store.database, None)?;
        let mut store = store.sealed_with(&keys);
        upgrade::seal(&mut store)?;
        upgrade::finish(&mut store)?;
        Ok(store)
    }

    /// A connection to the file in a directory that the caller holds.
    pub(crate) fn connect(directory: &Path) -> Result<Self, OpenError> {
        Self::connect_to(&directory.join(FILE))
    }

    /// The same, which opens and encrypts bodies.
    pub(crate) fn sealed_with(mut self, keys: &Arc<Keys>) -> Self {
        self.database.keys = Some(Arc::clone(keys));
        self.database.in_step = true;
        self
    }

    /// The same, with so many bytes for pages of the file.
    pub(crate) fn with_pages(mut self, bytes: usize) -> Self {
        self.pages = bytes;
        self.keep_pages();
        self
    }

    /// A bound that is not taken over is the usual one.
    fn keep_pages(&self) {
        let _ = self.database.connection.pragma_update(None, "cache_size", open::kib(self.pages));
    }

    /// A connection to a file of whatever name.
    pub(crate) fn connect_to(file: &Path) -> Result<Self, OpenError> {
        let database = open::writer(&Arc::from(file))?;
        let (plans, hashes) = (HashMap::new(), HashMap::new());
        Ok(Self {
            database,
            plans,
            hashes,
            bytes: None,
            pages: open::PAGES,
            _lock: None,
            end: End::default(),
        })
    }

    /// The hash by which a row names its plan. It is asked with each person, and there are few.
    fn hash_of(&mut self, plan: i64) -> Result<String, StoreError> {
        if let Some(hash) = self.hashes.get(&plan) {
            return Ok(hash.clone());
        }
        let sql = "SELECT hash FROM plan WHERE number = ?1";
        let hash: String = self.database.one(sql, [plan], |row| row.get(0))?.unwrap_or_default();
        self.hashes.insert(plan, hash.clone());
        Ok(hash)
    }

    /// Forgets what the system has in memory of the file: after a failed write it is not to be trusted.
    pub(crate) fn look_again(&mut self) -> Result<(), StoreError> {
        self.plans.clear();
        self.hashes.clear();
        self.end.forget();
        let keys = self.database.keys.take();
        keys.iter().for_each(|keys| keys.forget(None));
        let opened = open::writer(&self.database.path).map_err(|error| match error {
            OpenError::Store(error) => error,
            other => StoreError::new(filrouge_host::Fault::Io, other.to_string()),
        });
        self.database.keys = keys.clone();
        let in_step = self.database.in_step;
        self.database = Database { keys, in_step, ..opened? };
        self.keep_pages();
        Ok(())
    }

    fn forget(&self, now: i64) -> Result<(), StoreError> {
        let (rows, rounds) = FORGET;
        let sql =
            "DELETE FROM seen WHERE id IN (SELECT id FROM seen WHERE until <= ?1 ORDER BY until LIMIT ?2)";
        for _ in 0..rounds {
            if self.database.run(sql, params![now, rows as i64])? < rows {
                break;
            }
        }
        let sql = "DELETE FROM person WHERE id IN (SELECT absorbed FROM alias WHERE until < ?1)";
        self.database.run(sql, [now])?;
        let sql = "DELETE FROM approval WHERE closed < ?1";
        self.database.run(sql, [now.saturating_sub(APPROVAL_MEMORY)])?;
        self.forget_letters(now)
    }
}

impl Store for SqliteStore {
    fn reader(&self) -> Result<Arc<dyn Reader>, StoreError> {
        Ok(Arc::new(SqliteReader::open(&self.database)?))
    }

    fn active_plan(&mut self) -> Result<Option<PlanRow>, StoreError> {
        let sql = "SELECT hash, at, body, passage FROM plan
                   WHERE number = (SELECT value FROM meta WHERE key = 'active_plan')";
        self.database.one(sql, [], rows::plan)
    }

    fn release(&mut self) -> Result<Option<ReleaseRow>, StoreError> {
        let sql = "SELECT value FROM meta WHERE key = 'release'";
        let kept: Option<Vec<u8>> = self.database.one(sql, [], |row| row.get(0))?;
        kept.map(|kept| release::decode(&kept)).transpose()
    }

    fn seen(&mut self, input: Id) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM seen WHERE id = ?1";
        Ok(self.database.one(sql, [bytes(input)], |_| Ok(()))?.is_some())
    }

    fn owner(&mut self, identifier: &Identifier) -> Result<Option<Id>, StoreError> {
        let sql = "SELECT person FROM identifier WHERE value = ?1 AND name = ?2";
        let value = self.database.name_of(&identifier.value)?;
        self.database.one(sql, params![value, identifier.name], |row| rows::id(row, 0))
    }

    fn alias(&mut self, person: Id) -> Result<Option<AliasRow>, StoreError> {
        self.database.one(rows::ALIAS, [bytes(person)], rows::alias)
    }

    fn person(&mut self, person: Id) -> Result<Option<PersonRow>, StoreError> {
        let sql = "SELECT plan, body, pending FROM person WHERE id = ?1";
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let Some((plan, body, pending)) = self.database.one(sql, [bytes(person)], row)? else {
            return Ok(None);
        };
        let body = self.database.open_state(person, body)?;
        Ok(Some(PersonRow { plan: self.hash_of(plan)?, body, pending }))
    }

    fn due(&mut self, now: i64, limit: usize) -> Result<Vec<TimerRow>, StoreError> {
        self.due_timers(now, limit)
    }

    fn next_due(&mut self) -> Result<Option<i64>, StoreError> {
        self.database.one("SELECT due FROM timer ORDER BY due LIMIT 1", [], |row| row.get(0))
    }

    fn occupancy(&mut self) -> Result<Option<Occupancy>, StoreError> {
        let counted = self.database.one("SELECT 1 FROM meta WHERE key = 'counted'", [], |_| Ok(()))?;
        let sql = "SELECT journey, step, drained, people FROM standing WHERE people > 0";
        let rows = self.database.all(sql, [], rows::standing)?;
        Ok(counted.map(|()| rows.into_iter().collect()))
    }

    fn outdated(
        &mut self,
        plan: &str,
        everybody: bool,
        after: Option<Id>,
        limit: usize,
    ) -> Result<Vec<Id>, StoreError> {
        self.people_of_other_plans(plan, everybody, after, limit)
    }

    fn outgoing(&mut self, effect: Id) -> Result<Option<OutboxRow>, StoreError> {
        self.message(effect)
    }

    fn sendable(
        &mut self,
        connector: Option<&str>,
        now: i64,
        limit: usize,
    ) -> Result<Vec<OutboxRow>, StoreError> {
        let places = self.waiting_behind(connector, None, now, limit)?;
        places.into_iter().filter_map(|place| self.outgoing(place.effect).transpose()).collect()
    }

    fn next_sendable(&mut self, connector: Option<&str>, now: i64) -> Result<Option<i64>, StoreError> {
        self.database.first_to_leave(connector, now)
    }

    fn carriers(&mut self) -> Result<Vec<String>, StoreError> {
        self.database.waiting_over()
    }

    fn in_flight(&mut self) -> Result<Vec<OutboxRow>, StoreError> {
        self.flying()
    }

    fn crowded_out(&mut self, room: usize) -> Result<Vec<Id>, StoreError> {
        // By number, not by count: this runs whenever something is put aside.
        let sql = "SELECT id FROM quarantine WHERE number <= (SELECT max(number) FROM quarantine) - ?1";
        self.database.all(sql, [rows::limit(room)], |row| rows::id(row, 0))
    }

    fn dead_letter(&mut self, effect: Id) -> Result<Option<DeadLetterRow>, StoreError> {
        Ok(self.database.dead_letter(effect)?.map(|(_, row)| row))
    }

    fn dead_letters_crowded_out(&mut self, room: usize) -> Result<Vec<Id>, StoreError> {
        self.letters_crowded_out(room)
    }

    fn commit(&mut self, mut commit: Commit) -> Result<(), StoreError> {
        keys::salt(&mut commit)?;
        self.write(&commit)
    }

    fn suppressed(&mut self) -> Result<Vec<(Hash, i64)>, StoreError> {
        self.suppressed_contacts()
    }

    fn suppression_key(&mut self) -> Result<[u8; 32], StoreError> {
        apart::key(&self.database.path)
    }

    fn record_erasure(&mut self, line: &[u8]) -> Result<(), StoreError> {
        apart::record(&self.database.path, line)
    }

    fn erasures(&mut self) -> Result<Vec<Vec<u8>>, StoreError> {
        apart::lines(&self.database.path)
    }

    fn purge(&mut self) -> Result<bool, StoreError> {
        self.scrub()
    }

    fn tidy(&mut self, now: i64) -> Result<(), StoreError> {
        self.forget(now)?;
        // A reader in the way only puts this off.
        self.database.one("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    fn recover(&mut self) -> Result<(), StoreError> {
        self.look_again()?;
        let sql = "INSERT INTO meta (key, value) VALUES ('recovered', 1)
                   ON CONFLICT (key) DO UPDATE SET value = value + 1";
        self.database.run(sql, []).map(|_| ())
    }
}

#[cfg(test)]
mod tests;
