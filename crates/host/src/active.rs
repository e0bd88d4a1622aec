//! The plan that people are stepped under.

use crate::packed::packed;
use crate::release::Release;
use crate::{PlanRow, Refusal, StoreError};
use filrouge_machine::Ready;
use filrouge_plan::{Bundle, Passage};
use std::sync::Arc;

/// A bundle, made ready to be run.
#[derive(Clone)]
pub(crate) struct Active {
    pub ready: Arc<Ready>,
    /// The bundle as it is kept, packed: made where the plan is prepared, and not while inputs wait for the swap.
    body: Arc<Vec<u8>>,
    /// The plan of a share of the people, when there is one; they come back from it as this one says.
    pub release: Option<Arc<Release>>,
}

impl Active {
    /// Prepares `bundle`. All that can be wrong with a plan shows here, before anything is swapped.
    pub(crate) fn prepare(bundle: Arc<Bundle>) -> Result<Self, Refusal> {
        let json = serde_json::to_vec(&*bundle).map_err(|reason| Refusal::Plan(reason.to_string()))?;
        let ready = Ready::new(bundle).map_err(|reason| Refusal::Plan(reason.to_string()))?;
        Ok(Self { ready: Arc::new(ready), body: Arc::new(packed(json)), release: None })
    }

    /// The same, for people who come from another plan.
    pub(crate) fn after(self, passage: Passage) -> Result<Self, Refusal> {
        let Self { ready, body, release } = self;
        let ready = match Arc::try_unwrap(ready) {
            Ok(ready) => ready.passed_to(passage),
            Err(shared) => Ready::after(shared.bundle().clone(), passage),
        };
        let ready = ready.map_err(|reason| Refusal::Plan(reason.to_string()))?;
        Ok(Self { ready: Arc::new(ready), body, release })
    }

    /// The plan of a row, with how people came to it; nothing for one that this version cannot run.
    pub(crate) fn of_row(row: &PlanRow) -> Option<Self> {
        let bundle = row.bundle().ok()?;
        let passage = serde_json::from_slice(&row.passage).unwrap_or_default();
        let ready = Arc::new(Ready::after(Arc::new(bundle), passage).ok()?);
        Some(Self { ready, body: Arc::new(row.body.clone()), release: None })
    }

    /// The same plan, with that of a share or without.
    pub(crate) fn beside(self, release: Option<Release>) -> Self {
        Self { release: release.map(Arc::new), ..self }
    }

    pub(crate) fn bundle(&self) -> &Arc<Bundle> {
        self.ready.bundle()
    }

    pub(crate) fn hash(&self) -> &str {
        self.ready.hash()
    }

    /// The row that makes it the last good plan.
    pub(crate) fn row(&self, at: i64) -> Result<PlanRow, StoreError> {
        let body = self.body.to_vec();
        // Beside a share, the passage is the way back from it.
        let came = self.release.as_ref().map_or(self.ready.passage(), |release| &release.before);
        let passage = serde_json::to_vec(came);
        let passage = passage.map_err(|e| StoreError::unreadable("the passage", e))?;
        Ok(PlanRow { hash: self.hash().to_owned(), at, body, passage })
    }
}
