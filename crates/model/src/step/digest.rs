//! `digest`: collects events for a while.

use super::Block;
use super::left::field;
use crate::channel::minute;
use crate::linker::map_opt;
use crate::retain::period;
use crate::{Event, Expression, Reference, Table};
use filrouge_expression::Want;
use filrouge_language::Opt;
use filrouge_language::words::digest as word;
use filrouge_plan::{DigestWindow, Field, Type};
use filrouge_source::Spanned;

/// Items that are kept where nothing is said.
const MAX: u32 = 50;

/// Collects events of the person, and goes on with all of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Digest {
    /// The event; absent when it was written wrongly.
    pub event: Option<Reference<Event>>,
    /// Which of these events; roots: `profile`, `event`, `entry`, `now`.
    pub when: Opt<Expression>,
    /// What the events of one digest have in common; roots as above.
    pub key: Opt<Expression>,
    /// For how long, and where that is written; absent when it was written wrongly.
    pub window: Option<Spanned<DigestWindow>>,
    /// Most items that are kept.
    pub max: u32,
}

impl Digest {
    /// The condition and the key.
    pub fn expressions(&self) -> impl Iterator<Item = &Expression> {
        self.when.value().into_iter().chain(self.key.value())
    }
}

/// What can be asked of a digest: how many events there were, and the events.
pub(super) fn left(word: &word::Digest, events: &Table<Event>) -> Vec<Field> {
    let event = word.on.value().and_then(|name| {
        let mut declared = events.values();
        declared.find(|event| *event.name.value == *name.as_str())
    });
    let fields = event.map_or_else(Vec::new, |event| event.schema.fields.clone());
    vec![field("count", Type::Int), field("items", Type::List(Box::new(Type::Record(fields))))]
}

pub(super) fn link(word: &word::Digest, block: &mut Block<'_, '_, '_>) -> Digest {
    let event = word.on.get().map(|event| block.linker.resolve(event));
    let view = match &event {
        Some(event) => block.inside.at_event(event),
        None => block.inside.at_nothing_known(),
    };
    let when = map_opt(&word.where_, |when| {
        block.linker.expression(when.value.as_str(), when.span, &view, Want::Condition)
    });
    let key =
        map_opt(&word.key, |key| block.linker.expression(key.value.as_str(), key.span, &view, Want::Text));
    Digest { event, when, key, window: window(word), max: word.max.value().copied().unwrap_or(MAX) }
}

fn window(word: &word::Digest) -> Option<Spanned<DigestWindow>> {
    if let Some(length) = word.for_.get() {
        return Some(length.as_ref().map(|length| DigestWindow::For(period(*length))));
    }
    Some(word.until.get()?.as_ref().map(|until| DigestWindow::Until(minute(*until))))
}
