//! Bodies of records, by the numbers of the records.
//!
//! Inputs and decisions are written in the order of their records, so a row is found by halving: an index would be one more tree
//! to write for each record, and is asked for by nobody but an auditor.

use crate::database::Database;
use filrouge_host::StoreError;
use filrouge_machine::Id;
use rusqlite::{Result, Row};
use std::collections::VecDeque;

/// Whose a body is, and the body, encrypted.
pub(super) type Body = (Option<Id>, Vec<u8>);

/// The tables whose rows have a number in the log beside a number of their own.
const ORDERED: [&str; 2] = ["decision", "input"];

/// Rows that are read at once by whoever reads all.
const PAGE: i64 = 1_000;

/// The body of the record `seq`; none when it was destroyed.
pub(super) fn find(database: &Database, seq: u64) -> Result<Option<Body>, StoreError> {
    let seq = seq as i64;
    let act = database.one("SELECT person, body FROM act WHERE seq = ?1", [seq], |row| body(row, 0))?;
    if act.is_some() {
        return Ok(act);
    }
    for table in ORDERED {
        if let Some(number) = row_of(database, table, seq)? {
            let sql = format!("SELECT person, body FROM {table} WHERE number = ?1");
            return database.one(&sql, [number], |row| body(row, 0));
        }
    }
    Ok(None)
}

fn body(row: &Row<'_>, at: usize) -> Result<Body> {
    let person: Option<[u8; 16]> = row.get(at)?;
    Ok((person.map(|bytes| Id(u128::from_be_bytes(bytes))), row.get(at + 1)?))
}

/// The number of the row whose record is `seq`.
fn row_of(database: &Database, table: &str, seq: i64) -> Result<Option<i64>, StoreError> {
    // Asked for in one question, the two are found by reading every row.
    let end = |which: &str| format!("(SELECT {which}(number) FROM {table})");
    let ends = format!("SELECT coalesce({}, 1), coalesce({}, 0)", end("min"), end("max"));
    let (mut low, mut high) =
        database.one(&ends, [], |row| Ok((row.get(0)?, row.get(1)?)))?.unwrap_or((1, 0));
    // Rows of which the log knows nothing, or not any more, are passed by.
    let next = format!(
        "SELECT number, seq FROM {table} WHERE number BETWEEN ?1 AND ?2 AND seq IS NOT NULL ORDER BY number LIMIT 1"
    );
    while low <= high {
        let middle = low + (high - low) / 2;
        let met: Option<(i64, i64)> =
            database.one(&next, [middle, high], |row| Ok((row.get(0)?, row.get(1)?)))?;
        match met {
            Some((number, known)) if known == seq => return Ok(Some(number)),
            Some((number, known)) if known < seq => low = number + 1,
            _ => high = middle - 1,
        }
    }
    Ok(None)
}

/// The bodies of all records in their order: each table is read once, from its first row to its last.
#[derive(Default)]
pub(super) struct Bodies {
    tables: [Pages; 3],
}

/// A table that is read page by page.
#[derive(Default)]
struct Pages {
    read: VecDeque<(i64, Body)>,
    /// The number of the last row that was read.
    last: i64,
    ended: bool,
}

const ALL: [&str; 3] = [
    "SELECT number, seq, person, body FROM decision WHERE number > ?1 AND seq IS NOT NULL ORDER BY number LIMIT ?2",
    "SELECT number, seq, person, body FROM input WHERE number > ?1 AND seq IS NOT NULL ORDER BY number LIMIT ?2",
    "SELECT seq, seq, person, body FROM act WHERE seq > ?1 ORDER BY seq LIMIT ?2",
];

impl Bodies {
    /// The body of the record `seq`, which is behind all that were asked for.
    pub(super) fn next(&mut self, database: &Database, seq: u64) -> Result<Option<Body>, StoreError> {
        for (pages, sql) in self.tables.iter_mut().zip(ALL) {
            if let Some(body) = pages.next(database, sql, seq as i64)? {
                return Ok(Some(body));
            }
        }
        Ok(None)
    }
}

impl Pages {
    fn next(&mut self, database: &Database, sql: &str, seq: i64) -> Result<Option<Body>, StoreError> {
        loop {
            match self.read.front() {
                Some((known, _)) if *known > seq => return Ok(None),
                Some((known, _)) if *known == seq => return Ok(self.read.pop_front().map(|(_, body)| body)),
                Some(_) => _ = self.read.pop_front(),
                None if self.ended => return Ok(None),
                None => self.turn(database, sql)?,
            }
        }
    }

    fn turn(&mut self, database: &Database, sql: &str) -> Result<(), StoreError> {
        let row = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, (row.get(1)?, body(row, 2)?)));
        let page = database.all(sql, [self.last, PAGE], row)?;
        self.ended = page.len() < PAGE as usize;
        self.last = page.last().map_or(self.last, |(number, _)| *number);
        self.read.extend(page.into_iter().map(|(_, read)| read));
        Ok(())
    }
}
