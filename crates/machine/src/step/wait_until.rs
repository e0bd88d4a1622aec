//! `wait-until`: waits for the first of several things.

use super::agenda::Task;
use super::decide::Subject;
use super::judge::{View, WalkView};
use super::lapse::of_timeout;
use super::turn::Turn;
use crate::{Evaluated, Event, Id, Pending, Verdict};
use filrouge_plan::{Action, Arm, Program, Reset, Target, Trigger, WaitUntil, address};

/// Name of the arm that is taken when nothing came.
pub(super) const TIMEOUT: &str = "timeout";

impl<'a> Turn<'a> {
    /// Arrival: a condition that already holds ends the wait before it begins, unless its arm asks for a change.
    pub(super) fn wait_until(&mut self, id: Id, wait: &'a WaitUntil, depth: u8) {
        self.note_stale(id, wait);
        if let Some(arm) = self.first_arm(id, wait, None) {
            return self.take_arm(id, arm, None, depth);
        }
        self.hold_out(id, wait);
    }

    /// Waits until the timeout, if there is one.
    fn hold_out(&mut self, id: Id, wait: &WaitUntil) {
        let timeout = wait.timeout.as_ref().and_then(of_timeout);
        let lapse = timeout.and_then(|timeout| self.lapse(id, &timeout, &self.zone));
        self.stand(id, lapse.unwrap_or_default());
    }

    /// Conditions that hold on arrival, of arms that ask for a change.
    fn note_stale(&mut self, id: Id, wait: &WaitUntil) {
        let holding = wait.arms.iter().filter(|arm| arm.afresh && self.is_met(id, &arm.on, None));
        let stale = holding.map(|arm| arm.name.clone()).collect();
        if let Some(instance) = self.instance_mut(id) {
            instance.watch.stale = stale;
        }
    }

    /// Conditions that have ceased to hold count from now on.
    fn freshen(&mut self) {
        let instances = self.person.instances.iter().filter(|instance| !instance.watch.stale.is_empty());
        let stale: Vec<_> = instances.map(|instance| (instance.id, instance.watch.stale.clone())).collect();
        for (id, stale) in stale {
            let Some(wait) = self.awaiting(id) else { continue };
            let holds = |name: &String| {
                let arm = wait.arms.iter().find(|arm| arm.name == *name);
                arm.is_some_and(|arm| self.is_met(id, &arm.on, None))
            };
            let still = stale.into_iter().filter(holds).collect();
            if let Some(instance) = self.instance_mut(id) {
                instance.watch.stale = still;
            }
        }
    }

    /// An event came for somebody who waits.
    pub(super) fn resume_by_event(&mut self, id: Id, event: &Event, depth: u8) {
        if let Some(Action::Digest(digest)) = self.action_of(id) {
            return self.collect(id, digest, event);
        }
        let Some(wait) = self.awaiting(id) else { return };
        self.count_for_arms(id, wait, event);
        if let Some(arm) = self.first_arm(id, wait, Some(event)) {
            self.take_arm(id, arm, Some(event), depth);
        } else if let Some(reset) = wait.resets.iter().find(|reset| self.is_met(id, &reset.on, Some(event))) {
            self.start_anew(id, wait, reset, event);
        }
    }

    /// Arms that need several events count this one.
    fn count_for_arms(&mut self, id: Id, wait: &WaitUntil, event: &Event) {
        let many = wait.arms.iter().filter(|arm| arm.times > 1 && self.is_met(id, &arm.on, Some(event)));
        let many: Vec<String> = many.map(|arm| arm.name.clone()).collect();
        let Some(instance) = self.instance_mut(id) else { return };
        for arm in many {
            let seen = instance.watch.seen.entry(arm).or_default();
            *seen = seen.saturating_add(1);
        }
    }

    /// The time of the timeout is counted from now.
    fn start_anew(&mut self, id: Id, wait: &WaitUntil, reset: &Reset, event: &Event) {
        let now = self.now();
        let proof = self.proof_of_trigger(id, &reset.on, Some(event), || {
            let part = self.here(id).map(|here| address::arm(&here.journey, step_of(&here), &reset.name));
            address::condition(&part.unwrap_or_default())
        });
        self.unpark(id);
        if let Some(instance) = self.instance_mut(id) {
            instance.watch.since = Some(now);
        }
        let timeout = wait.timeout.as_ref().and_then(of_timeout);
        let due =
            timeout.and_then(|timeout| self.lapse(id, &timeout, &self.zone)).and_then(|lapse| lapse.due);
        self.decide_arm(id, &reset.name, Verdict::Waiting { until: due }, proof);
        self.park(id, Pending::Wait { due });
    }

