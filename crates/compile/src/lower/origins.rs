//! The thread from each part of the plan back to the text.

use filrouge_model::Expression;
use filrouge_plan::{Notice, OriginFile, Origins, Place, Program, address, sha256_hex};
use filrouge_source::{FileId, Sources, Span};
use std::collections::BTreeMap;

/// The thread while it is spun. Only files that a part of the plan stands in are kept.
pub(crate) struct Thread<'s> {
    sources: &'s Sources,
    origins: Origins,
    files: BTreeMap<FileId, u32>,
}

impl<'s> Thread<'s> {
    pub fn new(sources: &'s Sources) -> Self {
        Self { sources, origins: Origins::default(), files: BTreeMap::new() }
    }

    /// The part at `address` stands at `span`.
    pub fn mark(&mut self, address: String, span: Span) {
        let place = self.place(span);
        self.origins.places.insert(address, place);
    }

    /// The program of the condition of `part`, whose operands stand where the author wrote them.
    pub fn condition(&mut self, part: &str, expression: &Expression) -> Program {
        self.program(address::condition(part), expression)
    }

    /// The program of the expression at `address`.
    pub fn program(&mut self, address: String, expression: &Expression) -> Program {
        let operands = expression.compiled.places.iter().map(|span| self.place(*span)).collect();
        self.origins.operands.insert(address.clone(), operands);
        self.mark(address, expression.at);
        expression.compiled.program.clone()
    }

    /// The notice of `part`: its text is kept whole among the files.
    pub fn notice(&mut self, part: &str, file: FileId) -> Option<Notice> {
        let (path, text) = self.sources.get(file).map(|own| (own.path.clone(), own.text.to_string()))?;
        let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
        self.mark(address::part(part, "notice"), Span::new(file, 0, end));
        Some(Notice { file: path, sha256: sha256_hex(text.as_bytes()) })
    }

    pub fn finish(self) -> Origins {
        self.origins
    }

    fn place(&mut self, span: Span) -> Place {
        let file = match self.files.get(&span.file) {
            Some(file) => *file,
            None => self.add(span.file),
        };
        Place { file, start: span.start, end: span.end }
    }

    fn add(&mut self, id: FileId) -> u32 {
        let index = u32::try_from(self.origins.files.len()).unwrap_or(u32::MAX);
        if let Some(file) = self.sources.get(id) {
            let (path, text) = (file.path.clone(), file.text.to_string());
            self.origins.files.push(OriginFile { path, sha256: sha256_hex(text.as_bytes()), text });
            self.files.insert(id, index);
        }
        index
    }
}
