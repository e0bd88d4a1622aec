//! What the author says of people who are inside when the source changes.

use crate::linker::{Linker, name_of, unresolved};
use crate::names::unique;
use crate::step::Step;
use crate::{Id, Table};
use filrouge_language::kinds::{Name, Ref};
use filrouge_language::words::journey as journey_word;
use filrouge_language::words::removed::EXIT;
use filrouge_language::words::step::StepName;
use filrouge_language::words::{removed as removed_word, retired as retired_word};
use filrouge_plan::RetiredThen;
use filrouge_report::Findings;
use filrouge_source::{Span, Spanned};

/// What the author says of people who are inside a journey when it changes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct InsideChange {
    /// Version of the definition.
    pub version: Option<u32>,
    /// Whether people inside finish on the version under which they came.
    pub drain: bool,
    /// Whether people inside are held to an entry that changed.
    pub requalify: bool,
    /// Steps that are gone.
    pub removed: Vec<Removed>,
    /// Added steps to which people go back, with the places that say so.
    pub rerun: Vec<(Id<Step>, Span)>,
}

/// A step that is gone.
#[derive(Debug, Clone, PartialEq)]
pub struct Removed {
    /// Where it is written.
    pub at: Span,
    /// The step.
    pub name: Spanned<Box<str>>,
    /// Where people go: to a step, or out.
    pub then: Option<RemovedThen>,
}

/// Where people go who stand on a step that is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemovedThen {
    /// To this step.
    Step(Id<Step>),
    /// Out.
    Exit,
}

/// A journey that is gone.
#[derive(Debug, Clone, PartialEq)]
pub struct Retired {
    /// Where it is written.
    pub at: Span,
    /// The journey.
    pub name: Spanned<Box<str>>,
    /// What becomes of people inside; absent when it was written wrongly.
    pub then: Option<RetiredThen>,
}

pub(crate) fn link_inside(
    word: &journey_word::Journey,
    steps: &Table<Step>,
    linker: &mut Linker<'_>,
) -> InsideChange {
    let mut found = Findings::new();
    let gone = word.removed.iter().filter_map(|removed| removed.value.name.get());
    unique("removed step", gone, &mut found);
    found.into_iter().for_each(|finding| linker.push(finding));
    let rerun = word.rerun.iter().filter_map(|rerun| rerun.value.step.get());
    InsideChange {
        version: word.version.value().copied(),
        drain: word.drain.value().is_some(),
        requalify: word.enter.value().is_some_and(|enter| enter.requalify.value().is_some()),
        removed: word.removed.iter().map(|removed| link_removed(&removed.value, steps, linker)).collect(),
        rerun: rerun.filter_map(|step| link_rerun(step, steps, linker)).collect(),
    }
}

fn link_rerun(
    word: &Spanned<Ref<StepName>>,
    steps: &Table<Step>,
    linker: &mut Linker<'_>,
) -> Option<(Id<Step>, Span)> {
    let step = find(word.value.as_str(), word.span, steps, linker)?;
    Some((step, word.span))
}

fn link_removed(word: &removed_word::Removed, steps: &Table<Step>, linker: &mut Linker<'_>) -> Removed {
    let then = word.then.get().and_then(|then| link_then(then, steps, linker));
    Removed { at: word.at.head, name: name_of(&word.name), then }
}

fn link_then(word: &Spanned<Name>, steps: &Table<Step>, linker: &mut Linker<'_>) -> Option<RemovedThen> {
    if word.value.as_str() == EXIT {
        return Some(RemovedThen::Exit);
    }
    find(word.value.as_str(), word.span, steps, linker).map(RemovedThen::Step)
}

fn find(name: &str, place: Span, steps: &Table<Step>, linker: &mut Linker<'_>) -> Option<Id<Step>> {
    let named = || steps.iter().filter(|(_, step)| !step.name.value.is_empty());
    let found = named().find(|(_, step)| *step.name.value == *name);
    linker.mention_if(place, found.map(|(_, step)| step.name.span));
    if found.is_none() {
        let names: Vec<&str> = named().map(|(_, step)| &*step.name.value).collect();
        linker.push(unresolved("step", name, place, names.into_iter(), None));
    }
    found.map(|(id, _)| id)
}

pub(crate) fn link_retired(word: &retired_word::Retired) -> Retired {
    let then = word.then.value().map(|then| match then {
        retired_word::RetiredThen::Exit => RetiredThen::Exit,
        retired_word::RetiredThen::Drain => RetiredThen::Drain,
    });
    Retired { at: word.at.head, name: name_of(&word.name), then }
}
