//! Giving up what is not needed any more.

use crate::header;
use crate::segment::Spare;
use crate::state::{Names, Part};
use crate::{Journal, JournalError};

impl Journal {
    /// Records below `upto` are not needed any more: segments that hold no others go, or are kept to be written again.
    ///
    /// # Errors
    /// When the disk fails; the journal works on, and what is left goes the next time.
    pub fn trim(&mut self, upto: u64) -> Result<(), JournalError> {
        while let Some(part) = self.parts.front().copied() {
            let following = self.parts.get(1).map_or(self.active.header.first, |next| next.first);
            if following > upto {
                break;
            }
            self.retire(part)?;
        }
        self.settle_names()
    }

    /// Every record is forgotten, and no file is left that holds one, those included that were kept to be written again.
    /// Numbers go on.
    ///
    /// # Errors
    /// When the disk fails: call it again.
    pub fn purge(&mut self) -> Result<(), JournalError> {
        self.restart(self.next())?;
        self.spares.clear();
        let Names { numbers, leftovers } = Names::list(&*self.files)?;
        let old = numbers.into_iter().filter(|number| *number != self.active.header.number).map(header::name);
        for name in leftovers.into_iter().chain(old) {
            let gone = self.files.remove(&name);
            gone.map_err(|error| JournalError::io(&self.files.place(&name), &error))?;
        }
        self.names_changed = true;
        self.settle_names()
    }

    /// Every segment but the active one goes.
    pub(crate) fn clear(&mut self) -> Result<(), JournalError> {
        while let Some(part) = self.parts.front().copied() {
            self.retire(part)?;
        }
        Ok(())
    }

    /// Takes the oldest segment away.
    fn retire(&mut self, part: Part) -> Result<(), JournalError> {
        self.settle_names()?;
        let name = header::name(part.number);
        let spare = Spare { name: header::aside(part.number, "spare"), zeroed: part.end };
        let is_kept =
            part.reusable == Some(self.options.segment_bytes) && self.spares.len() < self.options.spares;
        let gone = if is_kept { self.files.rename(&name, &spare.name) } else { self.files.remove(&name) };
        gone.map_err(|error| JournalError::io(&self.files.place(&name), &error))?;
        self.parts.pop_front();
        self.names_changed = true;
        self.settle_names()?;
        if is_kept {
            self.spares.push(spare);
        }
        Ok(())
    }

    /// None may come back without the one behind it, and none may be written again under its old name.
    fn settle_names(&mut self) -> Result<(), JournalError> {
        if self.names_changed {
            let synced = self.files.sync_directory();
            synced.map_err(|error| JournalError::io(&self.files.place(""), &error))?;
            self.names_changed = false;
        }
        Ok(())
    }
}
