//! What of a layer is due and what may leave, in order.

use super::layer::Layer;
use filrouge_host::{Commit, OutboxChange, Waiting};
use filrouge_machine::Id;
use std::collections::BTreeSet;

/// The timers and the waiting messages of a layer in their order, without those of which the layer above it knows better:
/// whoever asks for the first ones again and again looks at no others.
#[derive(Default)]
pub(crate) struct Order {
    pub timers: BTreeSet<(i64, Id)>,
    pub waiting: Waiting,
}

/// Timers and messages that a commit changes.
#[derive(Default)]
pub(super) struct Touched {
    timers: Vec<Id>,
    messages: Vec<Id>,
}

impl Touched {
    pub(super) fn by(commit: &Commit) -> Self {
        let timers = commit.timers.iter().map(|(_, change)| change.timer()).collect();
        Self { timers, messages: commit.outbox.iter().map(OutboxChange::effect).collect() }
    }
}

impl Order {
    /// Removes what is to change, as it stands in `layer`.
    pub(super) fn take(&mut self, touched: &Touched, layer: &Layer) {
        for timer in &touched.timers {
            if let Some(Some(row)) = layer.timers.get(timer) {
                self.timers.remove(&(row.due, *timer));
            }
        }
        for effect in &touched.messages {
            if let Some(Some((at, row))) = layer.outbox.get(effect) {
                self.waiting.take(*at, row);
            }
        }
    }

    /// Adds what has changed, as it stands in `layer` now.
    pub(super) fn put(&mut self, touched: &Touched, layer: &Layer) {
        for timer in &touched.timers {
            if let Some(Some(row)) = layer.timers.get(timer) {
                self.timers.insert((row.due, *timer));
            }
        }
        for effect in &touched.messages {
            if let Some(Some((at, row))) = layer.outbox.get(effect) {
                self.waiting.put(*at, row);
            }
        }
    }

    pub(super) fn due(&self, now: i64, limit: usize) -> impl Iterator<Item = (i64, Id)> {
        self.timers.iter().take_while(move |(due, _)| *due <= now).take(limit).copied()
    }
}
