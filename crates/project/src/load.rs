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
    let met = walk(root);
    let texts = read_all(&met);
    let mut loaded = Loaded::default();
    for (met, text) in met.into_iter().zip(texts) {
        loaded.take(met, text);
    }
    loaded
}

/// The text of a file, of what is one.
type Text = Option<Result<String, ReadError>>;

/// Below this number of files a second thread costs more than it saves.
const WORTH_A_THREAD: usize = 500;

/// Reads what is a file, on two threads when there are many: most of the time goes into asking the system.
fn read_all(met: &[Met]) -> Vec<Text> {
    if met.len() < WORTH_A_THREAD {
        return met.iter().map(text).collect();
    }
    let (first, second) = met.split_at(met.len() / 2);
    let read = |met: &[Met]| met.iter().map(text).collect::<Vec<_>>();
    let (mut texts, more) = rayon::join(|| read(first), || read(second));
    texts.extend(more);
    texts
}

fn text(met: &Met) -> Text {
    match met {
        Met::File(found) => Some(read(&found.path)),
        Met::Loop(_) | Met::Outside(_) | Met::Unreadable(..) => None,
    }
}

impl Loaded {
    fn take(&mut self, met: Met, text: Text) {
        match met {
            Met::File(found) => match text {
                Some(Err(error)) => self.refuse(found.name, |file, place| problem(error, file, place)),
                Some(Ok(text)) => drop(self.sources.add(found.name, text)),
                None => {}
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
