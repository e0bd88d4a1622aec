//! `filrouge new`: a first project, and parts of one.

mod part;
mod project;

use crate::arguments::New;
use crate::exit::{Exit, Failure, Outcome};
use crate::terminal::Terminal;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Creates a project in a new folder, or adds a part to one that is there.
pub fn run(options: &New, terminal: &Terminal) -> Outcome {
    if let Some(part) = &options.part {
        return part::run(part, terminal);
    }
    // The arguments ask for one of the two.
    let Some(dir) = &options.dir else { return Ok(Exit::Unusable) };
    project::run(dir, options.template, terminal)
}

/// Writes a file that is not there, with the folders above it.
pub fn create(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(path);
    let written = fs::create_dir_all(folder)
        .and_then(|()| OpenOptions::new().write(true).create_new(true).open(path))
        .and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Failure::new(path.display(), "there is a file already; it is left as it is")
        }
        _ => Failure::new(path.display(), error),
    })
}
