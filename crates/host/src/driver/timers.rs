//! Timers that are due, and people who must learn of a new plan because of them.

use super::turn::Turn;
use crate::{StoreError, TimerRow};
use filrouge_machine::{Id, Input, InputKind, TimerChange};

/// The walk through everybody inside, or with timers, after a new plan: their timers are derived anew at once, since an
/// older one may be due too late. Everybody else learns of the plan with the next input, unless a clock brings people into a
/// journey of it, or a journey bears another name: then the walk is through everybody.
pub(super) enum Sweep {
    Behind { after: Option<Id>, everybody: bool },
    Done,
}

impl Sweep {
    /// With `everybody`, also people who are outside learn of the plan: their past entries may bear another name now.
    pub(super) const fn start(everybody: bool) -> Self {
        Self::Behind { after: None, everybody }
    }

    pub(super) const fn is_done(&self) -> bool {
        matches!(self, Self::Done)
    }
}

/// The part of a group that is due and comes between two turns of those who ask.
const SHARE: usize = 8;

impl Turn<'_> {
    /// Fires what is due, at most one group of it, so that new inputs are never starved; less as long as somebody asks, who
    /// would wait for all of it.
    pub(super) fn fire_due(&mut self) {
        let limit = self.share();
        let outcome = self.sweep(limit).and_then(|()| self.fire_all(limit));
        if let Err(error) = outcome {
            self.group.failure.get_or_insert(error);
        }
    }

    /// How much of what is due has its turn.
    pub(super) fn share(&self) -> usize {
        let group = self.driver.options.group;
        if self.driver.company > 0 { (group / SHARE).max(1) } else { group }
    }

    pub(super) fn sweep(&mut self, limit: usize) -> Result<(), StoreError> {
        let Sweep::Behind { after, everybody } = self.driver.sweep else { return Ok(()) };
        let active = &self.driver.active;
        let all = everybody || active.ready.concerns_everybody();
        let people = self.driver.store.outdated(active.hash(), all, after, limit)?;
        for person in &people {
            self.meet(*person)?;
        }
        let next = |last: &Id| Sweep::Behind { after: Some(*last), everybody };
        self.driver.sweep = people.last().map_or(Sweep::Done, next);
        Ok(())
    }

    fn fire_all(&mut self, limit: usize) -> Result<(), StoreError> {
        if self.driver.next_due.is_none_or(|due| due > self.now) {
            return Ok(());
        }
        for timer in self.driver.store.due(self.now, limit)? {
            self.fire(timer)?;
        }
        Ok(())
    }

    fn fire(&mut self, row: TimerRow) -> Result<(), StoreError> {
        let person = self.current(row.person)?;
        self.meet(person)?;
        // The person may just have learnt of a new plan, which sets timers anew.
        if !self.group.timers.insert(row.timer) {
            return Ok(());
        }
        self.group.commit.timers.push((person, TimerChange::Cancel { timer: row.timer, due: row.due }));
        self.group.fired += 1;
        let id = Id::of_timer(row.timer, row.due);
        let kind = InputKind::Timer { timer: row.timer };
        self.step(person, "timer", &Input { id, at: self.now.max(row.due), kind })
    }
}
