//! A table (CSV) as lines of JSON: a row is a person, an event or a consent, and its columns are named in the first line.

use super::source::{Found, Place};
use crate::arguments::RowKind;
use crate::exit::Failure;
use csv::{ByteRecord, Reader, ReaderBuilder, Terminator};
use serde_json::{Map, Value, json};
use std::io::{self, BufRead, Read};

/// What may stand between two columns; spreadsheets differ by country.
const BETWEEN: [u8; 3] = [b',', b';', b'\t'];
/// What some write before the first letter of a UTF-8 text.
const MARK: &[u8] = "\u{feff}".as_bytes();
/// Columns that belong to every message, and their other spelling.
const OF_MESSAGES: &[(&str, &str)] = &[
    ("userId", "user_id"),
    ("anonymousId", "anonymous_id"),
    ("messageId", "message_id"),
    ("timestamp", "timestamp"),
];

/// Columns of positions, and their other spelling.
const OF_POSITIONS: &[(&str, &str)] =
    &[("enteredAt", "entered_at"), ("arrivedAt", "arrived_at"), ("dueAt", "due_at")];

/// The first line of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    columns: Vec<String>,
    between: u8,
    /// Behind it.
    pub end: Place,
}

/// A table, row by row.
pub struct Table<R> {
    reader: Reader<R>,
    kind: RowKind,
    columns: Vec<String>,
    /// Where the reader began.
    from: Place,
}

impl Heading {
    /// Reads the first line; `renamed` are columns and the names that they stand for.
    ///
    /// # Errors
    /// When it does not name columns.
    pub fn read(reader: &mut impl BufRead, renamed: &[(String, String)]) -> Result<Self, Failure> {
        let mut bytes = Vec::new();
        let offset = reader.read_until(b'\n', &mut bytes)? as u64;
        let line = bytes.strip_prefix(MARK).unwrap_or(&bytes);
        let count = |byte: u8| line.iter().filter(|letter| **letter == byte).count();
        let between = BETWEEN.into_iter().rev().max_by_key(|byte| count(*byte)).unwrap_or(b',');
        let mut record = ByteRecord::new();
        rows(line, between).read_byte_record(&mut record).map_err(told)?;
        let columns = names(&record, renamed).map_err(|reason| Failure::new("the first line", reason))?;
        Ok(Self { columns, between, end: Place { line: 1, offset } })
    }
}

impl<R: Read> Table<R> {
    /// The rows from here on, which is `from`.
    pub fn new(reader: R, heading: Heading, kind: RowKind, from: Place) -> Self {
        Self { reader: rows(reader, heading.between), kind, columns: heading.columns, from }
    }

    /// The next row as a line of JSON; none at the end.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn next(&mut self) -> io::Result<Found> {
        let mut record = ByteRecord::new();
        if !self.reader.read_byte_record(&mut record).map_err(told)? {
            return Ok(None);
        }
        let behind = self.reader.position();
        let place =
            Place { line: self.from.line + behind.line() - 1, offset: self.from.offset + behind.byte() };
        Ok(Some((place, self.message(&record))))
    }

    fn message(&self, record: &ByteRecord) -> Result<Vec<u8>, String> {
        if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            return Ok(Vec::new());
        }
        if record.len() != self.columns.len() {
            return Err(format!(
                "it has {} columns, and the first line {}",
                record.len(),
                self.columns.len()
            ));
        }
        let mut cells = Map::new();
        for (name, cell) in self.columns.iter().zip(record) {
            let text = std::str::from_utf8(cell).map_err(|_| format!("`{name}` is not UTF-8"))?;
            // An empty cell says nothing: it takes away nothing that is known.
            if !text.trim().is_empty() {
                cells.insert(name.clone(), Value::String(text.trim_end_matches('\r').to_owned()));
            }
        }
        let message = match &self.kind {
            RowKind::Identify => call("identify", "traits", cells),
            RowKind::Consent => consent(cells)?,
            RowKind::Position => position(cells),
            RowKind::Track(event) => {
                let mut message = call("track", "properties", cells);
                message.insert("event".to_owned(), json!(event));
                message
            }
        };
        Ok(Value::Object(message).to_string().into_bytes())
    }
}

/// A call of the tracking API, with the columns that are not of every message in `inside`.
fn call(name: &str, inside: &str, mut cells: Map<String, Value>) -> Map<String, Value> {
    let own = OF_MESSAGES.iter().filter_map(|(name, _)| Some(((*name).to_owned(), cells.remove(*name)?)));
    let mut message: Map<String, Value> = own.collect();
    message.insert("type".to_owned(), json!(name));
    message.insert(inside.to_owned(), Value::Object(cells));
    message
}

fn consent(mut cells: Map<String, Value>) -> Result<Map<String, Value>, String> {
    let granted = match cells.get("granted").and_then(Value::as_str) {
        Some("true") => true,
        Some("false") => false,
        _ => return Err("`granted` is neither `true` nor `false`".to_owned()),
    };
    cells.insert("type".to_owned(), json!("consent"));
    cells.insert("granted".to_owned(), json!(granted));
    Ok(cells)
}

/// A column `fields.NAME` is a field of the entry.
fn position(cells: Map<String, Value>) -> Map<String, Value> {
    let (mut message, mut fields) = (Map::new(), Map::new());
    for (name, cell) in cells {
        match name.strip_prefix("fields.") {
            Some(field) => fields.insert(field.to_owned(), cell),
            None => {
                let other = OF_POSITIONS.iter().find(|(_, other)| *other == name);
                message.insert(other.map_or(name.as_str(), |(known, _)| known).to_owned(), cell)
            }
        };
    }
    if !fields.is_empty() {
        message.insert("fields".to_owned(), Value::Object(fields));
    }
    message
}

