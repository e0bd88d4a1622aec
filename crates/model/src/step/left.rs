//! What steps leave behind for those that come after them: `steps.NAME.FIELD`.

use super::{Word, approve, call, digest, experiment, fetch, parallel, repeat, walk};
use crate::callee::Callees;
use crate::linker::Linker;
use crate::{Event, Table};
use filrouge_language::kinds::Name;
use filrouge_language::words::send::SendOutcome;
use filrouge_plan::{Bounds, Field, SEND_REASONS, Type};
use filrouge_source::Spanned;

/// Each step below these words that leaves something behind, and what.
pub(crate) fn left_by<'w>(
    words: &'w [Spanned<Word>],
    events: &Table<Event>,
    callees: &Callees,
    silent: &mut Linker<'_>,
) -> Vec<(&'w str, Vec<Field>)> {
    let steps = walk(words).into_iter();
    steps
        .filter_map(|word| {
            Some((word.name().map(|name| Name::as_str(&name.value))?, left(word, events, callees, silent)?))
        })
        .collect()
}

fn left(
    word: &Word,
    events: &Table<Event>,
    callees: &Callees,
    silent: &mut Linker<'_>,
) -> Option<Vec<Field>> {
    match word {
        Word::Send(_) => Some(vec![outcome(SendOutcome::WORDS), field("reason", words(SEND_REASONS))]),
        Word::Experiment(experiment) => Some(vec![outcome(&experiment::arm_names(experiment))]),
        Word::Parallel(word) => Some(parallel::left(word)),
        Word::Approve(_) => Some(approve::left()),
        Word::Repeat(_) => Some(repeat::left()),
        Word::Digest(digest) => Some(digest::left(digest, events)),
        Word::Fetch(word) => Some(fetch::left(word, silent)),
        Word::Call(word) => Some(call::left(word, callees)),
        Word::Wait(_)
        | Word::WaitUntil(_)
        | Word::Split(_)
        | Word::Update(_)
        | Word::Emit(_)
        | Word::StopJourney(_)
        | Word::Start(_)
        | Word::End(_) => None,
    }
}

/// The field `outcome` of a step with these outcomes.
pub(super) fn outcome(outcomes: &[&str]) -> Field {
    field("outcome", words(outcomes))
}

pub(super) fn words(words: &[&str]) -> Type {
    Type::Enum(words.iter().map(|&word| word.to_owned()).collect())
}

pub(super) fn field(name: &str, ty: Type) -> Field {
    Field { name: name.to_owned(), ty, bounds: Bounds::default(), category: None }
}
