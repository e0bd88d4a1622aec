//! Arriving at a step.

use super::agenda::Task;
use super::exit::{ENDLESS, REMOVED};
use super::turn::Turn;
use crate::{Id, Pending, Watch};
use filrouge_plan::{Action, Step, Target, address};

impl<'a> Turn<'a> {
    /// Takes an instance where it goes.
    pub(super) fn go(&mut self, id: Id, to: &Target, depth: u8) {
        match to {
            Target::End(reason) => self.leave_here(id, reason),
            Target::Join(parallel) => self.go_to_join(id, parallel, depth),
            Target::Step(name) => {
                let id = self.leads(id, name);
                match self.arrive(id, name) {
                    Some(step) => self.act(id, step, depth),
                    None => self.leave_journey(id, REMOVED),
                }
            }
        }
    }

    /// The end of a branch. Whoever comes there without walking that branch, because the plan has changed, goes on
    /// behind the parallel.
    fn go_to_join(&mut self, id: Id, parallel: &str, depth: u8) {
        let Some(instance) = self.instance(id) else { return };
        if instance.branch.as_ref().is_some_and(|branch| branch.step == parallel) {
            return self.end_branch(id, depth);
        }
        match self.walked_by(id).and_then(|journey| journey.step(parallel)) {
            Some(step) if !self.goes_round(id) => self.go_next(id, &step.next, depth),
            Some(_) => self.leave_here(id, ENDLESS),
            None => self.leave_journey(id, REMOVED),
        }
    }

    /// Takes an instance to where its step leads.
    pub(super) fn go_next(&mut self, instance: Id, to: &Target, depth: u8) {
        self.agenda.first(Task::Go { instance, to: to.clone(), depth });
    }

    pub(super) fn arrive(&mut self, id: Id, name: &str) -> Option<&'a Step> {
        let (now, ready) = (self.now(), self.ready);
        let step = self.walked_by(id)?.step(name)?;
        let instance = self.instance_mut(id)?;
        instance.step = step.name.clone();
        instance.step_entered_at = now;
        instance.pending = Pending::Wait { due: None };
        instance.watch = Watch::default();
        instance.plan = ready.hash().to_owned();
        let visits = instance.visits.entry(step.name.clone()).or_default();
        *visits = visits.saturating_add(1);
        Some(step)
    }

    pub(super) fn act(&mut self, id: Id, step: &'a Step, depth: u8) {
        if self.exit_if_met(id, None) {
            return;
        }
        if self.goes_round(id) {
            return self.leave_here(id, ENDLESS);
        }
        match &step.action {
            Action::Wait(wait) => self.wait(id, step, wait, depth),
            Action::WaitUntil(wait) => self.wait_until(id, wait, depth),
            Action::Split(split) => self.split(id, split, depth),
            Action::Experiment(experiment) => self.experiment(id, experiment, depth),
            Action::StopJourney(stop) => self.stop_journey(id, stop, &step.next, depth),
            Action::Call(call) => self.call(id, call, depth),
            Action::Start(start) => self.start(id, start, &step.next, depth),
            Action::Digest(digest) => self.digest(id, digest),
            Action::Parallel(parallel) => self.parallel(id, parallel, depth),
            Action::Fetch(fetch) => self.fetch(id, fetch),
            Action::Approve(approve) => self.approve(id, approve),
            Action::Repeat(repeat) => self.repeat(id, repeat, depth),
            Action::Send(send) => self.send(id, send),
            Action::Update(update) => self.update(id, update, &step.next, depth),
            Action::Emit(emit) => self.emit(id, emit, &step.next, depth),
        }
    }

    /// Whether an instance has passed so many steps within one input, with all its branches, that they must go round.
    fn goes_round(&mut self, id: Id) -> bool {
        let journey = self.walked_by(id);
        self.agenda.moves_too_often(self.root_of(id), journey.map_or(0, |journey| journey.most_moves))
    }

    /// Takes an instance out whose step is not known.
    pub(super) fn leave_journey(&mut self, id: Id, reason: &str) {
        let Some(instance) = self.instance(id) else { return };
        let origin = address::journey(&instance.journey);
        self.leave(id, reason, origin, Vec::new());
    }
}
