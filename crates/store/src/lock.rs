//! One process per data directory.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

/// Holds the directory until it is dropped, or the process ends in whatever way.
pub(crate) struct Lock {
    _file: File,
}

/// Takes the directory; `None` when another process has it.
pub(crate) fn take(directory: &Path) -> io::Result<Option<Lock>> {
    let file = File::options().create(true).truncate(false).write(true).open(directory.join("lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Lock { _file: file })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}
