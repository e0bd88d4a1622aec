//! Dead letters in the file.

use crate::SqliteStore;
use crate::database::Database;
use crate::rows::{bytes, id, limit};
use crate::write::Writing;
use filrouge_audit::{Place, Shelf};
use filrouge_host::{DeadLetterChange, DeadLetterRow, StoreError};
use filrouge_machine::Id;
use rusqlite::{Result, Row, params};

/// All of them, as [`row`] reads them.
pub(crate) const ALL: &str =
    "SELECT number, effect, person, instance, connector, at, until, unknown, reason, body FROM dead_letter";

/// `number, effect, person, instance, connector, at, until, unknown, reason, body`
pub(crate) fn row(row: &Row<'_>) -> Result<(i64, DeadLetterRow)> {
    let letter = DeadLetterRow {
        effect: id(row, 1)?,
        person: id(row, 2)?,
        instance: id(row, 3)?,
        connector: row.get(4)?,
        at: row.get(5)?,
        until: row.get(6)?,
        unknown: row.get(7)?,
        reason: row.get(8)?,
        body: row.get(9)?,
    };
    Ok((row.get(0)?, letter))
}

impl Database {
    pub(crate) fn dead_letters(
        &self,
        after: i64,
        most: usize,
    ) -> std::result::Result<Vec<(i64, DeadLetterRow)>, StoreError> {
        let sql = format!("{ALL} WHERE number > ?1 ORDER BY number LIMIT ?2");
        let rows = self.all(&sql, params![after, limit(most)], row)?.into_iter();
        rows.map(|(number, row)| Ok((number, self.open_letter(row)?))).collect()
    }

    pub(crate) fn dead_letter(
        &self,
        effect: Id,
    ) -> std::result::Result<Option<(i64, DeadLetterRow)>, StoreError> {
        let sql = format!("{ALL} WHERE effect = ?1");
        let row = self.one(&sql, [bytes(effect)], row)?;
        row.map(|(number, row)| Ok((number, self.open_letter(row)?))).transpose()
    }
}

impl SqliteStore {
    /// By number, as of the quarantine.
    pub(crate) fn letters_crowded_out(&self, room: usize) -> std::result::Result<Vec<Id>, StoreError> {
        let sql = "SELECT effect FROM dead_letter WHERE number <= (SELECT max(number) FROM dead_letter) - ?1";
        self.database.all(sql, [limit(room)], |row| id(row, 0))
    }

    pub(crate) fn forget_letters(&self, now: i64) -> std::result::Result<(), StoreError> {
        self.database.run("DELETE FROM dead_letter WHERE until <= ?1", [now]).map(|_| ())
    }

    /// What a backup holds may have been sent again since it was made.
    pub(crate) fn doubt_letters(&self) -> std::result::Result<(), StoreError> {
        self.database.run("UPDATE dead_letter SET unknown = 1", []).map(|_| ())
    }
}

impl Writing<'_> {
    pub(crate) fn dead_letter(&self, change: &DeadLetterChange) -> Result<()> {
        match change {
            DeadLetterChange::Keep(letter) => self.keep(letter),
            DeadLetterChange::Drop(effect) => {
                self.run("DELETE FROM dead_letter WHERE effect = ?1", [bytes(*effect)])
            }
            DeadLetterChange::Part { person, since } => {
                let sql = "DELETE FROM dead_letter WHERE at >= ?2 AND
                           person IN (SELECT ?1 UNION ALL SELECT absorbed FROM alias WHERE survivor = ?1)";
                self.run(sql, params![bytes(*person), since])
            }
        }
    }

    fn keep(&self, letter: &DeadLetterRow) -> Result<()> {
        let DeadLetterRow { effect, person, instance, connector, at, until, unknown, reason, body } = letter;
        let body = self.seal_for(*person, Place::of(Shelf::Letter, effect.0), body)?;
        let [effect, person, instance] = [*effect, *person, *instance].map(bytes);
        let sql = "INSERT INTO dead_letter
                   (effect, person, instance, connector, at, until, unknown, reason, body)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (effect) DO NOTHING";
        self.run(sql, params![effect, person, instance, connector, at, until, unknown, reason, body])
    }
}
