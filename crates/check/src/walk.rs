//! Walks through journeys: who gets where.

use filrouge_model::step::Parallel;
use filrouge_model::{Action, Id, Journey, Step, Target};
use std::collections::BTreeSet;

/// The steps that somebody may reach.
pub(crate) fn reachable(journey: &Journey) -> BTreeSet<Id<Step>> {
    Walk { journey, rushing: false }.from(journey.start, &mut BTreeSet::new())
}

/// The steps that somebody may reach from a target in the same moment.
pub(crate) fn reachable_at_once(journey: &Journey, start: Target) -> BTreeSet<Id<Step>> {
    Walk { journey, rushing: true }.from(start, &mut BTreeSet::new())
}

/// Whether a branch of `parallel` that begins at `start` may come to its end.
pub(crate) fn comes_to_its_end(journey: &Journey, parallel: Id<Step>, start: Target) -> bool {
    let mut joins = BTreeSet::new();
    Walk { journey, rushing: false }.from(start, &mut joins);
    joins.contains(&parallel)
}

/// A walk through a journey.
struct Walk<'j> {
    journey: &'j Journey,
    /// Nobody goes on where time passes.
    rushing: bool,
}

impl Walk<'_> {
    /// The steps that are reached from `start`; the parallels whose join is reached from there go to `joins`.
    fn from(&self, start: Target, joins: &mut BTreeSet<Id<Step>>) -> BTreeSet<Id<Step>> {
        let mut reached = BTreeSet::new();
        let mut open = vec![start];
        while let Some(target) = open.pop() {
            if let Target::Join(parallel) = target {
                joins.insert(parallel);
            }
            let Target::Step(id) = target else { continue };
            let Some(step) = self.journey.steps.get(id).filter(|_| reached.insert(id)) else { continue };
            match &step.action {
                Action::Parallel(parallel) => {
                    let (steps, further) = self.through(id, step, parallel);
                    reached.extend(steps);
                    open.extend(further);
                }
                _ if self.rushing && step.holds_up() => {}
                _ => open.extend(step.successors()),
            }
        }
        reached
    }

    /// The steps on the branches of a parallel, and where people go on behind it.
    fn through(&self, id: Id<Step>, step: &Step, parallel: &Parallel) -> (BTreeSet<Id<Step>>, Vec<Target>) {
        let (mut steps, mut ended) = (BTreeSet::new(), 0);
        for branch in &parallel.branches {
            let mut joins = BTreeSet::new();
            steps.extend(self.from(branch.to, &mut joins));
            ended += usize::from(joins.contains(&id));
        }
        // Too few for the join is told by a rule of its own.
        let needed = if self.rushing { parallel.needed().min(parallel.branches.len()) } else { 1 };
        let next = (ended >= needed).then_some(step.next);
        let timeout = parallel.timeout.as_ref().filter(|_| !self.rushing).map(|timeout| timeout.to);
        (steps, next.into_iter().chain(timeout).collect())
    }
}

/// The steps that people come to before any time has passed.
pub(crate) fn steps_at_once(journey: &Journey) -> Vec<&Step> {
    let reached = reachable_at_once(journey, journey.start);
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
