//! What becomes of each attempt to change the plan, in the journal.

use super::Driver;
use crate::audited;
use crate::{Commit, InputRow, Refusal, Share, StoreError};
use filrouge_audit::{Facts, Kind};
use filrouge_change::Changes;
use filrouge_machine::Id;
use serde::{Deserialize, Serialize};

/// The source of these entries.
pub(crate) const CHANGES: &str = "changes";

/// An attempt to change the plan, as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanChange {
    /// Who or what asked for it, in one word.
    pub by: String,
    /// Whether the plan was taken; one that was refused changed nothing.
    pub taken: bool,
    /// What differs, and what becomes of people inside.
    pub changes: Changes,
    /// The share of the people who live under the new plan; absent for everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Share>,
}

impl Driver {
    /// The entry of a plan that is taken.
    pub(super) fn taken(
        &self,
        by: &str,
        changes: Changes,
        share: Option<Share>,
    ) -> Result<InputRow, StoreError> {
        entry(PlanChange { by: by.to_owned(), taken: true, changes, share }, self.now())
    }

    /// What the audit log is told of a change of plan.
    pub(super) fn told(&self, what: &str, source: &str, plan: &str) -> Option<(Kind, Facts)> {
        self.options.audit.then(|| audited::of_plan(what, source, plan))
    }

    /// Writes down that a plan was refused. The refusal stands whether it can be written or not.
    pub(super) fn refuse(&mut self, by: &str, changes: Changes) -> Refusal {
        let change = PlanChange { by: by.to_owned(), taken: false, changes: changes.clone(), share: None };
        let entry = entry(change, self.now());
        let written = entry.and_then(|entry| {
            let told = self.told("plan-refused", CHANGES, &changes.new);
            let mut commit = Commit::default();
            commit.record_input(InputRow { plan: self.active.hash().to_owned(), ..entry }, told);
            commit.date_audit(self.now(), self.active.hash());
            self.store.commit(commit)
        });
        match written {
            Ok(()) => self.committed(),
            Err(error) => self.fail(&error),
        }
        Refusal::Changes(Box::new(changes))
    }
}

fn entry(change: PlanChange, at: i64) -> Result<InputRow, StoreError> {
    let plan = change.changes.new.clone();
    let id = Id::of(&[CHANGES, &change.changes.old, &plan, &change.by, &at.to_string()]);
    let body = serde_json::to_vec(&change).map_err(|e| StoreError::unreadable("a change of plan", e))?;
    Ok(InputRow { id, person: None, at, plan, source: CHANGES.to_owned(), body })
}
