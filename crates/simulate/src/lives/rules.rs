//! Rules that hold after each input, whatever happened.

use super::shop::CHANNELS;
use super::{Checked, Living};
use filrouge_machine::{Decision, Effects, Id, InputKind, Instance, KeptAnswer, Pending, Verdict};
use filrouge_plan::{Action, Digest, DigestWindow, Trigger, Wait};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a decision explains a message or its recall.
pub(super) fn is_about(decision: &Decision, wanted: Id) -> bool {
    match decision.verdict {
        Verdict::Queued { effect, .. }
        | Verdict::Recalled { effect, .. }
        | Verdict::Asked { effect, .. }
        | Verdict::Unanswered { effect, .. } => effect == wanted,
        _ => false,
    }
}

impl Living<'_> {
    pub(super) fn check(&self) -> Checked {
        self.check_timers()?;
        self.check_keys()?;
        self.check_branches()?;
        self.check_flights()?;
        self.check_answers()?;
        self.world.person.instances.iter().try_for_each(|instance| self.check_wait(instance))
    }

    fn check_timers(&self) -> Checked {
        let pending: BTreeMap<Id, i64> = self.world.person.timers(self.world.who).collect();
        (pending == self.world.timers).then_some(()).ok_or("timers set are not timers pending")
    }

    fn check_keys(&self) -> Checked {
        let keys = self.walks().map(|instance| (&instance.journey, &instance.key));
        let different: BTreeSet<_> = keys.collect();
        let all = self.walks().count();
        (different.len() == all).then_some(()).ok_or("somebody is in twice under one key")
    }

    /// Those who came in, without those who walk on branches for them.
    fn walks(&self) -> impl Iterator<Item = &Instance> {
        self.world.person.instances.iter().filter(|instance| instance.branch.is_none())
    }

    /// Somebody waits for each branch, where it began.
    fn check_branches(&self) -> Checked {
        let instances = &self.world.person.instances;
        let awaited = |instance: &Instance| match &instance.branch {
            None => true,
            Some(branch) => instances.iter().any(|walk| walk.id == branch.parent && walk.step == branch.step),
        };
        instances.iter().all(awaited).then_some(()).ok_or("nobody waits for a branch")
    }

    fn has_branches(&self, walk: Id) -> bool {
        let mut instances = self.world.person.instances.iter();
        instances.any(|instance| instance.branch.as_ref().is_some_and(|branch| branch.parent == walk))
    }

    /// Nothing that was refused is on its way, and each message on its way is awaited by its journey.
    fn check_flights(&self) -> Checked {
        let flying = self.world.person.flights.iter().filter(|(_, flight)| !flight.recalled);
        for (effect, flight) in flying {
            if flight.purpose != "orders" && self.model.has_refused(&flight.purpose, &flight.channel) {
                return Err("a message that was refused is on its way");
            }
            let awaits = |instance: &Instance| matches!(instance.pending, Pending::Outcome { effect: awaited, .. } if awaited == *effect);
            if !self.world.person.instances.iter().any(awaits) {
                return Err("nobody awaits a message that is on its way");
            }
        }
        Ok(())
    }

    /// Answers are kept as long as they may be, of as many questions, and of no purpose that was refused.
    fn check_answers(&self) -> Checked {
        let answers = &self.world.person.answers;
        let may_stay = |answer: &KeptAnswer| {
            answer.at <= self.world.now && answer.until > self.world.now && !self.may_not_ask(&answer.purpose)
        };
        let right = answers.len() <= 16 && answers.values().all(may_stay);
        right.then_some(()).ok_or("an answer is kept that must not be")
    }

    fn check_wait(&self, instance: &Instance) -> Checked {
        let journey =
            self.world.ready.plan().journeys.iter().find(|journey| journey.name == instance.journey);
        let step = journey.and_then(|journey| journey.steps.iter().find(|step| step.name == instance.step));
        let right = match (step.map(|step| &step.action), &instance.pending) {
            (Some(Action::Wait(Wait::For(period))), Pending::Wait { due }) => {
                *due == i64::try_from(period.millis).ok().map(|millis| instance.step_entered_at + millis)
            }
            (Some(Action::Wait(Wait::Until { .. })), Pending::Wait { due }) => due.is_some(),
            (Some(Action::WaitUntil(wait)), Pending::Wait { due }) => due.is_some() == wait.timeout.is_some(),
            (Some(Action::Parallel(parallel)), Pending::Wait { due }) => {
                due.is_some() == parallel.timeout.is_some() && self.has_branches(instance.id)
            }
            (Some(Action::Approve(_)), Pending::Wait { due }) => {
                due.is_some() && instance.watch.asked.is_some()
            }
            (Some(Action::Digest(digest)), Pending::Wait { due }) => collects(instance, digest, *due),
            (Some(Action::Repeat(repeat)), Pending::Wait { due }) => {
                let began = instance
                    .rounds
                    .get(&instance.step)
                    .filter(|round| round.open && round.number < repeat.max);
                let every = repeat.every.and_then(|every| i64::try_from(every.millis).ok());
                began.zip(every).is_some_and(|(round, every)| *due == Some(round.began + every))
            }
            (Some(Action::Call(_)), Pending::Called { instance: called }) => {
                let mut inside = self.world.person.instances.iter();
                inside.any(|walk| walk.id == *called && walk.caller == Some(instance.id))
            }
            (Some(Action::Fetch(fetch)), Pending::Answer { due, .. }) => {
                let within = i64::try_from(fetch.within.millis).ok();
                within.is_some_and(|within| *due == instance.step_entered_at + within)
                    && !self.may_not_ask(&fetch.purpose)
            }
            (Some(Action::Send(send)), Pending::Held { channel, due, .. }) => {
                self.is_held_in_time(instance, send, *channel, *due)
            }
            (Some(Action::Send(_)), Pending::Outcome { .. }) => true,
            _ => false,
        };
        right.then_some(()).ok_or("somebody waits for what their step does not wait for")
    }

    /// Whether the person has refused a purpose on every channel, so that no service may be asked.
    fn may_not_ask(&self, purpose: &str) -> bool {
        purpose != "orders" && CHANNELS.iter().all(|channel| self.model.has_refused(purpose, channel))
    }

    /// Who is inside: instance and journey.
    pub(super) fn inside(&self) -> Vec<(Id, String)> {
        self.walks().map(|instance| (instance.id, instance.journey.clone())).collect()
    }

    /// An exit without a condition takes out everybody who was inside, before anything is sent to them.
    pub(super) fn check_exits(
        &self,
        kind: &InputKind,
        before: &[(Id, String)],
        effects: &Effects,
    ) -> Checked {
        let InputKind::Event(event) = kind else { return Ok(()) };
        let journeys = self.world.ready.plan().journeys.iter();
        let takes_out = |trigger: &Trigger| matches!(trigger, Trigger::Event { event: name, when: None } if *name == event.name);
        let leaving = journeys.filter(|journey| journey.exits.iter().any(|exit| takes_out(&exit.on)));
        let leaving: BTreeSet<&String> = leaving.map(|journey| &journey.name).collect();
        let left =
            |id: Id| effects.decisions.iter().any(|it| it.instance == Some(id) && is_exit(&it.verdict));
        let all_left =
            before.iter().filter(|(_, journey)| leaving.contains(journey)).all(|(id, _)| left(*id));
        all_left.then_some(()).ok_or("an exit did not take somebody out")
    }
}

/// A window that ends when it should, with no more items than are kept and no fewer than were counted.
fn collects(instance: &Instance, digest: &Digest, due: Option<i64>) -> bool {
    let Some(collected) = instance.digests.get(&instance.step) else { return false };
    let kept = collected.items.len() == usize::try_from(collected.count.min(digest.max)).unwrap_or(0);
    let began = collected.first.unwrap_or(instance.step_entered_at);
    let ends = match digest.window {
        DigestWindow::For(period) => i64::try_from(period.millis).ok().map(|millis| began + millis),
        DigestWindow::Until(_) => due.filter(|due| *due > instance.step_entered_at),
    };
    kept && ends == due && due.is_some()
}

const fn is_exit(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Exited { .. })
}
