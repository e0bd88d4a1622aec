//! The journal: append, sync, go on.

use crate::frame::{Head, Kind, LONGEST};
use crate::header::Header;
use crate::segment::{Segment, Spare};
use crate::state::{self, Found, Opened, Part};
use crate::{Files, JournalError, Options};
use std::collections::VecDeque;

/// What is buffered at the most before it is written.
const BUFFERED: usize = 4 * 1024 * 1024;

/// A log of records, each with a number. It has one owner.
pub struct Journal {
    pub(crate) files: Box<dyn Files>,
    pub(crate) options: Options,
    /// Older segments, in their order.
    pub(crate) parts: VecDeque<Part>,
    pub(crate) spares: Vec<Spare>,
    /// The directory is to be synced.
    pub(crate) names_changed: bool,
    pub(crate) active: Segment,
    buffer: Vec<u8>,
    next: u64,
    /// The last record that is on the disk.
    pub(crate) confirmed: u64,
    /// Where it ends in the active segment.
    pub(crate) end: u64,
    /// Why nothing is written until `recover`.
    failure: Option<JournalError>,
}

impl Journal {
    /// Opens the journal of a directory, or makes it. Work goes on in a new segment: what a crash left behind is never
    /// written to.
    ///
    /// # Errors
    /// When the disk fails, or when what is there cannot be trusted; then nothing was changed.
    pub fn open(files: Box<dyn Files>, options: Options) -> Result<(Self, Opened), JournalError> {
        let (parts, active, opened) = match state::read(&*files, &options)? {
            Some(found) => resume(&*files, &options, found)?,
            None => begin(&*files, &options)?,
        };
        let (next, end) = (opened.next, active.position);
        let journal = Self {
            files,
            options,
            parts,
            spares: Vec::new(),
            names_changed: false,
            active,
            buffer: Vec::new(),
            next,
            confirmed: next - 1,
            end,
            failure: None,
        };
        Ok((journal, opened))
    }

    /// The number that the next record gets.
    #[must_use]
    pub const fn next(&self) -> u64 {
        self.next
    }

    /// The number of the first record that is held.
    #[must_use]
    pub fn first(&self) -> u64 {
        self.parts.front().map_or(self.active.header.first, |part| part.first)
    }

    /// Adds a record and returns its number. It is on the disk when `sync` has returned.
    ///
    /// # Errors
    /// When the disk fails: call `recover`, then append anew what was not synced. A record of more than 1 GiB is
    /// refused.
    pub fn append(&mut self, record: &[u8]) -> Result<u64, JournalError> {
        self.is_working()?;
        if record.len() > LONGEST {
            return Err(JournalError::refused(format!("a record of {} bytes is too long", record.len())));
        }
        let added = self.add(record);
        self.note(added)
    }

    /// Everything that was appended is on the disk when this returns.
    ///
    /// # Errors
    /// When the disk fails: call `recover`, then append anew what was not synced.
    pub fn sync(&mut self) -> Result<(), JournalError> {
        self.is_working()?;
        let synced = self.sync_all();
        self.note(synced)
    }

    /// Prepares room for what comes, a little at a time. Call it between two groups, when nobody waits.
    ///
    /// # Errors
    /// When the disk fails. With no room left, what is appended to the present segment may still find some.
    pub fn tend(&mut self) -> Result<(), JournalError> {
        self.is_working()?;
        match self.active.zero_ahead(self.buffer.len()) {
            Ok(true) => {
                let synced = self.active.sync();
                self.note(synced)
            }
            prepared => prepared.map(drop),
        }
    }

    /// Goes on in a new segment after `append` or `sync` failed; returns the number that the next record gets. What
    /// had not been synced is void, whatever the disk has of it: it is to be appended anew.
    ///
    /// # Errors
    /// When the disk still fails; call it again later.
    pub fn recover(&mut self) -> Result<u64, JournalError> {
        if self.failure.is_some() {
            self.buffer.clear();
            self.next = self.confirmed + 1;
            self.advance(self.options.segment_bytes, false)?;
            self.failure = None;
        }
        Ok(self.next)
    }

    /// Forgets every record and goes on with the number `first`: when a checkpoint knows more than the journal, after
    /// a repair or with a backup of another day.
    ///
    /// # Errors
    /// When the disk fails. With the new number as `next` only old files are left, which the next opening takes away.
    pub fn restart(&mut self, first: u64) -> Result<(), JournalError> {
        if first == 0 || first > u64::MAX / 4 {
            return Err(JournalError::refused(format!("no record can have the number {first}")));
        }
        let number = self.active.header.number + 1;
        let header = Header { first, previous_end: 0, ..header(&self.options, number) };
        let made = Segment::make(&*self.files, header, None, |_| Ok(()));
        let active = self.note(made)?;
        let old = std::mem::replace(&mut self.active, active);
        let Header { number, first: oldest, .. } = old.header;
        self.parts.push_back(Part { number, first: oldest, end: self.end, reusable: None });
        self.buffer.clear();
        (self.next, self.confirmed, self.end) = (first, first - 1, self.active.position);
        self.failure = None;
        let cleared = self.clear();
        self.parts.clear();
        cleared
    }

