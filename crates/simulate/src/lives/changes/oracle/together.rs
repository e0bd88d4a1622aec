//! People who become one, and people who are separated again: no walk is lost, none is with both, and nothing that was
//! sent to either is sent again.

use super::Oracle;
use filrouge_machine::{Id, Instance};
use std::collections::BTreeSet;

impl Oracle {
    /// The same plans, and somebody of whom nothing is known.
    pub(in super::super) fn for_another(&self) -> Self {
        let (plans, fresh, active) = (self.plans.clone(), self.fresh.clone(), self.active.clone());
        Self { plans, fresh, active, names: self.names.clone(), ..Self::default() }
    }

    /// Somebody else is the same person from now on.
    pub(in super::super) fn join(&mut self, theirs: Self) {
        self.inside.extend(theirs.inside);
        self.ever.extend(theirs.ever);
        self.effects.extend(theirs.effects);
        self.measures.join(theirs.measures);
        for (experiment, arm) in theirs.arms {
            let known = self.arms.entry(experiment).or_insert(arm);
            *known = if arm.1 < known.1 { arm } else { *known };
        }
    }

    /// The one called `who` is somebody else again, of whom was told `theirs` when the two became one; `all` are inside.
    pub(in super::super) fn part(&mut self, theirs: Self, who: Id, all: &[Instance]) -> Self {
        let brought = with_called(theirs.inside.into_keys().collect(), all);
        let inside = std::mem::take(&mut self.inside);
        let (back, stay) = inside.into_iter().partition(|(id, _)| brought.contains(id));
        self.inside = stay;
        Self {
            inside: back,
            ever: self.ever.clone(),
            effects: self.effects.clone(),
            arms: theirs.arms,
            measures: self.measures.part(theirs.measures, who),
            ..self.for_another()
        }
    }
}

/// These walks, their branches, and those that they have called since.
fn with_called(mut walks: BTreeSet<Id>, all: &[Instance]) -> BTreeSet<Id> {
    for _ in all {
        let by = |it: &Instance| it.caller.or(it.branch.as_ref().map(|of| of.parent));
        let more = all.iter().filter(|it| by(it).is_some_and(|by| walks.contains(&by)));
        let more: Vec<Id> = more.map(|it| it.id).collect();
        walks.extend(more);
    }
    walks
}
