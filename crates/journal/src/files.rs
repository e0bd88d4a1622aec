//! The disk, as a port: a flat directory of files.

use std::io::{self, ErrorKind};

/// A directory.
pub trait Files: Send {
    /// Names of the files.
    fn list(&self) -> io::Result<Vec<String>>;
    /// A new and empty file, for reading and writing; what had the name before is gone.
    fn create(&self, name: &str) -> io::Result<Box<dyn File>>;
    /// A file that is there, for reading and writing.
    fn open(&self, name: &str) -> io::Result<Box<dyn File>>;
    /// Gives a file another name; what had that name before is gone.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;
    /// Takes a file away.
    fn remove(&self, name: &str) -> io::Result<()>;
    /// Names that were made, changed or taken away are so on the disk when this returns.
    fn sync_directory(&self) -> io::Result<()>;
    /// Where a file is, for people.
    fn place(&self, name: &str) -> String;
}

/// An open file.
pub trait File: Send {
    /// Reads at a place; fewer bytes than asked for, none at the end.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;
    /// Writes at a place; perhaps fewer bytes than given.
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize>;
    /// What was written is on the disk when this returns, and the length with it.
    fn sync_data(&self) -> io::Result<()>;
    /// Cuts the file or makes it longer, by zeros.
    fn set_len(&self, bytes: u64) -> io::Result<()>;
    /// How long the file is.
    fn bytes(&self) -> io::Result<u64>;
}

/// Writes all of `bytes`, in as many steps as it takes.
pub(crate) fn write_all_at(file: &dyn File, mut bytes: &[u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match file.write_at(bytes, offset) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(written) => {
                bytes = bytes.get(written..).unwrap_or_default();
                offset += written as u64;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
