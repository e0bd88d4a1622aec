//! What SQLite's errors mean, and the way out of each.

use filrouge_host::{Fault, StoreError};
use filrouge_journal::{Fault as JournalFault, JournalError};
use rusqlite::{Error, ErrorCode};
use std::path::Path;

/// An error on the data in `path`, for the operator.
pub(crate) fn explain(path: &Path, error: &Error) -> StoreError {
    let path = path.display();
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::new(
            Fault::Full,
            format!("no room is left for `{path}`; make room on that disk, and work goes on by itself"),
        ),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::new(
            Fault::Corrupt,
            format!(
                "`{path}` is damaged ({error}); stop, keep a copy of the whole directory, then restore a backup or \
                 rescue what can be read with `sqlite3 {path} .recover`"
            ),
        ),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::new(
            Fault::Io,
            format!(
                "another program holds `{path}` ({error}); end its transaction, and work goes on by itself"
            ),
        ),
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => StoreError::new(
            Fault::Io,
            format!("`{path}` cannot be written ({error}); check the rights on the file and its directory"),
        ),
        _ if error.sqlite_error_code().is_none() => StoreError::unreadable("a row", error),
        _ => StoreError::new(
            Fault::Io,
            format!("`{path}` cannot be read or written ({error}); check its disk"),
        ),
    }
}

/// An error of the journal, as everybody else's.
pub(crate) fn of_journal(error: JournalError) -> StoreError {
    let fault = match error.fault {
        JournalFault::Full => Fault::Full,
        JournalFault::Io => Fault::Io,
        JournalFault::Corrupt | JournalFault::Foreign | JournalFault::Refused => Fault::Corrupt,
    };
    StoreError::new(fault, error.detail)
}
