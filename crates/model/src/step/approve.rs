//! `approve`: somebody of the team decides.

use super::wait_until::{Timeout, timeout};
use super::{Block, Target};
use crate::project::text;
use crate::{Owner, Reference};
use filrouge_language::Opt;
use filrouge_language::kinds::Text;
use filrouge_language::words::approve as word;
use filrouge_plan::Field;
use filrouge_source::Span;

/// Every outcome of an approval.
pub(crate) const OUTCOMES: &[&str] = &["approved", "refused", "timeout"];

/// Somebody of the team decides. Whoever is approved goes on behind the step.
#[derive(Debug, Clone, PartialEq)]
pub struct Approve {
    /// Who is asked; absent when it was written wrongly.
    pub by: Option<Reference<Owner>>,
    /// What they are asked.
    pub question: Opt<Box<str>>,
    /// Where to when they say no, and where that is written; absent when it was written wrongly.
    pub refused: Option<(Target, Span)>,
    /// When nobody says anything; absent when it was written wrongly.
    pub timeout: Option<Timeout>,
}

impl Approve {
    /// Everywhere a person may go from here.
    pub(super) fn successors(&self, next: Target) -> Vec<Target> {
        let refused = self.refused.iter().map(|(to, _)| *to);
        [next].into_iter().chain(refused).chain(self.timeout.iter().map(|timeout| timeout.to)).collect()
    }
}

/// What an approval leaves behind.
pub(super) fn left() -> Vec<Field> {
    vec![super::left::outcome(OUTCOMES)]
}

pub(super) fn link(word: &word::Approve, next: Target, block: &mut Block<'_, '_, '_>) -> Approve {
    let by = word.by.get().map(|by| block.linker.resolve(by));
    let refused = word.refused.value().map(|it| (block.link(&it.steps, next), it.at.head));
    // Nobody goes on as approved because nobody looked.
    let otherwise = refused.map_or(next, |(to, _)| to);
    let timeout = word.timeout.value().map(|word| timeout(word, otherwise, block));
    Approve { by, question: text(&word.question, Text::as_str), refused, timeout }
}
