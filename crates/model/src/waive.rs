//! `waive`: an exception to a rule, with its reason.

use crate::linker::{Linker, boxed, map_opt};
use crate::rules::idle_part::IdlePart;
use crate::{Event, Owner, Reference, Table};
use filrouge_language::kinds::{Date, Name, Path, Text};
use filrouge_language::words::waive as word;
use filrouge_language::{Document, Opt};
use filrouge_source::{FileId, Span, Spanned};

/// An exception to a rule, with its reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Waive {
    /// Where it is declared.
    pub at: Span,
    /// The rule, as the author calls it.
    pub rule: Spanned<Box<str>>,
    /// Why the exception is right.
    pub reason: Spanned<Box<str>>,
    /// The last day on which it holds.
    pub until: Opt<Date>,
    /// Who allowed it.
    pub approver: Opt<Reference<Owner>>,
    /// Where it holds.
    pub covers: Covers,
}

/// Where an exception holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Covers {
    /// Everywhere.
    Project,
    /// In some files.
    Files(Vec<FileId>),
    /// In a part of a file.
    Part {
        /// The part.
        place: Span,
        /// The file and the pointer, as the author writes them.
        path: Box<str>,
    },
    /// In a declaration or a step.
    Block(Span),
    /// In an event, and in the file that it imports.
    Import {
        /// The event, with its block.
        block: Span,
        /// The file.
        file: FileId,
    },
}

impl Covers {
    /// Whether `place` lies inside.
    #[must_use]
    pub fn holds(&self, place: Span) -> bool {
        let within =
            |part: &Span| part.file == place.file && part.start <= place.start && place.end <= part.end;
        match self {
            Self::Project => true,
            Self::Files(files) => files.contains(&place.file),
            Self::Part { place: part, .. } => within(part),
            Self::Block(block) => within(block),
            Self::Import { block, file } => within(block) || place.file == *file,
        }
    }

    /// How far it reaches, to find the closest of several.
    #[must_use]
    pub const fn reach(&self) -> u64 {
        match self {
            Self::Part { place: part, .. } => part.len() as u64,
            Self::Block(block) | Self::Import { block, .. } => block.len() as u64,
            Self::Files(files) => u32::MAX as u64 + files.len() as u64,
            Self::Project => u64::MAX,
        }
    }
}

/// Where `in` is looked at.
const TOP: &str = "a `waive` at the top of a file";

/// Every exception of the project. One whose rule or reason could not be read was reported, and covers nothing.
pub(crate) fn link_all(document: &Document, events: &Table<Event>, linker: &mut Linker<'_>) -> Vec<Waive> {
    let top = document.waives.iter().filter_map(|waive| {
        let covers = match &waive.value.in_ {
            Opt::Absent => Covers::Project,
            Opt::Given(path) => covered(path, linker)?,
            Opt::Broken(_) => return None,
        };
        link(&waive.value, covers, linker)
    });
    let mut all: Vec<_> = top.collect();
    for inner in &document.inner_waives {
        if let Opt::Given(path) = &inner.waive.in_ {
            linker.push(IdlePart { part: "in".to_owned(), belongs: TOP, place: path.span });
        }
        all.extend(link(&inner.waive, around(inner.within, events), linker));
    }
    all.sort_by_key(|waive| waive.at);
    all
}

/// What a path covers: a file, a folder, or a part of a JSON file.
fn covered(path: &Spanned<Path>, linker: &mut Linker<'_>) -> Option<Covers> {
    if linker.leads_inside(path.value.as_str()) {
        return Some(Covers::Part { place: linker.part(path)?, path: path.value.as_str().into() });
    }
    Some(Covers::Files(linker.files(path)))
}

/// What an exception in a block covers: fields of an event are its own, wherever they are written.
fn around(block: Span, events: &Table<Event>) -> Covers {
    let is_here = |event: &&Event| event.at.file == block.file && event.at.start == block.start;
    match events.values().find(is_here).and_then(|event| event.from) {
        Some(file) => Covers::Import { block, file },
        None => Covers::Block(block),
    }
}

fn link(word: &word::Waive, covers: Covers, linker: &mut Linker<'_>) -> Option<Waive> {
    Some(Waive {
        at: word.at.head,
        rule: boxed(word.rule.get()?, Name::as_str),
        reason: boxed(word.reason.get()?, Text::as_str),
        until: map_opt(&word.until, |until| Some(until.value)),
        approver: map_opt(&word.approver, |approver| Some(linker.resolve(approver))),
        covers,
    })
}
