//! A file of a version that wrote rows in the clear: they are encrypted before anybody works on it. It may take a while and be
//! interrupted; the next start goes on where this one stopped.

use crate::SqliteStore;
use crate::keys::NOBODY;
use crate::rows::id;
use crate::sealing::{END, end_of};
use crate::write::Writing;
use filrouge_audit::{Place, Shelf};
use filrouge_host::{Identifier, StoreError};
use filrouge_machine::Id;
use rusqlite::{OptionalExtension as _, Result, Row, params};

/// Rows that are encrypted in one transaction.
const BITE: i64 = if cfg!(test) { 3 } else { 4_000 };

/// A table whose bodies stand in the clear.
struct Clear {
    shelf: Shelf,
    /// Number of the row, its id, whose it is, and its body, behind a number.
    read: &'static str,
    write: &'static str,
}

/// Requests and what is in quarantine belong to the house.
const TABLES: [Clear; 8] = [
    Clear {
        shelf: Shelf::Person,
        read: "SELECT rowid, id, id, body FROM person WHERE rowid > ?1 ORDER BY rowid LIMIT ?2",
        write: "UPDATE person SET body = ?2 WHERE rowid = ?1",
    },
    Clear {
        shelf: Shelf::Message,
        read: "SELECT rowid, effect, person, body FROM outbox WHERE rowid > ?1 ORDER BY rowid LIMIT ?2",
        write: "UPDATE outbox SET body = ?2 WHERE rowid = ?1",
    },
    Clear {
        shelf: Shelf::Letter,
        read: "SELECT number, effect, person, body FROM dead_letter WHERE number > ?1 ORDER BY number LIMIT ?2",
        write: "UPDATE dead_letter SET body = ?2 WHERE number = ?1",
    },
    Clear {
        shelf: Shelf::Input,
        read: "SELECT number, id, person, body FROM input
               WHERE number > ?1 AND seq IS NULL AND at > -9000000000000000000 ORDER BY number LIMIT ?2",
        write: "UPDATE input SET body = ?2 WHERE number = ?1",
    },
    Clear {
        shelf: Shelf::Decision,
        read: "SELECT number, id, person, body FROM decision
               WHERE number > ?1 AND seq IS NULL AND at > -9000000000000000000 ORDER BY number LIMIT ?2",
        write: "UPDATE decision SET body = ?2 WHERE number = ?1",
    },
    Clear {
        shelf: Shelf::Quarantine,
        read: "SELECT number, id, NULL, payload FROM quarantine WHERE number > ?1 ORDER BY number LIMIT ?2",
        write: "UPDATE quarantine SET payload = ?2 WHERE number = ?1",
    },
    Clear {
        shelf: Shelf::Reason,
        read: "SELECT number, id, NULL, CAST(reason AS BLOB) FROM quarantine
               WHERE number > ?1 ORDER BY number LIMIT ?2",
        write: "UPDATE quarantine SET reason = ?2 WHERE number = ?1",
    },
    Clear {
        shelf: Shelf::Request,
        read: "SELECT number, id, NULL, body FROM request WHERE number > ?1 ORDER BY number LIMIT ?2",
        write: "UPDATE request SET body = ?2 WHERE number = ?1",
    },
];

/// Encrypts what stands in the clear; how many rows that were, and none for a file in which nothing does.
pub(crate) fn seal(store: &mut SqliteStore) -> std::result::Result<Option<u64>, StoreError> {
    let marked = "SELECT value FROM meta WHERE key = 'in_the_clear'";
    let Some(begun) = store.database.one(marked, [], |row| row.get::<_, i64>(0))? else { return Ok(None) };
    let (done, mut rows) = (usize::try_from(begun).unwrap_or(0), 0);
    for (number, table) in (1_i64..).zip(&TABLES).skip(done) {
        let mut last = store.database.one(LAST, [], |row| row.get(0))?.unwrap_or(0);
        loop {
            let mut count = 0;
            store.transact(|writing| {
                (last, count) = writing.encrypt(table, last)?;
                writing.run(MARK, params!["in_the_clear", if count < BITE { number } else { number - 1 }])?;
                writing.run(MARK, params!["in_the_clear_row", if count < BITE { 0 } else { last }])
            })?;
            rows += count.unsigned_abs();
            if count < BITE {
                break;
            }
        }
    }
    loop {
        let mut count = 0;
        store.transact(|writing| {
            count = writing.hide_names()?;
            if count < BITE { writing.tell_destroyed_before() } else { Ok(()) }
        })?;
        rows += count.unsigned_abs();
        if count < BITE {
            return Ok(Some(rows));
        }
    }
}

