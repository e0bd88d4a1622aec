//! How far a file is, kept beside it so that the next run goes on from there.

use super::source::Place;
use crate::exit::Failure;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// How far a file is.
#[derive(Debug)]
pub struct State {
    path: PathBuf,
    kept: Kept,
}

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    version: u32,
    /// The file.
    file: PathBuf,
    /// Behind the last line that is on the daemon's disk.
    #[serde(flatten)]
    place: Place,
}

impl State {
    /// What is kept of `file` at `path`; the beginning when nothing is.
    pub fn of(path: &Path, file: &Path) -> Result<Self, Failure> {
        let named =
            |error: &dyn std::fmt::Display| Failure::new(format!("the state `{}`", path.display()), error);
        let new = Kept { version: 1, file: file.to_owned(), place: Place::default() };
        let kept = match fs::read(path) {
            Ok(bytes) => serde_json::from_slice::<Kept>(&bytes).map_err(|error| named(&error))?,
            Err(error) if error.kind() == ErrorKind::NotFound => new,
            Err(error) => return Err(named(&error)),
        };
        if kept.file != file {
            return Err(named(&format!("it is of another file, `{}`", kept.file.display())));
        }
        if file == Path::new("-") {
            return Err(named(&"what comes from a pipe has no place to go on from"));
        }
        Ok(Self { path: path.to_owned(), kept })
    }

    /// Behind the last line that is through.
    pub const fn place(&self) -> Place {
        self.kept.place
    }

    /// Keeps how far it is: the old place or the new one, whatever happens.
    pub fn keep(&mut self, place: Place) -> Result<(), Failure> {
        self.kept.place = place;
        let draft = self.path.with_extension("draft");
        fs::write(&draft, serde_json::to_vec(&self.kept)?)?;
        Ok(fs::rename(&draft, &self.path)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_again_and_is_of_one_file() {
        let folder = tempfile::tempdir().unwrap();
        let (path, file) = (folder.path().join("state"), Path::new("people.ndjson"));
        let mut state = State::of(&path, file).unwrap();
        assert_eq!(state.place(), Place::default());
        state.keep(Place { line: 3, offset: 70 }).unwrap();
        assert_eq!(State::of(&path, file).unwrap().place(), Place { line: 3, offset: 70 });
        let refused = State::of(&path, Path::new("others.ndjson")).unwrap_err().to_string();
        assert!(refused.ends_with("it is of another file, `people.ndjson`"), "{refused}");
    }
}
