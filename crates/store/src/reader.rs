//! The side for questions.

use crate::ahead::Gate;
use crate::database::Database;
use crate::open;
use crate::rows::{self, bytes, limit};
use filrouge_host::{
    AliasRow, ApprovalRow, Counts, DeadLetterRow, DecisionRow, Identifier, InputRow, PersonRow, PlanRow,
    QuarantineRow, Reader, RequestRow, StoreError,
};
use filrouge_machine::Id;
use rusqlite::params;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A second connection, for short reads.
pub(crate) struct SqliteReader {
    database: Mutex<Database>,
    /// What is durable and not in the file yet comes into it before a question is answered.
    ahead: Option<Arc<Gate>>,
}

impl SqliteReader {
    pub(crate) fn open(of: &Database) -> Result<Self, StoreError> {
        Self::behind(of, None)
    }

    pub(crate) fn behind(of: &Database, ahead: Option<Arc<Gate>>) -> Result<Self, StoreError> {
        let database = Database { keys: of.keys.clone(), plain: of.plain, ..open::reader(&of.path)? };
        Ok(Self { database: Mutex::new(database), ahead })
    }

    fn database(&self) -> Result<MutexGuard<'_, Database>, StoreError> {
        self.ahead.as_ref().map_or(Ok(()), |gate| gate.flush())?;
        Ok(self.as_it_is())
    }

    /// The file, whatever is not in it yet.
    fn as_it_is(&self) -> MutexGuard<'_, Database> {
        self.database.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Bytes in the write-ahead log of the file at `path`.
fn wal_bytes(path: &Path) -> u64 {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    fs::metadata(log).map_or(0, |metadata| metadata.len())
}

/// People of the plan of a share. The index by plan begins with whether something is pending.
const RELEASED: &str = "WITH release AS (SELECT value FROM meta WHERE key = 'release_plan')
    SELECT (SELECT count(*) FROM person WHERE pending IN (0, 1) AND plan = (SELECT value FROM release))
     - (SELECT count(*) FROM person JOIN alias ON alias.absorbed = person.id
        WHERE person.plan = (SELECT value FROM release))";

impl Reader for SqliteReader {
    fn known_as(&self, value: &str) -> Result<Vec<Id>, StoreError> {
        let sql = "SELECT DISTINCT person FROM identifier WHERE value = ?1 ORDER BY person";
        let database = self.database()?;
        database.all(sql, [database.name_of(value)?], |row| rows::id(row, 0))
    }

    fn alias(&self, person: Id) -> Result<Option<AliasRow>, StoreError> {
        self.database()?.one(rows::ALIAS, [bytes(person)], rows::alias)
    }

    fn aliases(&self, person: Id) -> Result<Vec<AliasRow>, StoreError> {
        let sql = "SELECT absorbed, survivor, into_person, at, until FROM alias
                   WHERE survivor = ?1 ORDER BY at DESC, absorbed";
        self.database()?.all(sql, [bytes(person)], rows::alias)
    }

    fn identifiers(&self, person: Id) -> Result<Vec<Identifier>, StoreError> {
        let sql = "SELECT name, value, sealed FROM identifier WHERE person = ?1";
        let database = self.database()?;
        let rows = database.all(sql, [bytes(person)], rows::name)?.into_iter();
        let mut known =
            rows.map(|row| database.open_name(person, row)).collect::<Result<Vec<_>, StoreError>>()?;
        known.sort_unstable();
        Ok(known)
    }

    fn person(&self, person: Id) -> Result<Option<PersonRow>, StoreError> {
        let database = self.database()?;
        let Some(row) = database.one(rows::PERSON, [bytes(person)], rows::person)? else { return Ok(None) };
        Ok(Some(PersonRow { body: database.open_state(person, row.body)?, ..row }))
    }

    fn people(&self, after: Option<Id>, most: usize) -> Result<Vec<Id>, StoreError> {
        let after = after.map_or_else(Vec::new, |after| bytes(after).to_vec());
        let sql = "SELECT id FROM person WHERE id > ?1 ORDER BY id LIMIT ?2";
        self.database()?.all(sql, params![after, limit(most)], |row| rows::id(row, 0))
    }

    fn decisions(
        &self,
        person: Id,
        before: Option<i64>,
        most: usize,
    ) -> Result<Vec<DecisionRow>, StoreError> {
        self.database()?.decisions(person, before.unwrap_or(i64::MAX), most)
    }

    fn decision(&self, decision: Id) -> Result<Option<DecisionRow>, StoreError> {
        self.database()?.decision(decision)
    }

    fn decided(&self, after: i64, most: usize) -> Result<Vec<DecisionRow>, StoreError> {
        let sql = "SELECT number, id, person, at, body, seq FROM decision
                   WHERE number > ?1 AND at > -9000000000000000000 ORDER BY number LIMIT ?2";
        let database = self.database()?;
        let rows = database.all(sql, params![after, limit(most)], rows::decision)?;
        rows.into_iter().map(|row| database.open_decision(row)).collect()
    }

    fn requests(&self, after: i64, most: usize) -> Result<Vec<(i64, RequestRow)>, StoreError> {
        self.database()?.requests(after, most)
    }

    fn open_requests(&self) -> Result<Vec<RequestRow>, StoreError> {
        self.database()?.open_requests()
    }

