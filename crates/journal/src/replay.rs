//! Reading the records back.

use crate::header::Header;
use crate::scan::Source;
use crate::state::{self, Part};
use crate::{Journal, JournalError};

impl Journal {
    /// Gives every record that is on the disk, from the number `from` on, to `each`; returns the number behind the
    /// last. It reads the files piece by piece.
    ///
    /// # Errors
    /// When the records asked for are not all there, or not as they were written; and what `each` returns.
    pub fn replay<E: From<JournalError>>(
        &self,
        from: u64,
        mut each: impl FnMut(u64, &[u8]) -> Result<(), E>,
    ) -> Result<u64, E> {
        self.holds(from)?;
        for (part, following) in self.ranges().filter(|(_, following)| *following > from) {
            self.read(part, following, &mut |sequence, record| match sequence >= from {
                true => each(sequence, record),
                false => Ok(()),
            })?;
        }
        Ok(self.confirmed + 1)
    }

    /// Every segment, with the number that comes behind it.
    fn ranges(&self) -> impl Iterator<Item = (Part, u64)> {
        let Header { number, first, .. } = self.active.header;
        let active = Part { number, first, end: self.end, reusable: None };
        let firsts = self.parts.iter().skip(1).map(|part| part.first).chain([first, self.confirmed + 1]);
        self.parts.iter().copied().chain([active]).zip(firsts.skip(usize::from(self.parts.is_empty())))
    }

    fn read<E: From<JournalError>>(
        &self,
        part: Part,
        following: u64,
        each: &mut impl FnMut(u64, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let source = Source::open(&*self.files, part.number, self.options.id)?;
        let mut walk = source.walk(part.end)?;
        while let Some((sequence, record)) = walk.next()? {
            each(sequence, record)?;
        }
        Ok(state::ended(&walk, part, following)?)
    }

    fn holds(&self, from: u64) -> Result<(), JournalError> {
        let (first, next) = (self.first(), self.confirmed + 1);
        if (first..=next).contains(&from) {
            return Ok(());
        }
        let place = self.files.place("");
        let what = format!(
            "the journal in `{place}` holds the records from {first} to before {next}, and record {from} is wanted"
        );
        Err(JournalError::corrupt(what))
    }
}
