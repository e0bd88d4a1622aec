//! Timers that are due, and people who must learn of a new plan because of them.

use super::turn::Turn;
use crate::{StoreError, TimerRow};
use filrouge_machine::{Id, Input, InputKind, TimerChange};

/// The walk through everybody inside, or with timers, after a new plan: their timers are derived anew at once, since an
/// older one may be due too late. Everybody else learns of the plan with the next input, unless a clock brings people into a
/// journey of it, or a journey bears another name: then the walk is through everybody.
pub(super) enum Sweep {
    Behind(Behind),
    Done,
}

/// How far the walk has come. Whoever is in the share of another plan learns of that one, before all others learn of theirs.
#[derive(Clone, Copy)]
pub(super) struct Behind {
    after: Option<Id>,
    everybody: bool,
    of_share: bool,
}

impl Sweep {
    /// With `everybody`, also people who are outside learn of the plan: their past entries may bear another name now.
    pub(super) const fn start(everybody: bool) -> Self {
        Self::Behind(Behind { after: None, everybody, of_share: true })
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
        let Sweep::Behind(at) = self.driver.sweep else { return Ok(()) };
        let at = Behind { of_share: at.of_share && self.driver.active.release.is_some(), ..at };
        let people = self.outdated(at, limit)?;
        for person in &people {
            if self.driver.active.shares_out(*person) == at.of_share {
                self.meet(*person)?;
            }
        }
        self.driver.sweep = match people.last() {
            Some(last) => Sweep::Behind(Behind { after: Some(*last), ..at }),
            None if at.of_share => Sweep::Behind(Behind { after: None, of_share: false, ..at }),
            None => Sweep::Done,
        };
        Ok(())
    }

    /// People who are not of the plan whose turn it is, in the share or not.
    fn outdated(&mut self, at: Behind, limit: usize) -> Result<Vec<Id>, StoreError> {
        let active = &self.driver.active;
        let release = active.release.as_ref().filter(|_| at.of_share);
        let plan = release.map_or(active, |release| &release.plan);
        let all = at.everybody || plan.ready.concerns_everybody();
        self.driver.store.outdated(plan.hash(), all, at.after, limit)
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
