//! The folder as a whole.

use crate::read::{ReadError, read};
use crate::rules::{
    changing_file::ChangingFile, file_too_large::FileTooLarge, link_loop::LinkLoop, not_utf8::NotUtf8,
    outside_project::OutsideProject, unreadable_file::UnreadableFile,
};
use crate::walk::{Met, walk};
use filrouge_report::{Finding, Findings};
use filrouge_source::{FileId, Sources, Span};
use std::path::Path;

/// What was read of a project.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// Every text, sorted by path. A file that could not be read stands there with an empty text.
    pub sources: Sources,
    /// What could not be read, and why.
    pub findings: Findings,
}

/// Reads every text of the project at `root`, which [`find_root`](crate::find_root) has found.
#[must_use]
pub fn load(root: &Path) -> Loaded {
    let mut loaded = Loaded::default();
    for met in walk(root) {
        loaded.take(met);
    }
    loaded
}

impl Loaded {
    fn take(&mut self, met: Met) {
        match met {
            Met::File(found) => match read(&found.path) {
                Ok(text) => {
                    self.sources.add(found.name, text);
                }
                Err(error) => self.refuse(found.name, |file, place| problem(error, file, place)),
            },
            Met::Loop(found) => self.refuse(found.name, |file, place| LinkLoop { file, place }.into()),
            Met::Outside(found) => {
                self.refuse(found.name, |file, place| OutsideProject { file, place }.into())
            }
            Met::Unreadable(found, error) => {
                self.refuse(found.name, |file, place| problem(ReadError::Io(error), file, place));
            }
        }
    }

    fn refuse(&mut self, name: String, finding: impl FnOnce(String, Span) -> Finding) {
        let file: FileId = self.sources.add(name.clone(), "");
        self.findings.push(finding(name, Span::new(file, 0, 0)));
    }
}

fn problem(error: ReadError, file: String, place: Span) -> Finding {
    match error {
        ReadError::Io(error) => UnreadableFile { file, reason: reason(&error), place }.into(),
        ReadError::TooLarge(bytes) => FileTooLarge { file, bytes, place }.into(),
        ReadError::NotUtf8 { line, column, byte } => NotUtf8 { file, line, column, byte, place }.into(),
        ReadError::Changing => ChangingFile { file, place }.into(),
    }
}

/// The system's words without its error number.
fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}
