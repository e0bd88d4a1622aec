//! Branches: who walks them, and for whom.

use super::{Judged, Oracle, Walk};
use crate::lives::changes::lineage::{Known, Number};
use crate::lives::changes::targets::{is_on_branch, leads_to};
use filrouge_machine::{Decision, Id, Instance};
use filrouge_plan::{Action, Join, Journey, Parallel, Step, Target};

/// A branch that was given to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lane {
    pub(super) parent: Id,
    journey: Number,
    /// The parallel, and what it was called.
    parallel: Number,
    called: String,
    pub(super) name: String,
    entered: i64,
}

/// Most visits of one parallel.
const MOST_VISITS: u32 = 60;

impl Lane {
    /// Whether this is how whoever walks it is named.
    fn is_of(&self, id: Id) -> bool {
        let own = |visit: u32| {
            let (parent, visit) = (self.parent.to_string(), visit.to_string());
            Id::of(&["branch", &parent, &self.called, &visit, &self.name])
        };
        (1..=MOST_VISITS).any(|visit| own(visit) == id)
    }
}

impl Oracle {
    /// Whoever acts for the first time may walk a branch that was given.
    pub(super) fn recognise(&mut self, id: Id) {
        if self.inside.contains_key(&id) {
            return;
        }
        let Some(place) = self.lanes.iter().position(|lane| lane.is_of(id)) else { return };
        let lane = self.lanes.remove(place);
        self.inside.insert(id, Walk::new(lane.journey, lane.entered, Some(lane)));
        self.ever.insert(id);
    }

    /// Somebody goes all branches of the parallel, at once.
    pub(super) fn branches(&mut self, id: Id, branches: &[String], decision: &Decision) -> Judged {
        let walk = self.inside.get_mut(&id).ok_or("somebody goes on who is out")?;
        let parallel = walk.at.ok_or("somebody branches nowhere")?;
        (walk.given, walk.through) = (branches.len(), Default::default());
        let journey = walk.journey;
        let called = decision.step.clone().unwrap_or_default();
        for name in branches {
            let (called, name) = (called.clone(), name.clone());
            self.lanes.push(Lane { parent: id, journey, parallel, called, name, entered: decision.at });
        }
        Ok(())
    }

    /// A branch is through: the walk has come to where the branch ends.
    pub(super) fn ends(&mut self, id: Id, decision: &Decision) -> Judged {
        let walk = self.inside.remove(&id).ok_or("a branch ends that nobody walks")?;
        let lane = walk.on.as_ref().ok_or("a branch ends for somebody who walks none")?;
        let known = self.plan_of(&decision.plan, walk.journey)?;
        let parallel = known.step_of(walk.journey, lane.parallel).ok_or("a parallel is not there")?;
        let end = Target::Join(parallel.name.clone());
        let before = walk.at.and_then(|at| known.step_of(walk.journey, at));
        let is_right = match (&walk.redirected, before) {
            (Some(_), _) => false,
            (None, Some(before)) => {
                walk.chosen.as_ref().map_or_else(|| leads_to(before, &end), |it| *it == end)
            }
            (None, None) => branch_of(parallel, &lane.name) == Some(&end),
        };
        let parent = self.inside.get_mut(&lane.parent).ok_or("a branch ends that nobody waits for")?;
        parent.through.insert(lane.name.clone());
        is_right.then_some(()).ok_or_else(|| "a branch ends where it has no end".to_owned())
    }

    /// A branch is given up: those that go on behind the parallel, or leave, leave none behind (see `stands`).
    pub(super) fn is_dropped(&mut self, id: Id) -> Judged {
        let walk = self.inside.remove(&id).ok_or("a branch is given up that nobody walks")?;
        walk.on.map(drop).ok_or_else(|| "a branch is given up by somebody who walks none".to_owned())
    }

    /// Enough branches are through when somebody goes on.
    pub(super) fn joins(&self, id: Id, decision: &Decision) -> Judged {
        let walk = self.inside.get(&id).ok_or("somebody goes on who is out")?;
        let known = self.plan_of(&decision.plan, walk.journey)?;
        let step = walk.at.and_then(|at| known.step_of(walk.journey, at));
        let Some(Action::Parallel(parallel)) = step.map(|step| &step.action) else { return Ok(()) };
        let is_enough = walk.through.len() >= needed(walk, parallel);
        is_enough
            .then_some(())
            .ok_or_else(|| "somebody goes on before enough branches are through".to_owned())
    }

    /// Whoever waits at a parallel waits for somebody, and whoever walks a branch is waited for there.
    pub(super) fn is_waited_for(&self, instance: &Instance, step: &Step, all: &[Instance]) -> Judged {
        let must = |right: bool, why: &str| right.then_some(()).ok_or_else(|| why.to_owned());
        let walk = self.inside.get(&instance.id).ok_or("nobody walks there")?;
        if let Some(lane) = &walk.on {
            let parent = all.iter().find(|it| it.id == lane.parent).ok_or("nobody waits for a branch")?;
            let of = instance.branch.as_ref().ok_or("a branch belongs to nobody")?;
            must(parent.step == of.step, "whoever waits for a branch stands elsewhere")?;
            must(parent.drained == instance.drained, "a branch goes by another plan than its parallel")?;
        }
        let Action::Parallel(parallel) = &step.action else { return Ok(()) };
        let on = all.iter().filter(|it| it.branch.as_ref().is_some_and(|of| of.parent == instance.id));
        must(on.count() + walk.through.len() == walk.given, "branches are lost")?;
        must(walk.through.len() < needed(walk, parallel), "somebody waits for branches that are through")
    }

    /// The walk that goes where this one is led: itself, or, when that is not on its branch, whoever waits for it.
    pub(super) fn leader(&self, id: Id, known: &Known, to: &str) -> Id {
        let Some((walk, lane)) = self.inside.get(&id).and_then(|walk| Some((walk, walk.on.as_ref()?))) else {
            return id;
        };
        let parallel = known.step_of(walk.journey, lane.parallel);
        let stays = known
            .journey_of(walk.journey)
            .zip(parallel)
            .is_none_or(|(journey, parallel)| is_on_branch(journey, &parallel.name, to));
        if stays { id } else { self.leader(lane.parent, known, to) }
    }
}

fn needed(walk: &Walk, parallel: &Parallel) -> usize {
    match parallel.join {
        Join::All => walk.given,
        Join::First(count) => walk.given.min(count as usize),
    }
}

fn branch_of<'s>(parallel: &'s Step, name: &str) -> Option<&'s Target> {
    let Action::Parallel(parallel) = &parallel.action else { return None };
    parallel.branches.iter().find(|branch| branch.name == name).map(|branch| &branch.to)
}

impl Walk {
    /// Where the walk begins.
    pub(super) fn start<'k>(&self, known: &'k Known, journey: &'k Journey) -> Option<&'k Target> {
        match &self.on {
            None => Some(&journey.start),
            Some(lane) => branch_of(known.step_of(self.journey, lane.parallel)?, &lane.name),
        }
    }
}