    fn add(&mut self, record: &[u8]) -> Result<u64, JournalError> {
        let kind = Kind::Record(record.len() as u32);
        let length = Head::new(kind, self.next, self.confirmed).length();
        if !self.active.has_room(self.buffer.len(), length) {
            self.sync_all()?;
            self.advance(self.options.segment_bytes.max(Segment::bytes_for(length)), true)?;
        }
        let head = Head::new(kind, self.next, self.confirmed);
        head.write(self.active.header.salt(), record, &mut self.buffer);
        self.next += 1;
        if self.buffer.len() >= BUFFERED {
            self.active.write(&mut self.buffer)?;
        }
        Ok(self.next - 1)
    }

    fn sync_all(&mut self) -> Result<(), JournalError> {
        if self.confirmed + 1 == self.next {
            return Ok(());
        }
        self.active.write(&mut self.buffer)?;
        self.active.sync()?;
        (self.confirmed, self.end) = (self.next - 1, self.active.position);
        self.active.mark(self.next);
        Ok(())
    }

    /// Goes on in a new segment, behind the last record that is on the disk.
    fn advance(&mut self, bytes: u64, is_whole: bool) -> Result<(), JournalError> {
        let Header { number, first, bytes: length, .. } = self.active.header;
        let header = Header {
            first: self.confirmed + 1,
            bytes,
            previous_end: self.end,
            ..header(&self.options, number + 1)
        };
        let spare = if bytes == self.options.segment_bytes { self.spares.pop() } else { None };
        let active = Segment::make(&*self.files, header, spare, |_| Ok(()))?;
        let mut old = std::mem::replace(&mut self.active, active);
        if is_whole {
            old.seal(self.next);
        }
        let reusable = is_whole.then_some(length);
        self.parts.push_back(Part { number, first, end: self.end, reusable });
        self.end = self.active.position;
        Ok(())
    }

    fn is_working(&self) -> Result<(), JournalError> {
        let Some(JournalError { fault, detail }) = &self.failure else { return Ok(()) };
        let detail =
            format!("nothing is written until work goes on in a new file, because of this: {detail}");
        Err(JournalError { fault: *fault, detail })
    }

    /// After a failure nothing more is written to the file.
    fn note<T>(&mut self, outcome: Result<T, JournalError>) -> Result<T, JournalError> {
        if let Err(error) = &outcome {
            self.failure.get_or_insert_with(|| error.clone());
        }
        outcome
    }
}

fn header(options: &Options, number: u64) -> Header {
    Header { id: options.id, number, first: options.first, bytes: options.segment_bytes, previous_end: 0 }
}

type Start = (VecDeque<Part>, Segment, Opened);

/// The first segment of a new journal.
fn begin(files: &dyn Files, options: &Options) -> Result<Start, JournalError> {
    let active = Segment::make(files, header(options, 1), None, |_| Ok(()))?;
    let opened = Opened { first: options.first, next: options.first, torn: None };
    Ok((VecDeque::new(), active, opened))
}

/// A new segment behind those that are there. Records that are not proven to be on the disk, but can be read, are
/// copied to it: a file whose sync once failed may be read back well from memory and still not be on the disk.
fn resume(files: &dyn Files, options: &Options, found: Found) -> Result<Start, JournalError> {
    let Found { mut parts, last, end, confirmed, rest, opened, leftovers } = found;
    let Header { number, first, .. } = last.header;
    let header = Header {
        first: confirmed + 1,
        bytes: options.segment_bytes.max(Segment::bytes_for(rest)),
        previous_end: end,
        ..header(options, number + 1)
    };
    let mut walk = last.walk(u64::MAX)?;
    walk.pass(confirmed)?;
    let active = Segment::make(files, header, None, |segment| {
        while let Some((sequence, record)) = walk.next()? {
            let mut frame = Vec::new();
            let head = Head::new(Kind::Record(record.len() as u32), sequence, confirmed);
            head.write(header.salt(), record, &mut frame);
            segment.write(&mut frame)?;
        }
        Ok(())
    })?;
    // What cannot be taken away now is taken away the next time.
    leftovers.iter().for_each(|name| drop(files.remove(name)));
    parts.push(Part { number, first, end, reusable: None });
    Ok((parts.into(), active, opened))
}
