//! Swapping the plan between two inputs.

use super::Driver;
use super::timers::Sweep;
use crate::{Active, Commit, InputRow, StoreError};
use filrouge_machine::{Id, InputKind};

impl Driver {
    /// Keeps `active` as the last good plan, then swaps. People learn of it when they are next met; those with
    /// timers are met at once, group by group.
    pub(super) fn activate(&mut self, active: Active) -> Result<(), StoreError> {
        let before = std::mem::replace(&mut self.active, active);
        if let Err(error) = self.keep_active_plan() {
            self.active = before;
            self.fail(&error);
            return Err(error);
        }
        self.cache.clear();
        self.sweep = Sweep::start();
        self.shared.set_active(self.active.clone());
        if let Err(error) = self.adopt_orphans() {
            self.fail(&error);
        }
        Ok(())
    }

    /// Writes the active plan down, unless the store has it as it is.
    pub(super) fn keep_active_plan(&mut self) -> Result<(), StoreError> {
        let now = self.now();
        let row = self.active.row(now)?;
        let kept = self.store.active_plan()?;
        if kept.as_ref().is_some_and(|kept| kept.body == row.body) {
            return Ok(());
        }
        let mut commit = Commit::default();
        if kept.is_none_or(|kept| kept.hash != row.hash) {
            commit.inputs.push(self.journal_entry(now)?);
        }
        commit.plan = Some(row);
        self.store.commit(&commit)?;
        self.committed();
        Ok(())
    }

    fn journal_entry(&self, at: i64) -> Result<InputRow, StoreError> {
        let plan = self.active.hash().to_owned();
        let kind = InputKind::PlanActivated { plan: plan.clone() };
        let body = serde_json::to_vec(&kind).map_err(|e| StoreError::unreadable("an input", e))?;
        let id = Id::of(&["plan", &plan, &at.to_string()]);
        Ok(InputRow { id, person: None, at, plan, source: "plan".to_owned(), body })
    }
}
