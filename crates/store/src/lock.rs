//! One process per data directory.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

/// Holds the directory until it is dropped, or the process ends in whatever way.
pub(crate) struct Lock {
    file: File,
}

impl Drop for Lock {
    /// A process that somebody starts has a copy of every open file until it runs its own program. Closing ours alone would leave
    /// the directory taken until then.
    fn drop(&mut self) {
        // What cannot be given back is given back when the last copy is closed.
        let _ = self.file.unlock();
    }
}

/// Takes the directory; `None` when another process has it.
pub(crate) fn take(directory: &Path) -> io::Result<Option<Lock>> {
    let file = File::options().create(true).truncate(false).write(true).open(directory.join("lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Lock { file })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_process_at_a_time_has_a_directory() {
        let folder = tempfile::tempdir().unwrap();
        let lock = take(folder.path()).unwrap().expect("nobody has it");
        assert!(take(folder.path()).unwrap().is_none());
        drop(lock);
        assert!(take(folder.path()).unwrap().is_some());
    }

    /// As a process has it that was being started meanwhile.
    #[test]
    fn a_copy_of_the_open_file_keeps_nobody_out() {
        let folder = tempfile::tempdir().unwrap();
        let lock = take(folder.path()).unwrap().expect("nobody has it");
        let copy = lock.file.try_clone().unwrap();
        drop(lock);
        assert!(take(folder.path()).unwrap().is_some());
        drop(copy);
    }
}
