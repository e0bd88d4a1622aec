//! Decisions, led back to the words that made them.

use super::former::Former;
use crate::api::Decision;
use filrouge_host::{Handle, Recorded, StoreError};

/// Leads decisions back to the text of the plans under which they were taken.
pub(crate) fn explain(handle: &Handle, decisions: Vec<Recorded>) -> Result<Vec<Decision>, StoreError> {
    let mut former = Former::of(handle);
    let mut explained = Vec::with_capacity(decisions.len());
    for Recorded { number, person, decision } in decisions {
        let bundle = former.bundle(&decision.plan)?;
        explained.push(filrouge_explain::explain(number, person, decision, bundle));
    }
    Ok(explained)
}
