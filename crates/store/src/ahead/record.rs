//! A commit as a record of the journal: a byte that names the format, then the fields in their order.

use filrouge_host::{Commit, Fault, StoreError};

/// The format that is written. Whoever changes a row that [`Commit`] holds gives it a new number, and reads the old one.
const FORMAT: u8 = 1;

/// Writes a commit into `room`, over what was there.
pub(crate) fn encode(commit: &Commit, mut room: Vec<u8>) -> Result<Vec<u8>, StoreError> {
    room.clear();
    room.push(FORMAT);
    postcard::to_extend(commit, room).map_err(|error| StoreError::unreadable("a commit", error))
}

pub(crate) fn decode(record: &[u8]) -> Result<Commit, StoreError> {
    match record.split_first() {
        Some((&FORMAT, body)) => postcard::from_bytes(body)
            .map_err(|error| StoreError::unreadable("a record of the journal", error)),
        other => {
            let format = other.map_or(0, |(format, _)| *format);
            let why = format!("a record of the journal has format {format}, this version reads {FORMAT}");
            Err(StoreError::new(Fault::Corrupt, why))
        }
    }
}
