//! The texts of one project.

use crate::{FileId, LineIndex, Position, Span};
use std::sync::{Arc, OnceLock};

/// One text of the project: a KDL file, a template, a notice.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path relative to the project's root, with `/` between its parts on every platform.
    pub path: String,
    /// The whole text, exactly as it was read.
    pub text: Arc<str>,
    lines: OnceLock<LineIndex>,
}

impl SourceFile {
    /// The line index of the text: made when it is first asked for, as most texts have no findings.
    #[must_use]
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// Whether this is a text of the language rather than one that the language refers to.
    #[must_use]
    pub fn is_kdl(&self) -> bool {
        self.path.ends_with(".kdl")
    }
}

/// Every text of one project, by id and by path.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// No texts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds `text` under `path` and returns its id. Add files in sorted order: the order is visible in reports.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile { path: path.into(), text: text.into(), lines: OnceLock::new() });
        id
    }

    /// Gives the file `id` another text; nothing happens for an unknown id.
    pub fn replace(&mut self, id: FileId, text: impl Into<Arc<str>>) {
        if let Some(file) = self.files.get_mut(id.0 as usize) {
            file.text = text.into();
            file.lines = OnceLock::new();
        }
    }

    /// All files with their ids, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.files)
    }

    /// The file with this id.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// The file at `path`, relative to the project's root.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<(FileId, &SourceFile)> {
        self.iter().find(|(_, file)| file.path == path)
    }

    /// The path of the file that `span` lies in; empty for an unknown file.
    #[must_use]
    pub fn path(&self, span: Span) -> &str {
        self.get(span.file).map_or("", |file| &file.path)
    }

    /// The text under `span`; empty for a span that does not fit its file.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).and_then(|file| file.text.get(span.range())).unwrap_or("")
    }

    /// Line and column of the start and the end of `span`.
    #[must_use]
    pub fn positions(&self, span: Span) -> Option<(Position, Position)> {
        let file = self.get(span.file)?;
        let at = |offset| file.lines().position(&file.text, offset);
        Some((at(span.start), at(span.end)))
    }
}
