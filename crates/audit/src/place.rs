//! Where something that is encrypted is kept. No two places of one key have the same nonce.

use aes_gcm_siv::Nonce;

/// What is kept at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// The body of a record of the audit log.
    Record = 0,
    /// The state of a person.
    Person = 1,
    /// A message that waits.
    Message = 2,
    /// A message that did not arrive.
    Letter = 3,
    /// A name by which a person is known.
    Name = 4,
    /// An input of which the audit log was not told.
    Input = 5,
    /// A decision of which the audit log was not told.
    Decision = 6,
    /// What came and could not be understood.
    Quarantine = 7,
    /// Why it could not.
    Reason = 8,
    /// A request of a person.
    Request = 9,
    /// A commit in the journal.
    Commit = 10,
}

/// Where something is kept: the shelf, and the row on it.
///
/// What changes in place is encrypted again under the same nonce. The cipher is made for that: it tells whether two versions of
/// one row are equal, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place([u8; 12]);

impl Place {
    /// The row of this id: of its last eleven bytes, which are chance or a hash.
    #[must_use]
    pub fn of(shelf: Shelf, row: u128) -> Self {
        let [_, _, _, _, _, a, b, c, d, e, f, g, h, i, j, k] = row.to_be_bytes();
        Self([shelf as u8, a, b, c, d, e, f, g, h, i, j, k])
    }

    /// The body of the record of this number.
    #[must_use]
    pub const fn record(seq: u64) -> Self {
        let [a, b, c, d, e, f, g, h] = seq.to_be_bytes();
        Self([0, 0, 0, 0, a, b, c, d, e, f, g, h])
    }

    pub(crate) fn nonce(self) -> Nonce {
        self.0.into()
    }
}
