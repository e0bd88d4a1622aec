//! `waive`: an exception to a rule, with its reason.

use crate::linker::{Linker, boxed, map_opt};
use crate::rules::idle_part::IdlePart;
use crate::{Owner, Reference};
use filrouge_language::kinds::{Date, Name, Text};
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
    /// In a declaration or a step.
    Block(Span),
}

impl Covers {
    /// Whether `place` lies inside.
    #[must_use]
    pub fn holds(&self, place: Span) -> bool {
        match self {
            Self::Project => true,
            Self::Files(files) => files.contains(&place.file),
            Self::Block(block) => {
                block.file == place.file && block.start <= place.start && place.end <= block.end
            }
        }
    }

    /// How far it reaches, to find the closest of several.
    #[must_use]
    pub const fn reach(&self) -> u64 {
        match self {
            Self::Block(block) => block.len() as u64,
            Self::Files(files) => u32::MAX as u64 + files.len() as u64,
            Self::Project => u64::MAX,
        }
    }
}

/// Where `in` is looked at.
const TOP: &str = "a `waive` at the top of a file";

/// Every exception of the project. One whose rule or reason could not be read was reported, and covers nothing.
pub(crate) fn link_all(document: &Document, linker: &mut Linker<'_>) -> Vec<Waive> {
    let top = document.waives.iter().filter_map(|waive| {
        let covers = match &waive.value.in_ {
            Opt::Absent => Covers::Project,
            Opt::Given(path) => Covers::Files(linker.files(path)),
            Opt::Broken(_) => return None,
        };
        link(&waive.value, covers, linker)
    });
    let mut all: Vec<_> = top.collect();
    for inner in &document.inner_waives {
        if let Opt::Given(path) = &inner.waive.in_ {
            linker.push(IdlePart { part: "in".to_owned(), belongs: TOP, place: path.span });
        }
        all.extend(link(&inner.waive, Covers::Block(inner.within), linker));
    }
    all.sort_by_key(|waive| waive.at);
    all
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
