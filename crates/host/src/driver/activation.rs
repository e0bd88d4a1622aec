//! Swapping the plan between two inputs.

use super::Driver;
use super::timers::Sweep;
use crate::switches::{after, carried, exists, switched};
use crate::{Active, Commit, InputRow, Part, Pause, PlanRow, Refusal, StoreError};
use filrouge_machine::{Id, InputKind};
use filrouge_plan::{Bundle, Switch};
use std::sync::Arc;

/// A plan at the start of the process, with what was paused when the last one ended.
pub(super) fn with_pauses(bundle: Arc<Bundle>, kept: Option<&PlanRow>) -> Arc<Bundle> {
    let kept = kept.and_then(|row| serde_json::from_slice::<Bundle>(&row.body).ok());
    match kept {
        Some(kept) if bundle.plan.switches.is_empty() && !kept.plan.switches.is_empty() => {
            switched(&bundle, carried(&kept.plan.switches, &bundle.plan))
        }
        _ => bundle,
    }
}

impl Driver {
    /// Keeps `active` as the last good plan, then swaps. People learn of it when they are next met; those with
    /// timers are met at once, group by group.
    pub(super) fn activate(&mut self, active: Active) -> Result<(), StoreError> {
        let switches = &self.active.bundle().plan.switches;
        let active = if switches.is_empty() {
            active
        } else {
            // It was made ready without them; with them nothing else can be wrong.
            let switches = carried(switches, &active.bundle().plan);
            Active::prepare(switched(active.bundle(), switches)).unwrap_or(active)
        };
        self.swap(active)
    }

    /// Pauses or resumes a part. It is a plan of its own: everybody learns of it as of any other, and what follows is
    /// explained by it.
    pub(super) fn pause(&mut self, pause: &Pause) -> Result<Vec<Switch>, Refusal> {
        let bundle = self.active.bundle().clone();
        if pause.paused && !exists(&bundle.plan, pause) {
            let part = Part(pause.kind, pause.name.clone());
            return Err(Refusal::NoPart(part));
        }
        let switches = after(&bundle.plan.switches, pause, self.now());
        if switches != bundle.plan.switches {
            let active = Active::prepare(switched(&bundle, switches.clone()))?;
            self.swap_for(active, Some(pause)).map_err(Refusal::Unavailable)?;
        }
        Ok(switches)
    }

    fn swap(&mut self, active: Active) -> Result<(), StoreError> {
        self.swap_for(active, None)
    }

    fn swap_for(&mut self, active: Active, pause: Option<&Pause>) -> Result<(), StoreError> {
        let before = std::mem::replace(&mut self.active, active);
        if let Err(error) = self.keep_plan(pause) {
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
        self.keep_plan(None)
    }

    fn keep_plan(&mut self, pause: Option<&Pause>) -> Result<(), StoreError> {
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
        if let Some(pause) = pause {
            commit.inputs.push(self.act_of(pause, now)?);
        }
        commit.plan = Some(row);
        self.store.commit(&commit)?;
        self.committed();
        Ok(())
    }

    /// Who paused what, and when, in the journal.
    fn act_of(&self, pause: &Pause, at: i64) -> Result<InputRow, StoreError> {
        let Pause { kind, name, paused, by } = pause.clone();
        let id = Id::of(&["pause", self.active.hash(), &at.to_string()]);
        let kind = InputKind::Switched { kind, name, paused, by };
        let body = serde_json::to_vec(&kind).map_err(|e| StoreError::unreadable("an input", e))?;
        let plan = self.active.hash().to_owned();
        Ok(InputRow { id, person: None, at, plan, source: "operator".to_owned(), body })
    }

    fn journal_entry(&self, at: i64) -> Result<InputRow, StoreError> {
        let plan = self.active.hash().to_owned();
        let kind = InputKind::PlanActivated { plan: plan.clone() };
        let body = serde_json::to_vec(&kind).map_err(|e| StoreError::unreadable("an input", e))?;
        let id = Id::of(&["plan", &plan, &at.to_string()]);
        Ok(InputRow { id, person: None, at, plan, source: "plan".to_owned(), body })
    }
}
