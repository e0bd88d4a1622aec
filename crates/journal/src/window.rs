//! A file, seen through a window that moves forward.

use crate::File;
use std::io::{self, ErrorKind};

/// How much is read at once.
const CHUNK: usize = 256 * 1024;

/// Reads a file in large pieces.
pub(crate) struct Window<'a> {
    file: &'a dyn File,
    /// The file ends here, whatever it has behind.
    pub end: u64,
    at: u64,
    held: Vec<u8>,
}

impl<'a> Window<'a> {
    /// Up to `end`, or the end of the file.
    pub(crate) fn new(file: &'a dyn File, end: u64) -> io::Result<Self> {
        Ok(Self { file, end: end.min(file.bytes()?), at: 0, held: Vec::new() })
    }

    /// Bytes from `offset` on; `None` when the file ends before.
    pub(crate) fn bytes(&mut self, offset: u64, length: u64) -> io::Result<Option<&[u8]>> {
        let Some(end) = offset.checked_add(length).filter(|end| *end <= self.end) else { return Ok(None) };
        if offset < self.at || end > self.at + self.held.len() as u64 {
            self.fill(offset, length)?;
        }
        let start = (offset - self.at) as usize;
        Ok(self.held.get(start..start + length as usize))
    }

    fn fill(&mut self, offset: u64, length: u64) -> io::Result<()> {
        let wanted = (self.end - offset).min(length.max(CHUNK as u64)) as usize;
        self.at = offset;
        self.held.resize(wanted, 0);
        let read = read_all_at(self.file, &mut self.held, offset);
        if read.is_err() {
            self.held.clear();
        }
        read
    }
}

fn read_all_at(file: &dyn File, mut buffer: &mut [u8], mut offset: u64) -> io::Result<()> {
    while !buffer.is_empty() {
        match file.read_at(buffer, offset) {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(read) => {
                buffer = buffer.get_mut(read..).unwrap_or_default();
                offset += read as u64;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
