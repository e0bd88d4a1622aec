//! Room of the file that no row takes, overwritten.
//!
//! SQLite overwrites what is deleted (`secure_delete`), but not what it leaves behind when it moves rows from page to page. A page
//! has its free room in the middle, between the places of its rows and the rows themselves; nobody reads it. So it can be filled
//! with zeros where it stands, and a crash in the midst of it harms nothing.

use crate::SqliteStore;
use filrouge_host::{Fault, StoreError};
use std::fs::{File, OpenOptions};
use std::io;
use std::mem::ManuallyDrop;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

/// Where the header of the first page begins: behind that of the file.
const FIRST_HEADER: u64 = 100;

/// Pages of trees; others are filled by one row, or overwritten as a whole when they are given up.
const PAGES: &str = "SELECT pageno, pgoffset, pgsize FROM dbstat WHERE pagetype IN ('internal', 'leaf')";

/// The bytes of the file, beside SQLite. They are never closed: that would end the locks of every connection to the file.
pub(crate) struct Bytes(ManuallyDrop<File>);

impl Bytes {
    fn of(file: &Path) -> Result<Self, StoreError> {
        let opened = OpenOptions::new().read(true).write(true).open(file);
        opened.map(|opened| Self(ManuallyDrop::new(opened))).map_err(|error| failed(file, &error))
    }

    /// Fills the free room of a page that begins at `offset`.
    fn scrub(&self, page: i64, offset: u64, size: u64) -> io::Result<()> {
        let header = offset + if page == 1 { FIRST_HEADER } else { 0 };
        let mut head = [0; 8];
        self.0.read_exact_at(&mut head, header)?;
        let [kind, _, _, high, low, start_high, start_low, _] = head;
        let length = match kind {
            2 | 5 => 12,
            10 | 13 => 8,
            _ => return Ok(()),
        };
        let places = u64::from(u16::from_be_bytes([high, low])) * 2;
        let rows = match u16::from_be_bytes([start_high, start_low]) {
            0 => 65_536,
            start => u64::from(start),
        };
        let (from, to) = (header + length + places, offset + rows.min(size));
        self.fill(from, to.saturating_sub(from))
    }

    fn fill(&self, from: u64, length: u64) -> io::Result<()> {
        let mut room = vec![0; usize::try_from(length).unwrap_or(0)];
        self.0.read_exact_at(&mut room, from)?;
        if room.iter().all(|byte| *byte == 0) {
            return Ok(());
        }
        room.fill(0);
        self.0.write_all_at(&room, from)
    }
}

fn failed(file: &Path, error: &io::Error) -> StoreError {
    StoreError::new(Fault::Io, format!("`{}` cannot be overwritten: {error}", file.display()))
}

impl SqliteStore {
    /// Overwrites the room that no row takes; whether nobody was in the way. The file's own log must be empty meanwhile: then
    /// what stands in the file is what is true.
    pub(crate) fn scrub(&mut self) -> Result<bool, StoreError> {
        if !self.empty_log()? {
            return Ok(false);
        }
        let bytes = match self.bytes.take() {
            Some(bytes) => bytes,
            None => Bytes::of(&self.database.path)?,
        };
        let scrubbed = self.scrub_pages(&bytes);
        self.bytes = Some(bytes);
        scrubbed.map(|()| true)
    }

    fn scrub_pages(&self, bytes: &Bytes) -> Result<(), StoreError> {
        let page = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let pages: Vec<(i64, i64, i64)> = self.database.all(PAGES, [], page)?;
        let scrub = |(page, offset, size): (i64, i64, i64)| {
            bytes.scrub(page, offset.unsigned_abs(), size.unsigned_abs())
        };
        let scrubbed = pages.into_iter().try_for_each(scrub).and_then(|()| bytes.0.sync_data());
        scrubbed.map_err(|error| failed(&self.database.path, &error))
    }
}