/// Takes out of the file what stood in the clear, once nobody needs it: also the room that rows have left.
pub(crate) fn finish(store: &mut SqliteStore) -> std::result::Result<(), StoreError> {
    let marked = "SELECT 1 FROM meta WHERE key = 'in_the_clear'";
    if store.database.one(marked, [], |_| Ok(()))?.is_none() {
        return Ok(());
    }
    // Somebody who reads may be in the way: then the mark stays, and the next start does the rest.
    if store.scrub()? {
        store.transact(|writing| {
            writing.run("DROP TABLE identifier_clear", [])?;
            writing.run(
                "DELETE FROM meta WHERE key IN ('in_the_clear', 'in_the_clear_row', 'destroyed_told')",
                [],
            )
        })?;
    }
    Ok(())
}

/// What an operator is told.
pub(crate) fn told(rows: u64) -> String {
    format!("{rows} rows that an earlier version wrote in the clear are encrypted now")
}

const MARK: &str = "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)";

const LAST: &str = "SELECT value FROM meta WHERE key = 'in_the_clear_row'";

/// A row that stands in the clear.
struct Bare {
    number: i64,
    id: Id,
    owner: Option<Id>,
    body: Vec<u8>,
}

fn bare(row: &Row<'_>) -> Result<Bare> {
    let owner: Option<[u8; 16]> = row.get(2)?;
    let owner = owner.map(|bytes| Id(u128::from_be_bytes(bytes)));
    Ok(Bare { number: row.get(0)?, id: id(row, 1)?, owner, body: row.get(3)? })
}

impl Writing<'_> {
    /// Encrypts some rows behind the one of this number; the number of the last of them, and how many they are.
    fn encrypt(&self, table: &Clear, after: i64) -> Result<(i64, i64)> {
        let mut statement = self.transaction.prepare_cached(table.read)?;
        let rows: Vec<Bare> = statement.query_map(params![after, BITE], bare)?.collect::<Result<_>>()?;
        for Bare { number, id, owner, body } in &rows {
            let place = Place::of(table.shelf, id.0);
            let sealed = match table.shelf {
                Shelf::Quarantine | Shelf::Reason | Shelf::Request => self.seal_at_home(place, body)?,
                _ => self.seal_for(owner.unwrap_or(NOBODY), place, body)?,
            };
            self.run(table.write, params![number, sealed])?;
        }
        Ok((rows.last().map_or(after, |row| row.number), rows.len() as i64))
    }

    /// The log tells of bodies that a version destroyed which told nothing of it.
    fn tell_destroyed_before(&mut self) -> Result<()> {
        let end: Option<Vec<u8>> = self.transaction.query_row(END, [], |row| row.get(0)).optional()?;
        let size = end.as_deref().and_then(end_of).map_or(0, |(size, _)| size);
        let sql = "SELECT (SELECT count(*) FROM input WHERE seq IS NOT NULL)
                   + (SELECT count(*) FROM decision WHERE seq IS NOT NULL) + (SELECT count(*) FROM act)";
        let kept: i64 = self.transaction.query_row(sql, [], |row| row.get(0))?;
        let told = "SELECT 1 FROM meta WHERE key = 'destroyed_told'";
        if self.transaction.prepare(told)?.exists([])? {
            return Ok(());
        }
        self.destroyed.insert("before", size.saturating_sub(kept.unsigned_abs()));
        self.tell_destroyed()?;
        self.run(MARK, params!["destroyed_told", 1])
    }

    /// Puts some names where they are found by what stands for them; how many.
    fn hide_names(&self) -> Result<i64> {
        let sql = "SELECT name, value, person FROM identifier_clear LIMIT ?1";
        let row = |row: &Row<'_>| {
            Ok((Identifier::new(row.get::<_, String>(0)?, row.get::<_, String>(1)?), id(row, 2)?))
        };
        let mut statement = self.transaction.prepare_cached(sql)?;
        let names: Vec<(Identifier, Id)> = statement.query_map([BITE], row)?.collect::<Result<_>>()?;
        for (known, person) in &names {
            self.identifier(known, *person)?;
            let sql = "DELETE FROM identifier_clear WHERE value = ?1 AND name = ?2";
            self.run(sql, [&known.value, &known.name])?;
        }
        Ok(names.len() as i64)
    }
}

#[cfg(test)]
mod tests;
