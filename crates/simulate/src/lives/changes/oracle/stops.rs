//! `stop-journey`: whoever else is in a journey leaves it, and nobody else does.

use super::{Judged, Oracle, Walk};
use filrouge_machine::{Decision, Id};
use filrouge_plan::Action;

/// So many leave a journey, because a step says so.
#[derive(Debug, Clone)]
pub(super) struct Stop {
    journey: String,
    origin: String,
    left: u32,
}

impl Oracle {
    /// A step takes others out of a journey: all of them, or those under one key.
    pub(super) fn stops(&mut self, id: Id, journey: &str, count: u32, decision: &Decision) -> Judged {
        let own = self.inside.get(&id).ok_or("somebody goes on who is out")?;
        let known = self.plan_of(&decision.plan, own.journey)?;
        let step = own.at.and_then(|at| known.step_of(own.journey, at));
        let Some(Action::StopJourney(stop)) = step.map(|step| &step.action) else {
            return Err("a step stops somebody that is no stop".to_owned());
        };
        let root = self.root_of(id);
        let others = self.inside.iter().filter(|(other, walk)| walk.on.is_none() && **other != root);
        let there = others.filter(|(_, walk)| self.called(walk) == Some(journey)).count();
        let (journey, origin, wanted) = (journey.to_owned(), decision.origin.clone(), count as usize);
        self.stops.extend((count > 0).then_some(Stop { journey, origin, left: count }));
        let is_right = if stop.key.is_none() { there == wanted } else { there >= wanted };
        is_right.then_some(()).ok_or_else(|| format!("{count} are stopped of {there}"))
    }

    /// Somebody leaves who was to be stopped.
    pub(super) fn is_stopped(&mut self, walk: &Walk, decision: &Decision) -> Judged {
        let journey = self.called(walk).map(str::to_owned);
        let fits = |it: &&mut Stop| Some(&it.journey) == journey.as_ref() && it.origin == decision.origin;
        self.stops.iter_mut().find(fits).ok_or("somebody is stopped whom no step stops")?.left -= 1;
        self.stops.retain(|stop| stop.left > 0);
        Ok(())
    }

    /// What the journey of a walk is called by now. Whoever finishes on a former definition is in the journey that bears
    /// its name, also when that is another one: nobody is in both under one key.
    pub(super) fn called(&self, walk: &Walk) -> Option<&str> {
        self.names.get(&walk.journey).map(String::as_str)
    }

    /// Whoever came into the journey, of somebody who may walk a branch.
    fn root_of(&self, id: Id) -> Id {
        let lane = self.inside.get(&id).and_then(|walk| walk.on.as_ref());
        lane.map_or(id, |lane| self.root_of(lane.parent))
    }
}
