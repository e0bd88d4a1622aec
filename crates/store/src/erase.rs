//! What the rights of people do to the file: requests, contact points that may not be written to, and erasures.

use crate::SqliteStore;
use crate::database::Database;
use crate::found::{Gone, Way};
use crate::rows::{self, bytes};
use crate::sealing::Audited;
use crate::write::Writing;
use filrouge_audit::{Destroyed, Kind, Place, Shelf};
use filrouge_host::{AuditRows, Hash, RecordRow, RequestRow, RightsChange, RowOf, StoreError};
use filrouge_machine::Id;
use rusqlite::{OptionalExtension as _, Result, Row, params};
use std::collections::BTreeSet;

/// All of them, as [`request`] reads them.
pub(crate) const REQUEST: &str = "SELECT id, person, open, due, body, number FROM request";

/// What is a person's and has their id in a column.
const THEIRS: [&str; 8] = [
    "DELETE FROM person WHERE id = ?1",
    "DELETE FROM identifier WHERE person = ?1",
    "DELETE FROM outbox WHERE person = ?1",
    "DELETE FROM approval WHERE person = ?1",
    "DELETE FROM dead_letter WHERE person = ?1",
    "DELETE FROM alias WHERE absorbed = ?1",
    "DELETE FROM alias WHERE survivor = ?1 OR into_person = ?1",
    // Without it nobody can read what was sealed for them, wherever a copy of it lies.
    "DELETE FROM audit_key WHERE person = ?1",
];

/// Why bodies are destroyed.
const ERASURE: &str = "erasure";
const RETENTION: &str = "retention";

/// A row that says nothing: it is there for its number, and of a moment at which nothing can have happened.
const SILENT_INPUT: &str =
    "UPDATE input SET id = zeroblob(16), person = NULL, at = -9000000000000000000, source = '',
    body = x'', seq = NULL WHERE number = ?1";

const SILENT_DECISION: &str = "UPDATE decision SET id = zeroblob(16), person = zeroblob(16),
    at = -9000000000000000000, body = x'', seq = NULL WHERE number = ?1";

/// `id, person, open, due, body, number`: the number, and the row.
pub(crate) fn request(row: &Row<'_>) -> Result<(i64, RequestRow)> {
    let (id, person) = (rows::id(row, 0)?, rows::id(row, 1)?);
    let request = RequestRow { id, person, open: row.get(2)?, due: row.get(3)?, body: row.get(4)? };
    Ok((row.get(5)?, request))
}

impl Database {
    pub(crate) fn requests(
        &self,
        after: i64,
        most: usize,
    ) -> std::result::Result<Vec<(i64, RequestRow)>, StoreError> {
        let sql = format!("{REQUEST} WHERE number > ?1 ORDER BY number LIMIT ?2");
        let rows = self.all(&sql, params![after, rows::limit(most)], request)?.into_iter();
        rows.map(|(number, row)| Ok((number, self.open_request(row)?))).collect()
    }

    pub(crate) fn open_requests(&self) -> std::result::Result<Vec<RequestRow>, StoreError> {
        let sql = format!("{REQUEST} WHERE open = 1 ORDER BY due IS NULL, due, number");
        let rows = self.all(&sql, [], request)?;
        rows.into_iter().map(|(_, row)| self.open_request(row)).collect()
    }

    pub(crate) fn requests_of(&self, person: Id) -> std::result::Result<Vec<RequestRow>, StoreError> {
        let sql = format!("{REQUEST} WHERE person = ?1 ORDER BY number");
        let rows = self.all(&sql, [bytes(person)], request)?;
        rows.into_iter().map(|(_, row)| self.open_request(row)).collect()
    }

    pub(crate) fn request(&self, id: Id) -> std::result::Result<Option<RequestRow>, StoreError> {
        let sql = format!("{REQUEST} WHERE id = ?1");
        let row = self.one(&sql, [bytes(id)], request)?;
        row.map(|(_, row)| self.open_request(row)).transpose()
    }
}

