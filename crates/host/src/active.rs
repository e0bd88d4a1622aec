//! The plan that people are stepped under.

use crate::{PlanRow, Refusal, StoreError};
use filrouge_machine::Ready;
use filrouge_plan::Bundle;
use std::sync::Arc;

/// A bundle, made ready to be run.
#[derive(Clone)]
pub(crate) struct Active {
    pub ready: Arc<Ready>,
}

impl Active {
    /// Prepares `bundle`. All that can be wrong with a plan shows here, before anything is swapped.
    pub(crate) fn prepare(bundle: Arc<Bundle>) -> Result<Self, Refusal> {
        let ready = Ready::new(bundle).map_err(|reason| Refusal::Plan(reason.to_string()))?;
        Ok(Self { ready: Arc::new(ready) })
    }

    pub(crate) fn bundle(&self) -> &Arc<Bundle> {
        self.ready.bundle()
    }

    pub(crate) fn hash(&self) -> &str {
        self.ready.hash()
    }

    /// The row that makes it the last good plan.
    pub(crate) fn row(&self, at: i64) -> Result<PlanRow, StoreError> {
        let body = serde_json::to_vec(&**self.bundle()).map_err(|e| StoreError::unreadable("the plan", e))?;
        Ok(PlanRow { hash: self.hash().to_owned(), at, body })
    }
}
