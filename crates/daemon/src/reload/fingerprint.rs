//! What a folder holds, in one hash.

use crate::Compiler;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Folders within folders; deeper ones are not looked at.
const DEPTH: u32 = 32;

/// What the project of `compiler` holds; none when it has no folder. The folder of the `data` is no part of it.
pub(crate) fn look(compiler: &dyn Compiler, data: &Path) -> Option<[u8; 32]> {
    compiler.watch_dir().map(|root| fingerprint(&root, Some(data), &compiler.foreign()))
}

/// A hash over names and contents of all files below a folder. Hidden ones are left out, with them the inside of a
/// mounted `ConfigMap` (its files are links into `..data`); so are the folder of the data and what is `foreign`.
pub(super) fn fingerprint(root: &Path, data: Option<&Path>, foreign: &dyn Fn(&Path) -> bool) -> [u8; 32] {
    let mut walk = Walk { hasher: Sha256::new(), data, foreign, seen: BTreeSet::new() };
    walk.folder(root, DEPTH);
    walk.hasher.finalize().into()
}

struct Walk<'a> {
    hasher: Sha256,
    data: Option<&'a Path>,
    foreign: &'a dyn Fn(&Path) -> bool,
    seen: BTreeSet<PathBuf>,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path, depth: u32) {
        // A link that leads back is followed once.
        let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        if depth == 0 || self.data == Some(real.as_path()) || !self.seen.insert(real) {
            return;
        }
        let mut entries: Vec<PathBuf> =
            fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        entries.sort();
        for path in entries.iter().filter(|path| !is_hidden(path) && !(self.foreign)(path)) {
            self.entry(path, depth);
        }
    }

    fn entry(&mut self, path: &Path, depth: u32) {
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => self.folder(path, depth - 1),
            Ok(found) if found.is_file() => self.file(path),
            Ok(_) => {}
            // Something that cannot be read is part of the picture: when it can be, the picture changes.
            Err(error) => self.hasher.update(format!("{}\0{:?}\0", path.display(), error.kind())),
        }
    }

    fn file(&mut self, path: &Path) {
        let mut content = Sha256::new();
        let outcome =
            File::open(path).and_then(|mut file| io::copy(&mut file, &mut HashWriter(&mut content)));
        self.hasher.update(path.as_os_str().as_encoded_bytes());
        self.hasher.update([0]);
        match outcome {
            Ok(_) => self.hasher.update(content.finalize()),
            Err(error) => self.hasher.update(format!("{:?}", error.kind())),
        }
    }
}

struct HashWriter<'a>(&'a mut Sha256);

impl io::Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(super) fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}
