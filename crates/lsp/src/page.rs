//! One document, as a feature looks at it.

use crate::Encoding;
use crate::atlas::Atlas;
use crate::project::Project;
use crate::protocol::{Location, Position, Range, TextEdit, WorkspaceEdit};
use crate::workspace::Workspace;
use filrouge_report::{Edit, Finding};
use filrouge_source::{FileId, SourceFile, Span};
use filrouge_syntax::Tree;
use std::collections::BTreeMap;

/// A document and the project around it.
#[derive(Clone, Copy)]
pub struct Page<'s> {
    pub workspace: &'s Workspace,
    pub project: &'s Project,
    pub file: FileId,
    pub source: &'s SourceFile,
    pub encoding: Encoding,
}

impl<'s> Page<'s> {
    /// The text.
    pub fn text(&self) -> &'s str {
        &self.source.text
    }

    /// The tree of the text.
    pub fn tree(&self) -> Tree {
        filrouge_syntax::parse(self.file, self.text()).0
    }

    /// What the words of the project mean.
    pub fn atlas(&self) -> &'s Atlas {
        self.project.atlas()
    }

    /// The byte at a position.
    pub fn offset(&self, position: Position) -> u32 {
        self.encoding.offset(self.text(), self.source.lines(), position)
    }

    /// The position of a byte.
    pub fn position(&self, offset: u32) -> Position {
        self.encoding.position(self.text(), self.source.lines(), offset)
    }

    /// The positions of a place of this document.
    pub fn range(&self, span: Span) -> Range {
        self.encoding.range(self.text(), self.source.lines(), span.start, span.end)
    }

    /// The bytes of a range.
    pub fn span(&self, range: Range) -> Span {
        Span::new(self.file, self.offset(range.start), self.offset(range.end))
    }

    /// A place of any document of the project.
    pub fn location(&self, span: Span) -> Option<Location> {
        let source = self.project.source(span.file)?;
        let range = self.encoding.range(&source.text, source.lines(), span.start, span.end);
        Some(Location { uri: self.uri(span.file)?, range })
    }

    /// The name of a document of the project.
    pub fn uri(&self, file: FileId) -> Option<String> {
        self.project.path(file).map(|path| self.workspace.uri_of(&path))
    }

    /// Edits in documents of the project.
    pub fn edit<'e>(&self, edits: impl IntoIterator<Item = &'e Edit>) -> WorkspaceEdit {
        let mut changes: BTreeMap<String, Vec<TextEdit>> = BTreeMap::new();
        for edit in edits {
            if let Some(Location { uri, range }) = self.location(edit.span) {
                changes.entry(uri).or_default().push(TextEdit { range, new_text: edit.text.clone() });
            }
        }
        WorkspaceEdit { changes }
    }

    /// What is found in this document.
    pub fn findings(&self) -> impl Iterator<Item = &'s Finding> {
        let file = self.file;
        let all = self.project.findings().iter();
        all.filter(move |finding| finding.span().is_some_and(|span| span.file == file))
    }
}
