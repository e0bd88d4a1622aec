//! Decisions, led back to the words that made them.

use super::eyes::{Eyes, Words};
use super::former::Former;
use crate::api::Decision;
use filrouge_host::{Handle, Recorded, StoreError};
use filrouge_plan::Bundle;
use std::collections::BTreeMap;

/// Leads decisions back to the text of the plans under which they were taken.
pub(crate) fn explain(handle: &Handle, decisions: Vec<Recorded>) -> Result<Vec<Decision>, StoreError> {
    let mut former = Former::of(handle);
    decisions.into_iter().map(|recorded| led_back(recorded, &mut former).map(|(told, _)| told)).collect()
}

/// The same, as somebody may see it. What one of a plan is about is told by that plan; of one that is not known any more, by the
/// plan that runs.
pub(super) fn explain_to(
    eyes: &mut Eyes,
    handle: &Handle,
    decisions: Vec<Recorded>,
) -> Result<Vec<Decision>, StoreError> {
    let (mut former, active) = (Former::of(handle), handle.active());
    let mut words: BTreeMap<String, Words> = BTreeMap::new();
    let mut explained = Vec::with_capacity(decisions.len());
    for recorded in decisions {
        let (mut told, bundle) = led_back(recorded, &mut former)?;
        let plan = bundle.map_or(&active.plan, |bundle| &bundle.plan);
        let words = words.entry(told.plan.clone()).or_insert_with(|| eyes.words(plan));
        eyes.decision(words, &mut told);
        explained.push(told);
    }
    Ok(explained)
}

fn led_back<'f>(
    recorded: Recorded,
    former: &'f mut Former<'_>,
) -> Result<(Decision, Option<&'f Bundle>), StoreError> {
    let Recorded { number, person, decision } = recorded;
    let bundle = former.bundle(&decision.plan)?;
    Ok((filrouge_explain::explain(number, person, decision, bundle), bundle))
}
