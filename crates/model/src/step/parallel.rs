//! `parallel`: goes several ways at once.

use super::wait_until::{Timeout, timeout};
use super::{Block, Step, Target};
use crate::Id;
use crate::linker::name_of;
use crate::names::duplicates;
use filrouge_language::kinds::Name;
use filrouge_language::words::parallel as word;
use filrouge_plan::Field;
use filrouge_source::{Span, Spanned};

pub use filrouge_language::kinds::Join;

/// Goes several ways at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Parallel {
    /// The ways, in order.
    pub branches: Vec<Branch>,
    /// How many of them must be through, and where that is written; all, where nothing is said.
    pub join: Option<Spanned<Join>>,
    /// When not enough of them are.
    pub timeout: Option<Timeout>,
}

/// One of the ways. Its last steps lead to the join.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// Where it is written, without its block.
    pub at: Span,
    /// Its name.
    pub name: Spanned<Box<str>>,
    /// Its first step.
    pub to: Target,
}

impl Parallel {
    /// How many branches must be through.
    #[must_use]
    pub fn needed(&self) -> usize {
        match self.join.as_ref().map_or(Join::All, |join| join.value) {
            Join::All => self.branches.len(),
            Join::Any => 1,
            Join::First(count) => usize::try_from(count).unwrap_or(usize::MAX),
        }
    }

    /// Where people go at once, and where they may go later.
    pub(super) fn successors(&self, next: Target) -> Vec<Target> {
        let branches = self.branches.iter().map(|branch| branch.to);
        let timeout = self.timeout.iter().map(|timeout| timeout.to);
        branches.chain(timeout).chain(self.branches.is_empty().then_some(next)).collect()
    }
}

/// What can be asked of a parallel: which branch was through first.
pub(super) fn left(word: &word::Parallel) -> Vec<Field> {
    let names = word.branch.iter().filter_map(|branch| branch.value.name.value());
    let names: Vec<&str> = names.map(Name::as_str).collect();
    vec![super::left::field("first", super::left::words(&names))]
}

pub(super) fn link(
    word: &word::Parallel,
    here: Id<Step>,
    next: Target,
    block: &mut Block<'_, '_, '_>,
) -> Parallel {
    let branches: Vec<_> = word.branch.iter().map(|it| branch(&it.value, here, block)).collect();
    let named = branches.iter().filter(|branch| !branch.name.value.is_empty());
    let named = named.map(|branch| (&*branch.name.value, branch.name.span));
    duplicates("branch", named).into_iter().for_each(|finding| block.linker.push(finding));
    Parallel {
        branches,
        join: word.join.get().map(|join| join.as_ref().map(|join| *join)),
        timeout: word.timeout.value().map(|word| timeout(word, next, block)),
    }
}

fn branch(word: &word::Branch, here: Id<Step>, block: &mut Block<'_, '_, '_>) -> Branch {
    Branch { at: word.at.head, name: name_of(&word.name), to: block.link(&word.steps, Target::Join(here)) }
}
