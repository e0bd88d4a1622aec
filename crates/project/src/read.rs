//! One file to one text.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;

/// The most bytes that one file may have. A text that people write and review is far below it.
pub const LARGEST_FILE: u64 = 4 * 1024 * 1024;

/// How often a file that changes under the reader is read again.
const TRIES: u32 = 3;

/// Why a file is no text.
#[derive(Debug)]
pub(crate) enum ReadError {
    /// The system refused.
    Io(io::Error),
    /// More than [`LARGEST_FILE`] bytes.
    TooLarge(u64),
    /// Not UTF-8 from this line and byte column on, both from 1.
    NotUtf8 { line: usize, column: usize, byte: u8 },
    /// Each reading found another file.
    Changing,
}

/// The text of the file at `path`, read at rest.
pub(crate) fn read(path: &Path) -> Result<String, ReadError> {
    for _ in 0..TRIES {
        if let Some(bytes) = read_at_rest(path)? {
            return text(bytes);
        }
    }
    Err(ReadError::Changing)
}

/// The bytes, or nothing when the file changed meanwhile.
fn read_at_rest(path: &Path) -> Result<Option<Vec<u8>>, ReadError> {
    let mut file = File::open(path).map_err(ReadError::Io)?;
    let before = file.metadata().map_err(ReadError::Io)?;
    if before.len() > LARGEST_FILE {
        return Err(ReadError::TooLarge(before.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(before.len()).unwrap_or(0));
    (&mut file).take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(ReadError::Io)?;
    let after = file.metadata().map_err(ReadError::Io)?;
    Ok((same(&before, &after) && bytes.len() as u64 == after.len()).then_some(bytes))
}

fn same(before: &Metadata, after: &Metadata) -> bool {
    before.len() == after.len() && before.modified().ok() == after.modified().ok()
}

fn text(bytes: Vec<u8>) -> Result<String, ReadError> {
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let (before, rest) = error.as_bytes().split_at(good);
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
        ReadError::NotUtf8 { line, column, byte: rest.first().copied().unwrap_or(0) }
    })
}
