//! Leaving: by a rule, by an end, or because there is nowhere to go.

use super::decide::Subject;
use super::turn::Turn;
use crate::{Evaluated, Event, Id, Instance, NoAnswer, Pending, SkipReason, Verdict};
use filrouge_plan::address;
use std::collections::BTreeSet;

/// Reason of somebody whose step or journey the plan does not have any more.
pub(super) const REMOVED: &str = "removed";
/// Reason of somebody whose journey was retired.
pub(super) const RETIRED: &str = "retired";
/// Reason of somebody for whom an entry that changed does not hold.
pub(super) const REQUALIFIED: &str = "requalified";
/// Reason of somebody whose steps went round without a pause.
pub(super) const ENDLESS: &str = "endless";
/// Reason of somebody whom another journey takes out.
pub(super) const STOPPED: &str = "stopped";
/// Reason of somebody whose place a journey of greater priority took.
pub(super) const CROWDED_OUT: &str = "crowded-out";
/// Reason of somebody who refuses the only purpose that the rest of the journey serves.
pub(super) const WITHDRAWN: &str = "withdrawn";
/// Reason of somebody who comes in anew.
pub(super) const RE_ENTERED: &str = "re-entered";

impl Turn<'_> {
    /// Takes people out of `journeys` whom `event` takes out.
    pub(super) fn exit_by(&mut self, event: &Event, journeys: &BTreeSet<String>) {
        self.exit_from(journeys, Some(event));
    }

    /// Takes people out for whom the condition of an exit rule holds.
    pub(super) fn exit_by_conditions(&mut self) {
        self.exit_from(&self.ready.watched().exits, None);
    }

    fn exit_from(&mut self, journeys: &BTreeSet<String>, event: Option<&Event>) {
        if journeys.is_empty() {
            return;
        }
        let walks = self.person.instances.iter().filter(|instance| instance.branch.is_none());
        let inside = walks.filter(|instance| journeys.contains(&instance.journey));
        let inside: Vec<Id> = inside.map(|instance| instance.id).collect();
        for instance in inside {
            self.exit_if_met(instance, event);
        }
    }

    /// Takes an instance out by its first exit rule that is met: by one that names the event at hand, or by one
    /// that is a condition. True when it is out.
    pub(super) fn exit_if_met(&mut self, id: Id, event: Option<&Event>) -> bool {
        let Some(journey) = self.walked_by(id) else { return false };
        let Some(exit) = journey.plan.exits.iter().find(|exit| self.is_met(id, &exit.on, event)) else {
            return false;
        };
        let origin = address::exit(journey.name(), &exit.name);
        let proof = self.proof_of_trigger(id, &exit.on, event, || address::condition(&origin));
        self.leave(id, &exit.name, origin, proof);
        true
    }

    /// Takes an instance out. Whoever leaves on a branch leaves the journey.
    pub(super) fn leave(&mut self, id: Id, reason: &str, origin: String, conditions: Vec<Evaluated>) {
        let Some(walk) = self.take_out(self.root_of(id), reason, origin, conditions) else { return };
        self.depart(&walk);
        self.hang_up(&walk, reason);
    }

    /// Removes an instance: its timer is cancelled, its message called back.
    pub(super) fn take_out(
        &mut self,
        id: Id,
        reason: &str,
        origin: String,
        conditions: Vec<Evaluated>,
    ) -> Option<Instance> {
        self.call_back_for(id);
        self.unpark(id);
        // The decision names the plan by which the person walked, so it comes before the walk is forgotten.
        if let Some(here) = self.here(id) {
            let verdict = Verdict::Exited { reason: reason.to_owned() };
            self.decide(Subject { origin, ..here }, verdict, conditions);
        }
        let position = self.person.instances.iter().position(|instance| instance.id == id)?;
        Some(self.person.instances.remove(position))
    }

    /// Takes an instance out at the step on which it stands.
    pub(super) fn leave_here(&mut self, id: Id, reason: &str) {
        if let Some(here) = self.here(id) {
            self.leave(id, reason, here.origin, Vec::new());
        }
    }

    pub(super) fn call_back_for(&mut self, id: Id) {
        self.ask_no_more(id, NoAnswer::Left);
        let Some(Pending::Outcome { effect, .. }) = self.instance(id).map(|instance| &instance.pending)
        else {
            return;
        };
        let effect = *effect;
        self.call_back(effect, SkipReason::Left);
    }
}
