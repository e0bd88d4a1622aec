//! `emit`: lets an event happen.

use super::Block;
use super::assignment::{Assignment, Places, link_all};
use crate::{Event, Reference};
use filrouge_language::words::emit as word;

/// Emits an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Emit {
    /// The event; absent when it was written wrongly.
    pub event: Option<Reference<Event>>,
    /// Its fields.
    pub set: Vec<Assignment>,
}

pub(super) fn link(word: &word::Emit, block: &mut Block<'_, '_, '_>) -> Emit {
    let event = word.event.get().map(|event| block.linker.resolve(event));
    let declared = event.as_ref().and_then(|event| block.inside.events.of(event));
    let places = declared.map_or(Places::Unknown, |event| {
        Places::Fields(&event.schema, format!("the event `{}`", event.name.value))
    });
    Emit { event, set: link_all(&word.fields, &places, block) }
}
