//! Folders on the disk, and what a process writes to it.

use crate::Failure;
use std::fs::{copy as copy_file, create_dir_all, read_dir, read_to_string};
use std::path::Path;

/// Bytes of all files below a folder. A file that goes away meanwhile has none.
#[must_use]
pub fn on_disk(folder: &Path) -> u64 {
    let entries = read_dir(folder).into_iter().flatten().flatten();
    let sizes = entries.map(|entry| {
        let size =
            |about: std::fs::Metadata| if about.is_dir() { on_disk(&entry.path()) } else { about.len() };
        entry.metadata().map_or(0, size)
    });
    sizes.sum()
}

/// Bytes that the process `id` has passed to calls that write so far. What the kernel counts as given to the disk is no measure: it
/// counts whole folios where files are mapped or large.
///
/// # Errors
/// When the process is gone.
pub fn written(id: u32) -> Result<u64, Failure> {
    let text = read_to_string(format!("/proc/{id}/io"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("wchar: "));
    Ok(line.ok_or("no figure of what was written")?.parse()?)
}

/// A folder as it stands, under another name.
///
/// # Errors
/// When a file cannot be read or written.
pub fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    create_dir_all(to)?;
    for entry in read_dir(from)? {
        let entry = entry?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() { copy(&path, &target)? } else { copy_file(path, target).map(drop)? }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_as_large_and_what_is_written_is_counted() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("a"), folder.path().join("b"));
        create_dir_all(from.join("inside")).unwrap();
        std::fs::write(from.join("inside/file"), [7; 100_000]).unwrap();
        copy(&from, &to).unwrap();
        assert_eq!((on_disk(&from), on_disk(&to)), (100_000, 100_000));
        assert!(written(std::process::id()).is_ok());
        assert!(written(u32::MAX).is_err());
    }
}
