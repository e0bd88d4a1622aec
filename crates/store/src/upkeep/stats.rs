//! How much there is of everything in a store.

use super::{Looked, VERSION, bytes, is_there};
use crate::lock;
use crate::open::OpenError;
use crate::store::FILE;
use filrouge_journal::extent;
use schemars::JsonSchema;
use serde::Serialize;
use std::path::Path;

/// How much there is of everything in a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Stats {
    /// Version of this document.
    pub version: u32,
    /// Whether a process works on it: then the file is a little behind.
    pub in_use: bool,
    /// Length of the file.
    pub file_bytes: u64,
    /// Length of the file's own log.
    pub log_bytes: u64,
    /// People, those included who became one with others and can still be separated.
    pub people: u64,
    /// Timers that are set.
    pub timers: u64,
    /// Messages that wait.
    pub waiting: u64,
    /// Messages that were handed to a service which has not answered.
    pub in_flight: u64,
    /// Decisions.
    pub decisions: u64,
    /// Inputs.
    pub inputs: u64,
    /// Messages of clients in quarantine.
    pub quarantine: u64,
    /// Dead letters: messages that did not arrive.
    pub dead_letters: u64,
    /// When the oldest input that is kept came in, in milliseconds since 1970.
    pub oldest_input: Option<i64>,
    /// What a person takes in the file on average: the state, with what finds it.
    pub bytes_per_person: Option<u64>,
    /// What an input takes in the file on average.
    pub bytes_per_input: Option<u64>,
    /// What takes how much of the file, the largest first.
    pub tables: Vec<Table>,
    /// The last record of the journal that is in the file.
    pub record: u64,
    /// The journal; absent when there is none, or when it cannot be read.
    pub journal: Option<JournalExtent>,
}

/// A table, with its indexes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// What it takes.
    pub bytes: u64,
}

/// How far the journal goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct JournalExtent {
    /// The first record that it holds.
    pub first: u64,
    /// The number that the next record gets.
    pub next: u64,
    /// Records that the file does not have yet.
    pub ahead: u64,
    /// Segment files.
    pub segments: usize,
    /// Length of everything in its folder, with segments that wait to be written again.
    pub bytes: u64,
}

/// Counts what is in the store of `directory`, also while a daemon works on it.
///
/// # Errors
/// When none is there, it is not ours, or it cannot be read.
pub fn stats(directory: &Path) -> Result<Stats, OpenError> {
    is_there(directory)?;
    let lock = lock::take(directory);
    let lock = lock.map_err(|error| OpenError::Directory { directory: directory.to_owned(), error })?;
    let looked = Looked::at(directory)?;
    let count = |table: &str| looked.number(&format!("SELECT count(*) FROM {table}"));
    let (people, inputs, tables) = (count("person")?, count("input")?, tables(&looked)?);
    let each = |name: &str, count: u64| {
        let table = tables.iter().find(|table| table.name == name)?;
        table.bytes.checked_div(count)
    };
    Ok(Stats {
        version: VERSION,
        in_use: lock.is_none(),
        file_bytes: bytes(&directory.join(FILE)),
        log_bytes: bytes(&directory.join(format!("{FILE}-wal"))),
        people,
        timers: count("timer")?,
        waiting: count("outbox WHERE state = 0")?,
        in_flight: count("outbox WHERE state > 0")?,
        decisions: count("decision")?,
        inputs,
        quarantine: count("quarantine")?,
        dead_letters: dead_letters(&looked)?,
        oldest_input: looked
            .database
            .one("SELECT at FROM input ORDER BY number LIMIT 1", [], |row| row.get(0))?,
        bytes_per_person: each("person", people),
        bytes_per_input: each("input", inputs),
        tables,
        record: looked.done,
        journal: journal(&looked)?,
    })
}

/// A file that no version has opened since there are dead letters has no place for them.
fn dead_letters(looked: &Looked) -> Result<u64, OpenError> {
    match looked.number("SELECT count(*) FROM sqlite_schema WHERE name = 'dead_letter'")? {
        0 => Ok(0),
        _ => looked.number("SELECT count(*) FROM dead_letter"),
    }
}

/// What each table takes with its indexes, the largest first.
fn tables(looked: &Looked) -> Result<Vec<Table>, OpenError> {
    let sql = "SELECT coalesce(part.tbl_name, dbstat.name), sum(pgsize) AS bytes
               FROM dbstat LEFT JOIN sqlite_schema AS part ON part.name = dbstat.name
               WHERE aggregate = TRUE GROUP BY 1 ORDER BY bytes DESC, 1";
    let table = |row: &rusqlite::Row<'_>| {
        let bytes: i64 = row.get(1)?;
        Ok(Table { name: row.get(0)?, bytes: u64::try_from(bytes).unwrap_or(0) })
    };
    let mut tables = looked.database.all(sql, [], table)?;
    tables.retain(|table| !table.name.starts_with("sqlite_"));
    Ok(tables)
}

fn journal(looked: &Looked) -> Result<Option<JournalExtent>, OpenError> {
    if looked.journal.is_empty()? {
        return Ok(None);
    }
    // What is wrong with it is told by a check.
    let seen = extent(&looked.journal.files()?, &looked.options()).ok().flatten();
    Ok(seen.map(|seen| JournalExtent {
        first: seen.first,
        next: seen.next,
        ahead: seen.next.saturating_sub(looked.done + 1),
        segments: seen.segments,
        bytes: looked.journal.bytes(),
    }))
}