/// A row ends behind `\n`, so that the place behind it is known; a `\r` before it is taken away from the last cell.
fn rows<R: Read>(reader: R, between: u8) -> Reader<R> {
    let mut rows = ReaderBuilder::new();
    rows.has_headers(false).flexible(true).delimiter(between).terminator(Terminator::Any(b'\n'));
    rows.from_reader(reader)
}

fn told(error: csv::Error) -> io::Error {
    io::Error::other(error.to_string())
}

/// The names of the columns.
fn names(record: &ByteRecord, renamed: &[(String, String)]) -> Result<Vec<String>, String> {
    let mut written = Vec::with_capacity(record.len());
    for cell in record {
        written.push(std::str::from_utf8(cell).map_err(|_| "it is not UTF-8".to_owned())?.trim());
    }
    if let Some((from, _)) = renamed.iter().find(|(from, _)| !written.contains(&from.as_str())) {
        return Err(format!("no column is called `{from}`; there are `{}`", written.join("`, `")));
    }
    let mut names: Vec<String> = Vec::with_capacity(written.len());
    for written in written {
        let name = renamed.iter().find(|(from, _)| from == written).map_or(written, |(_, to)| to);
        let name = OF_MESSAGES.iter().find(|(_, other)| *other == name).map_or(name, |(known, _)| known);
        if name.is_empty() {
            return Err("a column has no name".to_owned());
        }
        if names.iter().any(|before| before == name) {
            return Err(format!("two columns are called `{name}`"));
        }
        names.push(name.to_owned());
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, kind: RowKind, renamed: &[(&str, &str)]) -> Vec<(u64, Result<String, String>)> {
        let renamed: Vec<_> = renamed.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let mut bytes = text.as_bytes();
        let heading = Heading::read(&mut bytes, &renamed).unwrap();
        let from = heading.end;
        let mut table = Table::new(bytes, heading, kind, from);
        let rows = std::iter::from_fn(|| table.next().unwrap());
        rows.map(|(place, row)| (place.line, row.map(|bytes| String::from_utf8(bytes).unwrap()))).collect()
    }

    fn refused(text: &str, renamed: &[(String, String)]) -> String {
        Heading::read(&mut text.as_bytes(), renamed).unwrap_err().to_string()
    }

    #[test]
    fn a_row_is_a_person_and_an_empty_cell_says_nothing() {
        let rows = rows("user_id,email,city\nu1,lea@x.example,\"Lyon, 2e\"\nu2,,\n", RowKind::Identify, &[]);
        let first =
            r#"{"traits":{"city":"Lyon, 2e","email":"lea@x.example"},"type":"identify","userId":"u1"}"#;
        assert_eq!(rows[0].1.as_deref(), Ok(first));
        assert_eq!(rows[1].1.as_deref(), Ok(r#"{"traits":{},"type":"identify","userId":"u2"}"#));
    }

    #[test]
    fn a_row_is_an_event_with_its_moment() {
        let text = "\u{feff}Kunde;timestamp;total\r\nu1;2026-01-02T10:00:00Z;12.50\r\n\r\n";
        let rows = rows(text, RowKind::Track("Order Completed".into()), &[("Kunde", "userId")]);
        let expected = concat!(
            r#"{"event":"Order Completed","properties":{"total":"12.50"},"#,
            r#""timestamp":"2026-01-02T10:00:00Z","type":"track","userId":"u1"}"#
        );
        assert_eq!(rows, [(2, Ok(expected.to_owned())), (3, Ok(String::new()))]);
    }

    #[test]
    fn a_consent_says_yes_or_no() {
        let text = "userId\tpurpose\tgranted\tevidence\nu1\tnews\ttrue\tform\nu2\tnews\tja\tform\n";
        let rows = rows(text, RowKind::Consent, &[]);
        let expected =
            r#"{"evidence":"form","granted":true,"purpose":"news","type":"consent","userId":"u1"}"#;
        assert_eq!(rows[0].1.as_deref(), Ok(expected));
        assert_eq!(rows[1].1, Err("`granted` is neither `true` nor `false`".to_owned()));
    }

    #[test]
    fn a_row_is_a_position_with_fields_of_the_entry() {
        let text =
            "user_id;journey;step;entered_at;dueAt;fields.cart_id\nu1;cart;pause;2026-01-02T10:00:00Z;;c1\n";
        let rows = rows(text, RowKind::Position, &[]);
        let expected = concat!(
            r#"{"enteredAt":"2026-01-02T10:00:00Z","fields":{"cart_id":"c1"},"#,
            r#""journey":"cart","step":"pause","userId":"u1"}"#
        );
        assert_eq!(rows, [(2, Ok(expected.to_owned()))]);
    }

    #[test]
    fn a_row_of_another_width_is_told_with_its_line_also_behind_cells_of_several_lines() {
        let rows = rows("userId,note\nu1,\"two\nlines\"\nu2\nu3,x\n", RowKind::Identify, &[]);
        let lines: Vec<_> = rows.iter().map(|(line, row)| (*line, row.is_ok())).collect();
        assert_eq!(lines, [(3, true), (4, false), (5, true)]);
        assert_eq!(rows[1].1, Err("it has 1 columns, and the first line 2".to_owned()));
    }

    #[test]
    fn a_first_line_that_names_no_columns_is_refused() {
        assert!(refused("a,,c\n", &[]).contains("a column has no name"));
        assert!(refused("user_id,userId\n", &[]).contains("two columns are called `userId`"));
        let renamed = [("Mail".to_owned(), "email".to_owned())];
        let refused = refused("id,E-Mail\n", &renamed);
        assert!(refused.contains("no column is called `Mail`; there are `id`, `E-Mail`"), "{refused}");
    }
}
