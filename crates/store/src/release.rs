//! The plan of a share, as the file keeps it: a byte that names the format, then its row. Decisions under the plan find it among all
//! plans.

use filrouge_host::{Fault, ReleaseRow, StoreError};

/// The format that is written.
const FORMAT: u8 = 1;

pub(crate) fn encode(row: &ReleaseRow) -> rusqlite::Result<Vec<u8>> {
    let encoded = postcard::to_extend(row, vec![FORMAT]);
    encoded.map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.to_string().into()))
}

pub(crate) fn decode(kept: &[u8]) -> Result<ReleaseRow, StoreError> {
    match kept.split_first() {
        Some((&FORMAT, row)) => {
            postcard::from_bytes(row).map_err(|error| StoreError::unreadable("the plan of a share", error))
        }
        other => {
            let format = other.map_or(0, |(format, _)| *format);
            let why = format!("the plan of a share has format {format}, this version reads {FORMAT}");
            Err(StoreError::new(Fault::Corrupt, why))
        }
    }
}