    fn requests_of(&self, person: Id) -> Result<Vec<RequestRow>, StoreError> {
        self.database()?.requests_of(person)
    }

    fn request(&self, id: Id) -> Result<Option<RequestRow>, StoreError> {
        self.database()?.request(id)
    }

    fn inputs(&self, after: i64, most: usize) -> Result<Vec<(i64, InputRow)>, StoreError> {
        let sql = "SELECT input.number, id, person, input.at, plan.hash, source, input.body, seq
                   FROM input JOIN plan ON plan.number = input.plan
                   WHERE input.number > ?1 AND input.at > -9000000000000000000 ORDER BY input.number LIMIT ?2";
        let database = self.database()?;
        let rows = database.all(sql, params![after, limit(most)], rows::input)?;
        rows.into_iter().map(|row| database.open_input(row)).collect()
    }

    fn history(&self, person: Id, after: i64, most: usize) -> Result<Vec<(i64, InputRow)>, StoreError> {
        self.database()?.history(person, after, most)
    }

    fn plan(&self, hash: &str) -> Result<Option<PlanRow>, StoreError> {
        let sql = "SELECT hash, at, body, passage FROM plan WHERE hash = ?1 AND body IS NOT NULL";
        self.database()?.one(sql, [hash], rows::plan)
    }

    fn plans(&self) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT hash FROM plan WHERE body IS NOT NULL ORDER BY at DESC, hash";
        self.database()?.all(sql, [], |row| row.get(0))
    }

    fn approvals(&self, after: i64, most: usize) -> Result<Vec<(i64, ApprovalRow)>, StoreError> {
        let sql = "SELECT number, id, person, at, closed FROM approval
                   WHERE closed IS NULL AND number > ?1 ORDER BY number LIMIT ?2";
        self.database()?.all(sql, params![after, limit(most)], rows::approval)
    }

    fn approval(&self, id: Id) -> Result<Option<ApprovalRow>, StoreError> {
        let sql = "SELECT number, id, person, at, closed FROM approval WHERE id = ?1";
        Ok(self.database()?.one(sql, [bytes(id)], rows::approval)?.map(|(_, row)| row))
    }

    fn quarantined(&self, after: i64, most: usize) -> Result<Vec<(i64, QuarantineRow)>, StoreError> {
        let sql = "SELECT number, id, at, source, reason, payload FROM quarantine
                   WHERE number > ?1 ORDER BY number LIMIT ?2";
        let database = self.database()?;
        let rows = database.all(sql, params![after, limit(most)], rows::quarantine)?.into_iter();
        rows.map(|(number, row)| Ok((number, database.open_quarantined(row)?))).collect()
    }

    fn quarantined_one(&self, id: Id) -> Result<Option<QuarantineRow>, StoreError> {
        let sql = "SELECT number, id, at, source, reason, payload FROM quarantine WHERE id = ?1";
        let database = self.database()?;
        let row = database.one(sql, [bytes(id)], rows::quarantine)?;
        row.map(|(_, row)| database.open_quarantined(row)).transpose()
    }

    fn dead_letters(&self, after: i64, most: usize) -> Result<Vec<(i64, DeadLetterRow)>, StoreError> {
        self.database()?.dead_letters(after, most)
    }

    fn dead_letter(&self, effect: Id) -> Result<Option<(i64, DeadLetterRow)>, StoreError> {
        self.database()?.dead_letter(effect)
    }

    /// They are told even when the file cannot be written, as of the last time when it could.
    fn counts(&self) -> Result<Counts, StoreError> {
        let database = self.database().unwrap_or_else(|_| self.as_it_is());
        let number = |sql: &str| -> Result<Option<i64>, StoreError> {
            Ok(database.one(sql, [], |row| row.get(0))?.flatten())
        };
        let count = |sql: &str| -> Result<u64, StoreError> {
            Ok(number(sql)?.and_then(|number| u64::try_from(number).ok()).unwrap_or(0))
        };
        Ok(Counts {
            people: count(
                "SELECT (SELECT count(*) FROM person)
                 - (SELECT count(*) FROM person JOIN alias ON alias.absorbed = person.id)",
            )?,
            released: count(RELEASED)?,
            // A number is never given twice: the last one counts those that are gone as well.
            inputs: count(
                "SELECT coalesce((SELECT max(number) FROM input), 0)
                 - coalesce((SELECT value FROM meta WHERE key = 'inputs_gone'), 0)",
            )?,
            decisions: count(
                "SELECT coalesce((SELECT max(number) FROM decision), 0)
                 - coalesce((SELECT value FROM meta WHERE key = 'decisions_gone'), 0)",
            )?,
            timers: count("SELECT count(*) FROM timer")?,
            due: number("SELECT min(due) FROM timer")?,
            waiting: count("SELECT count(*) FROM outbox WHERE state = 0")?,
            leaves: database.first_to_leave(None, i64::MIN)?,
            in_flight: count("SELECT count(*) FROM outbox WHERE state > 0")?,
            quarantined: count("SELECT count(*) FROM quarantine")?,
            dead_letters: count("SELECT count(*) FROM dead_letter")?,
            requests: count("SELECT count(*) FROM request WHERE open = 1")?,
            request_due: number("SELECT min(due) FROM request WHERE open = 1")?,
            wal_bytes: wal_bytes(&database.path),
        })
    }
}
