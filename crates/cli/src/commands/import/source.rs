//! Where the lines of a file come from: they are lines of JSON, or rows of a table as lines of JSON.

use super::table::{Heading, Table};
use crate::arguments::{Import, RowKind};
use crate::exit::Failure;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::Path;

/// The longest line; the daemon takes messages of 32 KB.
const LONGEST: u64 = 64 * 1024;

/// A place in a file: behind a line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Lines before it.
    pub line: u64,
    /// Bytes before it.
    pub offset: u64,
}

/// A line that was found and the place behind it, or why it is none; nothing at the end.
pub type Found = Option<(Place, Result<Vec<u8>, String>)>;

/// The lines of a file, or of a pipe.
pub struct Source {
    rows: Rows,
    /// Behind the last line that was read.
    place: Place,
    /// How long the file is.
    size: Option<u64>,
}

enum Rows {
    /// Each is an object of JSON.
    Json(Box<dyn BufRead>),
    /// Each is a row of a table.
    Table(Box<Table<Box<dyn BufRead>>>),
}

impl Source {
    /// The lines of the file from `from` on.
    ///
    /// # Errors
    /// When it cannot be read, or its first line does not say what it is.
    pub fn open(options: &Import, from: Place) -> Result<Self, Failure> {
        let path = &*options.file;
        if path == Path::new("-") {
            let mut reader = BufReader::new(io::stdin());
            let heading = heading(options, &mut reader)?;
            return Ok(Self::new(Box::new(reader), heading, from, None));
        }
        let named = |error| Failure::new(format!("`{}` cannot be read", path.display()), error);
        let mut file = File::open(path).map_err(named)?;
        let size = file.metadata().map_err(named)?.len();
        let heading = heading(options, &mut BufReader::new(&file))?;
        let begin = heading.as_ref().map_or(from, |(heading, _)| from.max(heading.end));
        file.seek(SeekFrom::Start(begin.offset)).map_err(named)?;
        let reader = BufReader::with_capacity(1 << 20, file);
        Ok(Self::new(Box::new(reader), heading, begin, Some(size)))
    }

    /// What `reader` gives from here on; `from` is where this is, unless it is the end of the heading.
    fn new(
        reader: Box<dyn BufRead>,
        heading: Option<(Heading, RowKind)>,
        from: Place,
        size: Option<u64>,
    ) -> Self {
        match heading {
            None => Self { rows: Rows::Json(reader), place: from, size },
            Some((heading, kind)) => {
                let place = from.max(heading.end);
                let rows = Rows::Table(Box::new(Table::new(reader, heading, kind, place)));
                Self { rows, place, size }
            }
        }
    }

    /// The next line, or why it is none; nothing at the end.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn next(&mut self) -> io::Result<Option<Result<Vec<u8>, String>>> {
        let found = match &mut self.rows {
            Rows::Json(reader) => json(reader, self.place)?,
            Rows::Table(table) => table.next()?,
        };
        let Some((place, line)) = found else { return Ok(None) };
        self.place = place;
        Ok(Some(line))
    }

    /// Behind the last line that was read.
    pub const fn place(&self) -> Place {
        self.place
    }

    /// The line of this number, in words.
    pub fn named(&self, line: u64) -> String {
        format!("line {line}")
    }

    /// How many of a hundred parts of the file are before `place`, as somebody who watches reads it.
    pub fn share(&self, place: Place) -> String {
        let percent = self.size.filter(|size| *size > 0).map(|size| place.offset * 100 / size);
        percent.map_or_else(String::new, |percent| format!("{percent:>3} %  "))
    }
}

/// The first line of a table, and what its rows are.
fn heading(options: &Import, reader: &mut impl BufRead) -> Result<Option<(Heading, RowKind)>, Failure> {
    let is_table = options.file.extension().is_some_and(|kind| kind == "csv" || kind == "tsv");
    let kind = options.rows.clone().or((options.positions && is_table).then_some(RowKind::Position));
    let named = |why: &str, how: &str| Failure::new(format!("`{}` {why}", options.file.display()), how);
    match kind {
        Some(kind) => Ok(Some((Heading::read(reader, &options.column)?, kind))),
        None if is_table => {
            let how = "say with `--rows` what its rows are: `identify`, `consent` or `track:EVENT`";
            Err(named("is a table", how))
        }
        None if !options.column.is_empty() => {
            let how = "leave `--column` out, or say with `--rows` what the rows of a table are";
            Err(named("has no columns: it is lines of JSON", how))
        }
        None => Ok(None),
    }
}

/// The line behind `place`.
fn json(reader: &mut impl BufRead, place: Place) -> io::Result<Found> {
    let mut bytes = Vec::new();
    let mut length = reader.by_ref().take(LONGEST).read_until(b'\n', &mut bytes)? as u64;
    if length == 0 {
        return Ok(None);
    }
    let whole = bytes.ends_with(b"\n") || length < LONGEST;
    if !whole {
        length += reader.skip_until(b'\n')? as u64;
    }
    let behind = Place { line: place.line + 1, offset: place.offset + length };
    let text = if whole { Ok(bytes) } else { Err(format!("it is longer than {LONGEST} bytes")) };
    Ok(Some((behind, text)))
}

#[cfg(test)]
impl Source {
    /// Lines of JSON.
    pub fn of(text: &str) -> Self {
        let text = io::Cursor::new(text.to_owned());
        Self { rows: Rows::Json(Box::new(text)), place: Place::default(), size: None }
    }
}
