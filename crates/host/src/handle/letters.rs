//! Questions about dead letters.

use crate::{DeadLetterRow, Handle, StoreError, packed};
use filrouge_machine::{Id, Message};

/// A dead letter, with the message that it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// Number in the order in which they were kept.
    pub number: i64,
    /// To whom, by now.
    pub person: Id,
    /// When it was kept, in milliseconds since 1970.
    pub at: i64,
    /// When it is forgotten.
    pub until: i64,
    /// Whether it may have arrived all the same.
    pub unknown: bool,
    /// Why it is one.
    pub reason: String,
    /// The message, by the names that its journey and its step had then.
    pub message: Message,
}

impl Handle {
    /// Dead letters, the oldest first, behind the one numbered `after`; start with 0.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn dead_letters(&self, after: i64, limit: usize) -> Result<Vec<DeadLetter>, StoreError> {
        let rows = self.shared().reader.dead_letters(after, limit)?;
        rows.into_iter().map(|row| self.dead(row)).collect()
    }

    /// One dead letter.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn dead_letter(&self, effect: Id) -> Result<Option<DeadLetter>, StoreError> {
        self.shared().reader.dead_letter(effect)?.map(|row| self.dead(row)).transpose()
    }

    fn dead(&self, (number, row): (i64, DeadLetterRow)) -> Result<DeadLetter, StoreError> {
        let message: Message = packed::unpack(&row.body)?;
        let alias = self.shared().reader.alias(row.person)?;
        let person = alias.map_or(row.person, |alias| alias.survivor);
        let DeadLetterRow { at, until, unknown, reason, .. } = row;
        Ok(DeadLetter { number, person, at, until, unknown, reason, message })
    }
}
