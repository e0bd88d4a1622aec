//! What a life leaves behind.

use filrouge_machine::{Decision, Id, Message, Verdict};
use filrouge_simulate::World;
use std::collections::{BTreeMap, BTreeSet};

/// What a life leaves behind.
#[derive(Debug, PartialEq, Eq)]
pub struct Trail {
    /// The audit: every decision, in order, ids included.
    pub decisions: Vec<Decision>,
    /// Messages that left.
    pub messages: BTreeMap<Id, Message>,
    /// Timers that are still set.
    pub timers: BTreeSet<(i64, Id)>,
    /// The stored person.
    pub person: Vec<u8>,
}

impl Trail {
    pub fn of(world: &World<'_>) -> Self {
        let left = world.messages.iter().filter(|message| !is_recalled_at_once(world, message.effect));
        Self {
            decisions: world.decisions.clone(),
            messages: left.map(|message| (message.effect, message.clone())).collect(),
            timers: world.timers.iter().map(|(timer, due)| (*due, *timer)).collect(),
            person: world.person.encode(world.ready),
        }
    }

    /// Tells the first decision that differs, then everything else.
    pub fn must_equal(&self, expected: &Self, life: &str) {
        for (number, (is, should)) in self.decisions.iter().zip(&expected.decisions).enumerate() {
            assert_eq!(is, should, "{life}, decision {number}");
        }
        assert_eq!(self, expected, "{life}");
    }
}

/// Whether the input that queued a message also called it back: such a message never left.
fn is_recalled_at_once(world: &World<'_>, message: Id) -> bool {
    let input_of = |fits: fn(&Verdict) -> Option<Id>| {
        let decision = world.decisions.iter().find(|decision| fits(&decision.verdict) == Some(message));
        decision.map(|decision| decision.input)
    };
    let recalled = input_of(|verdict| match verdict {
        Verdict::Recalled { effect, .. } => Some(*effect),
        _ => None,
    });
    let queued = input_of(|verdict| match verdict {
        Verdict::Queued { effect, .. } => Some(*effect),
        _ => None,
    });
    recalled.is_some() && recalled == queued
}
