//! Dead letters of the layers.

use super::layers::Layers;
use filrouge_host::{DeadLetterChange, DeadLetterRow};
use filrouge_machine::Id;
use std::collections::BTreeSet;

impl Layers {
    fn letter_changes(&self) -> impl Iterator<Item = &DeadLetterChange> {
        self.frozen.iter().flat_map(|layer| &layer.dead_letters).chain(&self.active.dead_letters)
    }

    /// A dead letter of which the file has `known`; it may have some of the changes already. Those that part people have a
    /// layer of their own, which nobody asks.
    pub(crate) fn letter(&self, effect: Id, mut known: Option<DeadLetterRow>) -> Option<DeadLetterRow> {
        for change in self.letter_changes() {
            match change {
                DeadLetterChange::Keep(row) if row.effect == effect && known.is_none() => {
                    known = Some(row.clone());
                }
                DeadLetterChange::Drop(gone) if *gone == effect => known = None,
                _ => {}
            }
        }
        known
    }

    /// Dead letters that came and did not leave again since, the oldest first; and those that left.
    pub(crate) fn letters(&self) -> (Vec<Id>, BTreeSet<Id>) {
        let (mut there, mut gone) = (Vec::new(), BTreeSet::new());
        for change in self.letter_changes() {
            match change {
                DeadLetterChange::Keep(row) => there.push(row.effect),
                DeadLetterChange::Drop(effect) => {
                    there.retain(|kept| kept != effect);
                    gone.insert(*effect);
                }
                DeadLetterChange::Part { .. } => {}
            }
        }
        (there, gone)
    }
}
