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

/// The steps that people come to before any time has passed.
pub(crate) fn steps_at_once(journey: &Journey) -> Vec<&Step> {
    let reached = reachable_from(journey, journey.start, |step| !step.holds_up());
    reached.into_iter().filter_map(|id| journey.steps.get(id)).collect()
}

/// The shortest way from `start` back to itself along what `leads_on` finds at each place; `to` says where that leads.
pub(crate) fn circle<N: Copy + Ord, E: Copy>(
    start: N,
    leads_on: impl Fn(N) -> Vec<E>,
    to: impl Fn(&E) -> N,
) -> Option<Vec<E>> {
    let mut seen = BTreeSet::new();
    let mut paths: Vec<Vec<E>> = vec![Vec::new()];
    while !paths.is_empty() {
        let mut longer = Vec::new();
        for path in paths {
            for edge in leads_on(path.last().map_or(start, &to)) {
                let path: Vec<_> = path.iter().copied().chain([edge]).collect();
                if to(&edge) == start {
                    return Some(path);
                }
                if seen.insert(to(&edge)) {
                    longer.push(path);
                }
            }
        }
        paths = longer;
    }
    None
}
