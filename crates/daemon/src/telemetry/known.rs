//! Inputs whose trace is not their own: those that came with a call.

use super::context::Context;
use filrouge_machine::Id;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Inputs that are remembered, outcomes and introductions among them. One that is forgotten has the trace of its own again.
const REMEMBERED: usize = 65_536;

/// Spans to which inputs belong, of late.
#[derive(Debug, Default)]
pub(super) struct Known(Mutex<Remembered>);

#[derive(Debug, Default)]
struct Remembered {
    spans: BTreeMap<Id, Context>,
    order: VecDeque<Id>,
}

impl Known {
    fn lock(&self) -> MutexGuard<'_, Remembered> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers the span of each input; the oldest are forgotten.
    pub(super) fn remember(&self, inputs: impl IntoIterator<Item = (Id, Context)>) {
        let mut remembered = self.lock();
        for (input, span) in inputs {
            if remembered.spans.insert(input, span).is_none() {
                remembered.order.push_back(input);
            }
        }
        while remembered.order.len() > REMEMBERED {
            let Some(oldest) = remembered.order.pop_front() else { break };
            remembered.spans.remove(&oldest);
        }
    }

    /// The span to which an input belongs.
    pub(super) fn of(&self, input: Id) -> Option<Context> {
        self.lock().spans.get(&input).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_are_forgotten_and_one_that_comes_again_counts_once() {
        let known = Known::default();
        let span = |span: u64| Context { trace: 1, span, sampled: true };
        known.remember([(Id(0), span(1)), (Id(0), span(2))]);
        assert_eq!(known.of(Id(0)), Some(span(2)));
        known.remember((1..=REMEMBERED as u128).map(|number| (Id(number), span(3))));
        assert_eq!((known.of(Id(0)), known.of(Id(1))), (None, Some(span(3))));
        assert_eq!(known.lock().spans.len(), REMEMBERED);
    }
}
