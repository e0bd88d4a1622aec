//! One segment, read from its beginning to where it can be read no further.

use crate::frame::{ALIGNMENT, HEAD, Head, Kind};
use crate::header::{self, HEADER, Header, Unfit};
use crate::window::Window;
use crate::{File, Files, JournalError};

/// How much is looked at in one go where nothing was written.
const ZEROS: [u8; 4096] = [0; 4096];

/// A segment that is read.
pub(crate) struct Source {
    pub header: Header,
    pub place: String,
    file: Box<dyn File>,
}

impl Source {
    /// The segment of this number, when it belongs to this journal.
    pub(crate) fn open(files: &dyn Files, number: u64, id: [u8; 16]) -> Result<Self, JournalError> {
        let name = header::name(number);
        let place = files.place(&name);
        let file = files.open(&name).map_err(|error| JournalError::io(&place, &error))?;
        let header = read_header(&*file, &place)?;
        if header.id != id {
            let detail = format!(
                "`{place}` belongs to another journal; move it away, or give the right data directory"
            );
            return Err(JournalError::foreign(detail));
        }
        if header.number != number {
            let found = header.number;
            return Err(JournalError::corrupt(format!(
                "`{place}` holds segment {found} under the name of another"
            )));
        }
        Ok(Self { header, place, file })
    }

    /// Its frames, up to `end`.
    pub(crate) fn walk(&self, end: u64) -> Result<Walk<'_>, JournalError> {
        let window = Window::new(&*self.file, end).map_err(|error| JournalError::io(&self.place, &error))?;
        let Header { first, .. } = self.header;
        Ok(Walk {
            source: self,
            window,
            salt: self.header.salt(),
            offset: HEADER,
            end: HEADER,
            next: first,
            confirmed: first.saturating_sub(1),
            is_sealed: false,
        })
    }

    /// Some of its bytes.
    pub(crate) fn piece(&self, offset: u64, length: u64) -> Result<Vec<u8>, JournalError> {
        let failed = |error| JournalError::io(&self.place, &error);
        let mut window = Window::new(&*self.file, u64::MAX).map_err(failed)?;
        Ok(window.bytes(offset, length).map_err(failed)?.unwrap_or_default().to_vec())
    }

    /// Length of the file as it is.
    pub(crate) fn bytes(&self) -> Result<u64, JournalError> {
        self.file.bytes().map_err(|error| JournalError::io(&self.place, &error))
    }
}

fn read_header(file: &dyn File, place: &str) -> Result<Header, JournalError> {
    let failed = |error| JournalError::io(place, &error);
    let mut window = Window::new(file, HEADER).map_err(failed)?;
    let bytes = window.bytes(0, HEADER).map_err(failed)?.unwrap_or_default();
    Header::read(bytes).map_err(|unfit| match unfit {
        Unfit::Damaged => JournalError::corrupt(format!("`{place}` is damaged at its beginning")),
        Unfit::Foreign(what) => JournalError::foreign(format!("`{place}` cannot be used: {what}")),
    })
}

/// Goes through the frames of a segment.
pub(crate) struct Walk<'a> {
    source: &'a Source,
    window: Window<'a>,
    salt: u32,
    /// The next frame begins here.
    pub offset: u64,
    /// The last record ends here. A mark behind it need not be on the disk.
    pub end: u64,
    /// The next record has this number.
    pub next: u64,
    /// Records up to here are proven to have been on the disk.
    pub confirmed: u64,
    /// The next segment was on the disk.
    pub is_sealed: bool,
}

/// What stands behind the place where a walk stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Behind {
    /// Nothing.
    Nothing,
    /// Parts of what was being written.
    Torn,
    /// A frame that says that the missing record was on the disk.
    Proof,
}

