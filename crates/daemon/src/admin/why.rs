//! Decisions, led back to the words that made them.

use crate::api::Decision;
use filrouge_host::{Handle, Recorded, StoreError};
use filrouge_plan::Bundle;
use std::collections::BTreeMap;

/// Leads decisions back to the text of the plans under which they were taken.
pub(crate) fn explain(handle: &Handle, decisions: Vec<Recorded>) -> Result<Vec<Decision>, StoreError> {
    let mut bundles: BTreeMap<String, Option<Bundle>> = BTreeMap::new();
    let mut explained = Vec::with_capacity(decisions.len());
    for Recorded { number, person, decision } in decisions {
        let hash = &decision.plan;
        if !bundles.contains_key(hash) {
            bundles.insert(hash.clone(), handle.bundle(hash)?);
        }
        let bundle = bundles.get(hash).and_then(Option::as_ref);
        explained.push(filrouge_explain::explain(number, person, decision, bundle));
    }
    Ok(explained)
}