    /// Judges the conditions of everybody who is inside, exits first, until nobody goes on any more; then lets in
    /// whom a segment brings in, one segment after the other.
    pub(super) fn look_around(&mut self) {
        loop {
            self.exit_by_conditions();
            self.run();
            self.freshen();
            if let Some((id, arm)) = self.first_met() {
                self.take_arm(id, arm, None, 0);
                self.run();
            } else if !self.cross() {
                return;
            }
        }
    }

    fn first_met(&self) -> Option<(Id, &'a Arm)> {
        let watched = &self.ready.watched().waits;
        let mut waiting = self.waiting_in(|journey| watched.contains(journey)).into_iter();
        waiting.find_map(|id| Some((id, self.first_arm(id, self.awaiting(id)?, None)?)))
    }

    /// The timer of a `wait-until` is due: a condition that holds wins over the timeout.
    pub(super) fn time_out(&mut self, id: Id, wait: &'a WaitUntil) {
        if let Some(arm) = self.first_arm(id, wait, None) {
            self.take_arm(id, arm, None, 0);
        } else if let Some(timeout) = &wait.timeout {
            self.go_by(id, TIMEOUT, &timeout.to, Vec::new(), 0);
        } else {
            self.unpark(id);
        }
    }

    fn awaiting(&self, id: Id) -> Option<&'a WaitUntil> {
        match self.action_of(id)? {
            Action::WaitUntil(wait) => Some(wait),
            _ => None,
        }
    }

    fn first_arm(&self, id: Id, wait: &'a WaitUntil, event: Option<&Event>) -> Option<&'a Arm> {
        let watch = &self.instance(id)?.watch;
        let fits = |arm: &&Arm| {
            watch.seen.get(&arm.name).copied().unwrap_or(0) >= many(arm)
                && !watch.stale.contains(&arm.name)
                && self.is_met(id, &arm.on, event)
        };
        wait.arms.iter().find(fits)
    }

    /// Whether a trigger is met, with or without an event at hand.
    pub(super) fn is_met(&self, id: Id, trigger: &Trigger, event: Option<&Event>) -> bool {
        let Some(condition) = condition_of(trigger, event) else { return false };
        self.of_instance(id, |walk| self.holds(condition, view(walk, trigger, event))).unwrap_or(false)
    }

    fn take_arm(&mut self, id: Id, arm: &'a Arm, event: Option<&Event>, depth: u8) {
        let proof = self.proof_of(id, arm, event);
        self.go_by(id, &arm.name, &arm.to, proof, depth);
    }

    fn proof_of(&self, id: Id, arm: &Arm, event: Option<&Event>) -> Vec<Evaluated> {
        self.proof_of_trigger(id, &arm.on, event, || {
            let part = self.here(id).map(|here| address::arm(&here.journey, step_of(&here), &arm.name));
            address::condition(&part.unwrap_or_default())
        })
    }

    /// How it came about that a trigger is met; `origin` is the address of its condition.
    pub(super) fn proof_of_trigger(
        &self,
        id: Id,
        trigger: &Trigger,
        event: Option<&Event>,
        origin: impl FnOnce() -> String,
    ) -> Vec<Evaluated> {
        let condition = condition_of(trigger, event).flatten();
        self.of_instance(id, |walk| self.prove(condition, origin, view(walk, trigger, event)).1)
            .unwrap_or_default()
    }

    fn go_by(&mut self, id: Id, arm: &str, to: &Target, proof: Vec<Evaluated>, depth: u8) {
        self.unpark(id);
        self.decide_arm(id, arm, Verdict::Resumed { arm: arm.to_owned() }, proof);
        self.agenda.first(Task::Go { instance: id, to: to.clone(), depth });
    }
}

/// How many events an arm must have counted; one that needs a single one counts none.
const fn many(arm: &Arm) -> u32 {
    if arm.times > 1 { arm.times } else { 0 }
}

fn step_of(here: &Subject) -> &str {
    here.step.as_deref().unwrap_or_default()
}

/// The condition of a trigger that may be met now; none when it waits for something else.
fn condition_of<'t>(trigger: &'t Trigger, event: Option<&Event>) -> Option<Option<&'t Program>> {
    match (trigger, event) {
        (Trigger::Condition(condition), _) => Some(Some(condition)),
        (Trigger::Event { event: name, when }, Some(event)) if *name == event.name => Some(when.as_ref()),
        (Trigger::Event { .. }, _) => None,
    }
}

fn view<'v>(walk: WalkView<'v>, trigger: &Trigger, event: Option<&'v Event>) -> View<'v> {
    let event = event.filter(|_| matches!(trigger, Trigger::Event { .. }));
    View { walk: Some(walk), ..event.map_or_else(View::default, View::of) }
}
