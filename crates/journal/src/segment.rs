//! The segment that is written.

use crate::files::write_all_at;
use crate::frame::{HEAD, Head, Kind};
use crate::header::{self, HEADER, Header};
use crate::{File, Files, JournalError};
use std::io;

/// How far zeros are written ahead of the records, and how many at once. A record that lies on blocks which the file
/// system has given out already is synced several times as fast.
const AHEAD: u64 = 1024 * 1024;

/// Room that records leave for a mark and a seal.
const RESERVE: u64 = 2 * HEAD;

/// A file that is written to.
pub(crate) struct Segment {
    pub header: Header,
    pub place: String,
    /// What comes next goes here.
    pub position: u64,
    file: Box<dyn File>,
    /// Up to here the file system has given out blocks.
    zeroed: u64,
}

/// A file that held a segment once.
pub(crate) struct Spare {
    pub name: String,
    /// Up to here it has blocks.
    pub zeroed: u64,
}

impl Segment {
    /// Makes a segment and puts `content` into it, in one step: after a crash it is there with all of it, or not at
    /// all.
    pub(crate) fn make(
        files: &dyn Files,
        header: Header,
        spare: Option<Spare>,
        content: impl FnOnce(&mut Self) -> Result<(), JournalError>,
    ) -> Result<Self, JournalError> {
        let (name, zeroed) = match spare {
            Some(spare) => (spare.name, spare.zeroed),
            None => (header::aside(header.number, "new"), 0),
        };
        let made = Self::fill(files, header, &name, zeroed, content);
        if made.is_err() {
            // Left where it is, the next opening takes it away.
            let _ = files.remove(&name);
        }
        made
    }

    fn fill(
        files: &dyn Files,
        header: Header,
        name: &str,
        zeroed: u64,
        content: impl FnOnce(&mut Self) -> Result<(), JournalError>,
    ) -> Result<Self, JournalError> {
        let (ready, place) = (header::name(header.number), files.place(&header::name(header.number)));
        let failed = |error: io::Error| JournalError::io(&place, &error);
        let file = if zeroed > 0 { files.open(name) } else { files.create(name) }.map_err(failed)?;
        file.set_len(header.bytes).map_err(failed)?;
        let mut segment = Self { header, place: place.clone(), position: 0, file, zeroed };
        segment.write(&mut header.write())?;
        content(&mut segment)?;
        segment.sync()?;
        files.rename(name, &ready).and_then(|()| files.sync_directory()).map_err(failed)?;
        Ok(segment)
    }

    /// The length of a file for a frame of this length.
    pub(crate) const fn bytes_for(frame: u64) -> u64 {
        HEADER + frame + RESERVE
    }

    /// Whether a frame of this length has room behind what is `buffered`.
    pub(crate) fn has_room(&self, buffered: usize, frame: u64) -> bool {
        self.position + buffered as u64 + frame + RESERVE <= self.header.bytes
    }

    /// Writes what is buffered, and zeros behind it, so that it is seen where the records end.
    pub(crate) fn write(&mut self, buffer: &mut Vec<u8>) -> Result<(), JournalError> {
        let length = buffer.len() as u64;
        let rest = self.header.bytes.saturating_sub(self.position + length).min(HEAD);
        buffer.resize(buffer.len() + rest as usize, 0);
        let written = write_all_at(&*self.file, buffer, self.position);
        buffer.clear();
        written.map_err(|error| self.failed(&error))?;
        self.position += length;
        Ok(())
    }

    pub(crate) fn sync(&self) -> Result<(), JournalError> {
        self.file.sync_data().map_err(|error| self.failed(&error))
    }

    /// Notes that everything before `next` is on the disk. It need not be on the disk itself: it proves what it can.
    pub(crate) fn mark(&mut self, next: u64) {
        if self.header.bytes.saturating_sub(self.position) >= RESERVE {
            self.note(Kind::Mark, next);
        }
    }

    /// Notes that the next segment is there, so that it cannot go missing unnoticed.
    pub(crate) fn seal(&mut self, next: u64) {
        if self.header.bytes.saturating_sub(self.position) >= HEAD {
            self.note(Kind::Seal, next);
            let _ = self.sync();
        }
    }

    /// One that fails is written over: nothing depends on it.
    fn note(&mut self, kind: Kind, next: u64) {
        let mut buffer = Vec::with_capacity(2 * HEAD as usize);
        Head::new(kind, next, next - 1).write(self.header.salt(), &[], &mut buffer);
        let _ = self.write(&mut buffer);
    }

    /// Writes zeros ahead, when the records come near their end. `false`: there was nothing to do.
    pub(crate) fn zero_ahead(&mut self, buffered: usize) -> Result<bool, JournalError> {
        let position = self.position + buffered as u64;
        let from = self.zeroed.max(position);
        let to = (from + AHEAD).min(self.header.bytes);
        if from >= position + AHEAD || from >= to {
            return Ok(false);
        }
        let zeros = vec![0; (to - from) as usize];
        write_all_at(&*self.file, &zeros, from).map_err(|error| self.failed(&error))?;
        self.zeroed = to;
        Ok(true)
    }

    fn failed(&self, error: &io::Error) -> JournalError {
        JournalError::io(&self.place, error)
    }
}
