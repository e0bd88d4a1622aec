//! Walks through journeys: who gets where.

use filrouge_model::{Id, Journey, Step, Target};
use std::collections::BTreeSet;

/// The steps that somebody may reach.
pub(crate) fn reachable(journey: &Journey) -> BTreeSet<Id<Step>> {
    reachable_from(journey, journey.start, |_| true)
}

/// The steps that may be reached from a target without going on behind steps for which `through` does not hold.
pub(crate) fn reachable_from(
    journey: &Journey,
    start: Target,
    through: impl Fn(&Step) -> bool,
) -> BTreeSet<Id<Step>> {
    let mut reached = BTreeSet::new();
    let mut open = vec![start];
    while let Some(target) = open.pop() {
        let Target::Step(id) = target else { continue };
        let Some(step) = journey.steps.get(id) else { continue };
        if reached.insert(id) && through(step) {
            open.extend(step.successors());
        }
    }
    reached
}
