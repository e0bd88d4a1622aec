//! What a journal is told when it is opened.

/// How a journal is made and kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Whose journal this is: files of another one are refused. Choose it by chance when the journal is made, keep it
    /// beside the checkpoint, and tell nobody: who knows it could write a body that looks like a record.
    pub id: [u8; 16],
    /// The number of the first record, when there is no journal yet.
    pub first: u64,
    /// Length of a segment file, in bytes. A longer record has a segment of its own.
    pub segment_bytes: u64,
    /// How many segments without use are kept to be written again.
    pub spares: usize,
}

impl Options {
    /// The journal of this id.
    #[must_use]
    pub const fn of(id: [u8; 16]) -> Self {
        Self { id, first: 1, segment_bytes: 64 * 1024 * 1024, spares: 2 }
    }
}
