//! What lies beside the file and outlives it: the list of erasures, which is applied again to a backup that was made before
//! them, and the key of the contact points that may not be written to. No word of a person is in either.

use filrouge_host::{Fault, StoreError};
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// The list of erasures: a line of JSON each.
pub(crate) const LIST: &str = "erasures.jsonl";

/// The key.
pub(crate) const KEY: &str = "suppression.key";

fn beside(file: &Path, name: &str) -> PathBuf {
    file.with_file_name(name)
}

fn failed(path: &Path, error: &io::Error) -> StoreError {
    StoreError::new(Fault::Io, format!("`{}` cannot be used: {error}", path.display()))
}

/// The key beside `file`; it is made when it is not there.
pub(crate) fn key(file: &Path) -> Result<[u8; 32], StoreError> {
    let path = beside(file, KEY);
    let key = match File::open(&path) {
        Ok(mut opened) => read_key(&mut opened),
        Err(error) if error.kind() == ErrorKind::NotFound => make_key(&path),
        Err(error) => Err(error),
    };
    key.map_err(|error| failed(&path, &error))
}

fn read_key(file: &mut File) -> io::Result<[u8; 32]> {
    let mut key = [0; 32];
    file.read_exact(&mut key)?;
    Ok(key)
}

fn make_key(path: &Path) -> io::Result<[u8; 32]> {
    let mut key = [0; 32];
    File::open("/dev/urandom")?.read_exact(&mut key)?;
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(&key)?;
    file.sync_all()?;
    sync_folder(path)?;
    Ok(key)
}

/// Adds a line to the list beside `file`.
pub(crate) fn record(file: &Path, line: &[u8]) -> Result<(), StoreError> {
    record_at(&beside(file, LIST), line)
}

/// Adds a line to a list, wherever it is.
pub(crate) fn record_at(list: &Path, line: &[u8]) -> Result<(), StoreError> {
    append(list, line).map_err(|error| failed(list, &error))
}

fn append(path: &Path, line: &[u8]) -> io::Result<()> {
    let mut list = OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(path)?;
    // A line that a crash has cut off ends here, and is not taken for the beginning of this one.
    let torn: &[u8] = if ends_in_a_line(path)? { b"" } else { b"\n" };
    list.write_all(&[torn, line, b"\n"].concat())?;
    list.sync_all()?;
    sync_folder(path)
}

fn ends_in_a_line(path: &Path) -> io::Result<bool> {
    Ok(std::fs::read(path)?.last().is_none_or(|byte| *byte == b'\n'))
}

fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

/// The lines of the list beside `file`.
pub(crate) fn lines(file: &Path) -> Result<Vec<Vec<u8>>, StoreError> {
    let path = beside(file, LIST);
    let text = match std::fs::read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(&path, &error)),
    };
    Ok(text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).map(<[u8]>::to_vec).collect())
}