impl SqliteStore {
    pub(crate) fn suppressed_contacts(&self) -> std::result::Result<Vec<(Hash, i64)>, StoreError> {
        self.database.all("SELECT hash, at FROM suppressed", [], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Brings the file's own log into the file and empties it; whether nobody was in the way.
    pub(crate) fn empty_log(&self) -> std::result::Result<bool, StoreError> {
        let busy = self.database.one("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))?;
        Ok(busy == Some(0))
    }
}

impl Writing<'_> {
    pub(crate) fn rights(&mut self, changes: &[RightsChange]) -> Result<()> {
        changes.iter().try_for_each(|change| self.right(change))?;
        let erased = changes.iter().filter_map(|change| match change {
            RightsChange::Erase { people } => Some(people),
            _ => None,
        });
        self.drop_timers_of(&erased.flatten().copied().collect())
    }

    fn right(&mut self, change: &RightsChange) -> Result<()> {
        match change {
            RightsChange::Request(row) => self.request(row),
            RightsChange::Suppress { hash, at } => {
                let sql = "INSERT INTO suppressed (hash, at) VALUES (?1, ?2) ON CONFLICT (hash) DO NOTHING";
                self.run(sql, params![hash, at])
            }
            RightsChange::Erase { people } => people.iter().try_for_each(|person| self.erase(*person)),
            RightsChange::Expire { inputs, decisions, requests } => {
                self.drop_inputs(inputs.iter().copied().collect(), RETENTION)?;
                self.drop_decisions(decisions.iter().copied().collect(), RETENTION)?;
                let sql = "DELETE FROM request WHERE id = ?1 AND open = 0";
                requests.iter().try_for_each(|id| self.run(sql, [bytes(*id)]))
            }
        }
    }

    fn request(&self, row: &RequestRow) -> Result<()> {
        let RequestRow { id, person, open, due, body } = row;
        let sql = "INSERT INTO request (id, person, open, due, body) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT (id) DO UPDATE SET person = excluded.person, open = excluded.open,
                   due = excluded.due, body = excluded.body";
        let body = self.seal_at_home(Place::of(Shelf::Request, id.0), body)?;
        self.run(sql, params![bytes(*id), bytes(*person), open, due, body])
    }

    fn erase(&mut self, person: Id) -> Result<()> {
        self.keys.iter().for_each(|keys| keys.forget(Some(person)));
        let (inputs, decisions) = (self.listed(Way::History, person)?, self.listed(Way::Decided, person)?);
        let sql = "SELECT 1 FROM input WHERE number = ?1 AND person = ?2";
        self.drop_inputs(self.of(person, sql, inputs)?, ERASURE)?;
        let sql = "SELECT 1 FROM decision WHERE number = ?1 AND person = ?2";
        self.drop_decisions(self.of(person, sql, decisions)?, ERASURE)?;
        let acts = self.change("DELETE FROM act WHERE person = ?1", [bytes(person)])?;
        self.destroy(ERASURE, acts as u64);
        THEIRS.iter().try_for_each(|sql| self.run(sql, [bytes(person)]))
    }

    /// Numbers of rows that may be the person's, those of this transaction included.
    fn listed(&mut self, way: Way, person: Id) -> Result<Vec<i64>> {
        self.found.write(self.transaction)?;
        crate::found::numbers(self.transaction, way, person)
    }

    /// Those of the rows that are the person's: a list has only a part of an id.
    fn of(&self, person: Id, sql: &str, numbers: Vec<i64>) -> Result<BTreeSet<i64>> {
        let mut statement = self.transaction.prepare_cached(sql)?;
        let mut theirs = BTreeSet::new();
        for number in numbers {
            if statement.exists(params![number, bytes(person)])? {
                theirs.insert(number);
            }
        }
        Ok(theirs)
    }

    fn drop_inputs(&mut self, numbers: BTreeSet<i64>, why: &'static str) -> Result<()> {
        let last = self.last("SELECT max(number) FROM input")?;
        let mut gone = Gone::default();
        let mut count = 0;
        for number in numbers {
            let sql =
                "SELECT person, seq IS NOT NULL FROM input WHERE number = ?1 AND at > -9000000000000000000";
            let mut statement = self.transaction.prepare_cached(sql)?;
            let whose = |row: &Row<'_>| Ok((row.get::<_, Option<[u8; 16]>>(0)?, row.get::<_, bool>(1)?));
            let Some((person, recorded)) = statement.query_row([number], whose).optional()? else { continue };
            drop(statement);
            count += 1;
            self.destroy(why, u64::from(recorded));
            person.into_iter().for_each(|person| gone.add(Way::History, of_bytes(person), number));
            // A number is never given twice: the last row stays, and says nothing.
            if Some(number) == last {
                self.run(SILENT_INPUT, [number])?;
            } else {
                self.run("DELETE FROM input WHERE number = ?1", [number])?;
            }
        }
        self.count_gone("inputs_gone", count)?;
        self.forget_listed(gone)
    }

    fn drop_decisions(&mut self, numbers: BTreeSet<i64>, why: &'static str) -> Result<()> {
        let last = self.last("SELECT max(number) FROM decision")?;
        let mut gone = Gone::default();
        let mut count = 0;
        for number in numbers {
            let sql = "SELECT id, person, seq IS NOT NULL FROM decision WHERE number = ?1 AND at > -9000000000000000000";
            let mut statement = self.transaction.prepare_cached(sql)?;
            let row = |row: &Row<'_>| Ok((rows::id(row, 0)?, rows::id(row, 1)?, row.get::<_, bool>(2)?));
            let Some((id, person, recorded)) = statement.query_row([number], row).optional()? else {
                continue;
            };
            drop(statement);
            count += 1;
            self.destroy(why, u64::from(recorded));
            gone.add(Way::Decision, id, number);
            gone.add(Way::Decided, person, number);
            if Some(number) == last {
                self.run(SILENT_DECISION, [number])?;
                self.found.add(Way::Decision, Id(0), number);
                self.found.add(Way::Decided, Id(0), number);
            } else {
                self.run("DELETE FROM decision WHERE number = ?1", [number])?;
            }
        }
        self.count_gone("decisions_gone", count)?;
        self.forget_listed(gone)
    }

    fn destroy(&mut self, why: &'static str, bodies: u64) {
        *self.destroyed.entry(why).or_default() += bodies;
    }

    /// The log tells how many bodies of its records were destroyed.
    pub(crate) fn tell_destroyed(&mut self) -> Result<()> {
        let told = std::mem::take(&mut self.destroyed).into_iter().filter(|(_, count)| *count > 0);
        let of = || RowOf::Act { person: None, body: b"{}".to_vec() };
        let record =
            |(why, count)| RecordRow { kind: Kind::Key, of: of(), facts: Destroyed::facts(why, count) };
        let (plan, salt, records) = (String::new(), self.salt, told.map(record).collect());
        // It is of the moment of the last record, at least.
        let rows = AuditRows { at: i64::MIN, plan, salt, records };
        self.seal(&[Audited { rows, ..Audited::default() }], &[], &[]).map(drop)
    }

    fn forget_listed(&mut self, gone: Gone) -> Result<()> {
        self.found.write(self.transaction)?;
        gone.remove(self.transaction)
    }

    fn last(&self, sql: &str) -> Result<Option<i64>> {
        self.transaction.prepare_cached(sql)?.query_row([], |row| row.get(0))
    }

    /// Rows that are no more, for whoever counts by the last number.
    fn count_gone(&self, key: &str, rows: i64) -> Result<()> {
        let sql = "INSERT INTO meta (key, value) VALUES (?1, ?2)
                   ON CONFLICT (key) DO UPDATE SET value = value + excluded.value";
        if rows > 0 { self.run(sql, params![key, rows]) } else { Ok(()) }
    }
}

const fn of_bytes(bytes: [u8; 16]) -> Id {
    Id(u128::from_be_bytes(bytes))
}
