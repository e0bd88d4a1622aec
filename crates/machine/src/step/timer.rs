//! Timers.

use super::exit::REMOVED;
use super::turn::Turn;
use super::wait::ELAPSED;
use crate::{Id, Pending, TimerChange, Verdict};
use filrouge_plan::{Action, Step};

impl Turn<'_> {
    /// A timer is due. One that nobody waits for was cancelled; one that comes early is set again.
    pub(super) fn take_timer(&mut self, timer: Id) {
        let waits = |instance: &&crate::Instance| instance.timer().is_some_and(|(id, _)| id == timer);
        let Some(instance) = self.person.instances.iter().find(waits) else { return };
        let (id, due) = (instance.id, instance.pending.due().unwrap_or_default());
        if due > self.now() {
            return self.effects.timers.push(TimerChange::Set { timer, at: due });
        }
        self.fire(id);
    }

    /// Fires the timers that are due by this input, in the order of their moments and then of their instances: the
    /// result hangs neither on how late they come nor on what else comes at the same moment. Of several that are due
    /// at one moment, the first to come fires all, before any outcome of what they send.
    pub(super) fn fire_overdue(&mut self) {
        while let Some(id) = self.most_overdue() {
            self.fire(id);
        }
    }

    fn most_overdue(&self) -> Option<Id> {
        let due =
            self.person.instances.iter().filter_map(|instance| Some((instance.pending.due()?, instance.id)));
        due.filter(|(due, _)| *due <= self.now()).min().map(|(_, id)| id)
    }

    fn fire(&mut self, id: Id) {
        let Some(step) = self.standing_on(id) else { return self.leave_journey(id, REMOVED) };
        match (&step.action, self.instance(id).map(|instance| instance.pending.clone())) {
            (Action::Wait(_) | Action::Digest(_), Some(Pending::Wait { .. })) => self.elapse(id, step),
            (Action::WaitUntil(wait), Some(Pending::Wait { .. })) => self.time_out(id, wait),
            (Action::Repeat(repeat), Some(Pending::Wait { .. })) => self.rested(id, repeat),
            (Action::Send(send), Some(Pending::Held { channel, .. })) => self.wake(id, send, channel),
            _ => self.leave_here(id, REMOVED),
        }
        self.run();
    }

    fn elapse(&mut self, id: Id, step: &Step) {
        self.unpark(id);
        self.decide_here(id, Verdict::Resumed { arm: ELAPSED.to_owned() }, Vec::new());
        self.go_next(id, &step.next, 0);
    }
}
