//! Timers.

use super::backfill::Key;
use super::exit::REMOVED;
use super::traits::wake_timer;
use super::turn::Turn;
use super::wait::ELAPSED;
use crate::{Id, Pending, TimerChange, Verdict};
use filrouge_plan::{Action, Step};
use std::cmp::Reverse;

/// Whom a timer wakes.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Woken {
    /// Somebody who waits inside.
    Instance(Id),
    /// Somebody whom a clock brings into this journey.
    Entry(String),
    /// Somebody who was in the segment of this journey before it was there.
    Backfill(Key),
}

impl Turn<'_> {
    /// A timer is due. One that nobody waits for was cancelled; one that comes early is set again.
    pub(super) fn take_timer(&mut self, timer: Id) {
        if timer == wake_timer(self.who) {
            return self.wake_early(timer);
        }
        let Some((due, woken)) = self.woken_by(timer) else { return };
        if due > self.now() {
            return self.effects.timers.push(TimerChange::Set { timer, at: due });
        }
        self.wake_up(woken);
    }

    /// The timer of the traits: what is due has passed with the time before this input.
    fn wake_early(&mut self, timer: Id) {
        if let Some(at) = self.person.wake.filter(|due| *due > self.now()) {
            self.effects.timers.push(TimerChange::Set { timer, at });
        }
    }

    fn woken_by(&self, timer: Id) -> Option<(i64, Woken)> {
        let waits = |instance: &&crate::Instance| instance.timer().is_some_and(|(id, _)| id == timer);
        if let Some(instance) = self.person.instances.iter().find(waits) {
            return Some((instance.pending.due().unwrap_or_default(), Woken::Instance(instance.id)));
        }
        let entry = self.awaiting_entry(timer).map(|(journey, due)| (due, Woken::Entry(journey)));
        entry.or_else(|| self.backfilled_by(timer).map(|(key, due)| (due, Woken::Backfill(key))))
    }

    fn wake_up(&mut self, woken: Woken) {
        match woken {
            Woken::Instance(id) => self.fire(id),
            Woken::Entry(journey) => self.fire_entry(&journey),
            Woken::Backfill(key) => self.fire_backfill(&key),
        }
    }

    /// Fires the timers that are due by this input, in the order of their moments, at one moment those of people who are
    /// inside before those of people who come in, and each of them by the priority of their journeys, then by their
    /// instances or their journeys: the result hangs neither on how late they come nor on what else comes at the same
    /// moment. Of several that are due at one moment, the first to come fires all, before any outcome of what they send.
    /// What time alone does to the traits comes before what is due at the same moment.
    pub(super) fn fire_overdue(&mut self) {
        while let Some(next) = self.most_overdue() {
            self.let_pass(next.0);
            if self.most_overdue().as_ref() == Some(&next) {
                self.wake_up(next.1);
            }
        }
        self.let_pass(self.now());
    }

    /// Lets time change the traits up to `until`, and what hangs on them follow.
    fn let_pass(&mut self, until: i64) {
        while let Some(due) = self.next_change().filter(|due| *due <= until) {
            self.pass_time(due);
            self.look_around();
        }
    }

    fn most_overdue(&self) -> Option<(i64, Woken)> {
        let inside = self.person.instances.iter().filter_map(|instance| {
            let rank = Reverse(self.priority_of(&instance.journey));
            Some((instance.pending.due()?, 0, rank, Woken::Instance(instance.id)))
        });
        let entries = self.person.awaited.iter().filter_map(|(journey, awaited)| {
            let rank = Reverse(self.priority_of(journey));
            Some((awaited.next?.1, 1, rank, Woken::Entry(journey.clone())))
        });
        let backfills = self.person.backfills.iter().filter_map(|(key, own)| {
            let rank = Reverse(self.priority_of(&key.0));
            Some((own.as_ref()?.due, 1, rank, Woken::Backfill(key.clone())))
        });
        let due = inside.chain(entries).chain(backfills).filter(|(due, ..)| *due <= self.now());
        due.min().map(|(due, .., woken)| (due, woken))
    }

    fn fire(&mut self, id: Id) {
        let Some(step) = self.standing_on(id) else { return self.leave_journey(id, REMOVED) };
        match (&step.action, self.instance(id).map(|instance| instance.pending.clone())) {
            (Action::Wait(_) | Action::Digest(_), Some(Pending::Wait { .. })) => self.elapse(id, step),
            (Action::WaitUntil(wait), Some(Pending::Wait { .. })) => self.time_out(id, wait),
            (Action::Parallel(parallel), Some(Pending::Wait { .. })) => self.join_too_late(id, parallel),
            (Action::Approve(approve), Some(Pending::Wait { .. })) => self.answered_by_nobody(id, approve),
            (Action::Repeat(repeat), Some(Pending::Wait { .. })) => self.rested(id, repeat),
            (Action::Send(send), Some(Pending::Held { channel, .. })) => self.wake(id, send, channel),
            (Action::Fetch(_), Some(Pending::Answer { .. })) => self.give_up_asking(id),
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