impl Walk<'_> {
    /// The next record, until something is no frame.
    pub(crate) fn next(&mut self) -> Result<Option<(u64, &[u8])>, JournalError> {
        let offset = loop {
            let Some(head) = self.whole(self.offset)? else { return Ok(None) };
            if head.sequence != self.next {
                return Err(self.misplaced(head.sequence));
            }
            let offset = self.offset;
            self.offset += head.length();
            self.confirmed = self.confirmed.max(head.confirmed);
            self.is_sealed |= head.kind == Kind::Seal;
            if let Kind::Record(_) = head.kind {
                break offset;
            }
        };
        (self.next, self.end) = (self.next + 1, self.offset);
        let (length, sequence) = (self.offset - offset, self.next - 1);
        let frame = self
            .window
            .bytes(offset, length)
            .map_err(|error| JournalError::io(&self.source.place, &error))?;
        Ok(frame.and_then(body).map(|body| (sequence, body)))
    }

    /// Goes to the end of the frames.
    pub(crate) fn finish(&mut self) -> Result<(), JournalError> {
        while self.next()?.is_some() {}
        Ok(())
    }

    /// Goes on until the record `last` is behind.
    pub(crate) fn pass(&mut self, last: u64) -> Result<(), JournalError> {
        while self.next <= last && self.next()?.is_some() {}
        Ok(())
    }

    /// The head at `offset`, when a frame with the right sum stands there.
    fn whole(&mut self, offset: u64) -> Result<Option<Head>, JournalError> {
        let failed = |error| JournalError::io(&self.source.place, &error);
        let head = self.window.bytes(offset, HEAD).map_err(failed)?.and_then(Head::read);
        let Some(head) = head else { return Ok(None) };
        let frame = self.window.bytes(offset, head.length()).map_err(failed)?;
        Ok(frame.filter(|frame| head.fits(self.salt, frame)).map(|_| head))
    }

    /// What stands behind the place where the frames end.
    pub(crate) fn behind(&mut self) -> Result<Behind, JournalError> {
        let is_full = self.offset.saturating_add(HEAD) > self.window.end;
        let is_clean = is_full || self.is_zero(self.offset, HEAD)?;
        let mut found = if is_clean { Behind::Nothing } else { Behind::Torn };
        let mut offset = self.offset;
        while let Some((at, head)) = self.later_from(offset)? {
            if head.confirmed >= self.next {
                return Ok(Behind::Proof);
            }
            found = Behind::Torn;
            offset = at + ALIGNMENT;
        }
        Ok(found)
    }

    /// Goes on at the next frame that is whole, past what is not; `false` when there is none.
    pub(crate) fn leap(&mut self) -> Result<bool, JournalError> {
        let Some((offset, head)) = self.later_from(self.offset)? else { return Ok(false) };
        (self.offset, self.next) = (offset, head.sequence);
        Ok(true)
    }

    /// The first whole frame of a later record from `offset` on.
    fn later_from(&mut self, mut offset: u64) -> Result<Option<(u64, Head)>, JournalError> {
        while offset.saturating_add(HEAD) <= self.window.end {
            if self.is_zero(offset, ZEROS.len() as u64)? {
                // A head may begin with up to eight zeros.
                offset += ZEROS.len() as u64 - 2 * ALIGNMENT;
                continue;
            }
            if let Some(head) = self.later(offset)? {
                return Ok(Some((offset, head)));
            }
            offset += ALIGNMENT;
        }
        Ok(None)
    }

    /// The head at `offset`, when a whole frame of a later record stands there.
    fn later(&mut self, offset: u64) -> Result<Option<Head>, JournalError> {
        let head =
            self.window.bytes(offset, HEAD).map_err(|error| JournalError::io(&self.source.place, &error))?;
        // Most are refused by their looks, before the sum is taken.
        let is_later = head.and_then(Head::read).is_some_and(|head| head.sequence >= self.next);
        if is_later { self.whole(offset) } else { Ok(None) }
    }

    fn is_zero(&mut self, offset: u64, length: u64) -> Result<bool, JournalError> {
        let failed = |error| JournalError::io(&self.source.place, &error);
        let length = length.min(self.window.end.saturating_sub(offset));
        let bytes = self.window.bytes(offset, length).map_err(failed)?;
        Ok(bytes.zip(ZEROS.get(..length as usize)).is_some_and(|(bytes, zeros)| bytes == zeros))
    }

    /// The record that should come next is not there, or not as it was.
    pub(crate) fn damaged(&self, what: &str) -> JournalError {
        JournalError::damaged(&self.source.place, self.offset, self.next, what)
    }

    fn misplaced(&self, found: u64) -> JournalError {
        self.damaged(&format!("record {found} stands in its place"))
    }
}

fn body(frame: &[u8]) -> Option<&[u8]> {
    let length = Head::read(frame)?.body() as usize;
    frame.get(HEAD as usize..)?.get(..length)
}
