//! What is known of the journeys that others may call, before any journey is linked.

use crate::linker::Linker;
use crate::{Schema, field, step};
use filrouge_language::kinds::Name;
use filrouge_language::words::{enter, journey};
use filrouge_source::Spanned;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Reasons for which any journey may end, and for which a call may find it closed.
const ALWAYS: &[&str] = &[
    "completed",
    "crowded-out",
    "not-entered",
    "stopped",
    "re-entered",
    "requalified",
    "removed",
    "merged",
    "past",
    "absent",
    "endless",
    "withdrawn",
];

/// A journey that others may call.
#[derive(Debug, PartialEq)]
pub(crate) struct Callee {
    /// The fields of its entry.
    pub schema: Schema,
    /// Every reason for which it may end, as a call sees it.
    pub ends: Vec<String>,
}

/// Journeys that others may call, by name.
pub(crate) type Callees = BTreeMap<Box<str>, Callee>;

/// Those of `words` that others may call. What is wrong with them is told when they are linked.
pub(crate) fn all(words: &[Spanned<Arc<journey::Journey>>], linker: &Linker<'_>) -> Callees {
    let mut silent = linker.beside();
    words.iter().filter_map(|word| of(&word.value, &mut silent)).collect()
}

fn of(word: &journey::Journey, silent: &mut Linker<'_>) -> Option<(Box<str>, Callee)> {
    let enter = word.enter.value().filter(|enter| enter.by.value() == Some(&enter::Caller::Called))?;
    let name = word.name.value()?;
    let schema = Schema::of(field::link_all(&enter.fields, silent).iter());
    Some((Name::as_str(name).into(), Callee { schema, ends: ends(word) }))
}

fn ends(word: &journey::Journey) -> Vec<String> {
    let exits = word.exit.iter().filter_map(|exit| exit.value.name.value()).map(ToString::to_string);
    let mut ends: Vec<String> = ALWAYS.iter().map(ToString::to_string).collect();
    for end in exits.chain(step::ends(&word.steps)) {
        if !ends.contains(&end) {
            ends.push(end);
        }
    }
    ends
}
