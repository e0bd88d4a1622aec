//! What finds rows that are only ever added: a decision by its id, decisions and inputs by their person.
//!
//! Ids are hashes. An index of them grows at a place of its own for each row, so that a crowd of rows is a crowd of pages, and
//! ever more of them the larger it is. Here ids are dealt to a few hundred lists, each of which grows at its end: what a layer
//! adds costs the same few hundred pages at the most, however many rows there are. A question reads one list through, which
//! people wait for and the drive loop never does.

use crate::database::Database;
use filrouge_host::StoreError;
use filrouge_machine::Id;
use rusqlite::{Connection, OptionalExtension, Result, params};
use std::collections::{BTreeMap, BTreeSet};

/// What is found by what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// A decision by its id.
    Decision = 0,
    /// Decisions by their person.
    Decided = 1,
    /// Inputs by their person.
    History = 2,
}

/// Rows of one list are numbered from here on.
const LIST: i64 = 1 << 32;

/// Lists of one way: one for each value of a byte.
const LISTS: i64 = 1 << 8;

/// An entry is seven bytes of an id, the eighth chose the list, and five of a number.
pub(crate) const ENTRY: usize = 12;

/// What one row holds: as many entries as fit a page.
const FULL: usize = 330 * ENTRY;

/// Rows of a list, the last one first.
const ROWS: &str =
    "SELECT place, entries FROM found WHERE place >= ?1 AND place < ?1 + (1 << 32) ORDER BY place DESC";

/// Entries that are to be written, by the lists to which they go.
#[derive(Default)]
pub(crate) struct Found(BTreeMap<i64, Vec<u8>>);

/// Where an id is listed, and what stands there of it. Ids that were not made by chance differ at one end only.
fn listed(way: Way, id: Id) -> (i64, [u8; 7]) {
    let [rest @ .., list] = ((id.0 >> 64) as u64 ^ id.0 as u64).to_be_bytes();
    ((way as i64 * LISTS + i64::from(list)) * LIST, rest)
}

impl Found {
    /// Adds the row of this number.
    pub(crate) fn add(&mut self, way: Way, id: Id, number: i64) {
        let (list, rest) = listed(way, id);
        self.0.entry(list).or_default().extend(entry(rest, number));
    }

    /// Writes what was added to the ends of the lists.
    pub(crate) fn write(&mut self, connection: &Connection) -> Result<()> {
        std::mem::take(&mut self.0).into_iter().try_for_each(|(list, new)| append(connection, list, &new))
    }
}

/// Entries that are to be taken out, by the lists in which they stand.
#[derive(Default)]
pub(crate) struct Gone(BTreeMap<i64, BTreeSet<[u8; ENTRY]>>);

impl Gone {
    /// The row of this number is no more.
    pub(crate) fn add(&mut self, way: Way, id: Id, number: i64) {
        let (list, rest) = listed(way, id);
        self.0.entry(list).or_default().insert(entry(rest, number));
    }

    /// Takes the entries out. What is left of a row stays where it is.
    pub(crate) fn remove(self, connection: &Connection) -> Result<()> {
        self.0.into_iter().try_for_each(|(list, gone)| shorten(connection, list, &gone))
    }
}

fn shorten(connection: &Connection, list: i64, gone: &BTreeSet<[u8; ENTRY]>) -> Result<()> {
    let rows: Vec<(i64, Vec<u8>)> = connection
        .prepare_cached(ROWS)?
        .query_map([list], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_>>()?;
    for (place, entries) in rows {
        let (whole, _) = entries.as_chunks::<ENTRY>();
        let left: Vec<u8> = whole.iter().filter(|entry| !gone.contains(*entry)).flatten().copied().collect();
        if left.is_empty() {
            connection.prepare_cached("DELETE FROM found WHERE place = ?1")?.execute([place])?;
        } else if left.len() < entries.len() {
            let sql = "UPDATE found SET entries = ?2 WHERE place = ?1";
            connection.prepare_cached(sql)?.execute(params![place, left])?;
        }
    }
    Ok(())
}

/// As it stands in a list.
fn entry([a, b, c, d, e, f, g]: [u8; 7], number: i64) -> [u8; ENTRY] {
    let [_, _, _, v, w, x, y, z] = number.to_be_bytes();
    [a, b, c, d, e, f, g, v, w, x, y, z]
}

/// As [`Database::found`], inside of a transaction.
pub(crate) fn numbers(connection: &Connection, way: Way, id: Id) -> Result<Vec<i64>> {
    let (list, rest) = listed(way, id);
    let mut statement = connection.prepare_cached(ROWS)?;
    let rows: Vec<Vec<u8>> = statement.query_map([list], |row| row.get(1))?.collect::<Result<_>>()?;
    let entries = rows.iter().flat_map(|entries| entries.chunks_exact(ENTRY));
    Ok(entries.filter_map(|entry| entry.strip_prefix(&rest)).map(number).collect())
}

fn append(connection: &Connection, list: i64, new: &[u8]) -> Result<()> {
    let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let last: Option<(i64, Vec<u8>)> =
        connection.prepare_cached(&format!("{ROWS} LIMIT 1"))?.query_row([list], row).optional()?;
    let (mut place, mut entries) = last.unwrap_or((list, Vec::new()));
    if entries.len() >= FULL {
        (place, entries) = (place + 1, Vec::new());
    }
    entries.extend_from_slice(new);
    for (place, entries) in (place..).zip(entries.chunks(FULL)) {
        let sql = "INSERT OR REPLACE INTO found (place, entries) VALUES (?1, ?2)";
        connection.prepare_cached(sql)?.execute(params![place, entries])?;
    }
    Ok(())
}

impl Database {
    /// Numbers of rows that may be those of `id`, in no order: whoever reads one looks whose it is.
    pub(crate) fn found(&self, way: Way, id: Id) -> std::result::Result<Vec<i64>, StoreError> {
        let (list, rest) = listed(way, id);
        let rows: Vec<Vec<u8>> = self.all(ROWS, [list], |row| row.get(1))?;
        let entries = rows.iter().flat_map(|entries| entries.chunks_exact(ENTRY));
        Ok(entries.filter_map(|entry| entry.strip_prefix(&rest)).map(number).collect())
    }
}

fn number(bytes: &[u8]) -> i64 {
    bytes.iter().fold(0, |number, byte| number << 8 | i64::from(*byte))
}

/// Lists the rows of a file that had an index for each way.
pub(crate) fn fill(connection: &Connection) -> Result<()> {
    for (way, sql) in [
        (Way::Decision, "SELECT id, number FROM decision INDEXED BY decision_id"),
        (Way::Decided, "SELECT person, number FROM decision INDEXED BY decision_person"),
        (Way::History, "SELECT person, number FROM input INDEXED BY input_person WHERE person IS NOT NULL"),
    ] {
        let (mut found, mut statement) = (Found::default(), connection.prepare(sql)?);
        let mut rows = statement.query([])?;
        let mut count = 0_u32;
        while let Some(row) = rows.next()? {
            found.add(way, crate::rows::id(row, 0)?, row.get(1)?);
            count += 1;
            if count.is_multiple_of(AT_ONCE) {
                found.write(connection)?;
            }
        }
        found.write(connection)?;
    }
    Ok(())
}

/// Entries that are held in memory while a file is brought up to date.
const AT_ONCE: u32 = 1 << 20;

#[cfg(test)]
mod tests;
