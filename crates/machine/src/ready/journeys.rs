//! A journey with its steps by name.

use filrouge_plan::{Journey, Step, address};
use std::collections::BTreeMap;

/// A journey with its steps by name.
#[derive(Debug)]
pub(crate) struct ReadyJourney {
    pub(crate) plan: Journey,
    /// Addresses that are needed for each event, also when nobody comes in.
    pub(crate) enter: String,
    pub(crate) enter_condition: String,
    pub(crate) enter_key: String,
    steps: BTreeMap<String, usize>,
    renamed: BTreeMap<String, usize>,
}

impl ReadyJourney {
    pub(super) fn new(journey: &Journey) -> Self {
        let steps: BTreeMap<_, _> =
            journey.steps.iter().enumerate().map(|(index, step)| (step.name.clone(), index)).collect();
        let renamed = journey
            .steps
            .iter()
            .enumerate()
            .filter_map(|(index, step)| Some((step.was.clone()?, index)))
            .filter(|(was, _)| !steps.contains_key(was))
            .collect();
        let enter = address::enter(&journey.name);
        let (enter_condition, enter_key) = (address::condition(&enter), address::key(&enter));
        Self { plan: journey.clone(), enter, enter_condition, enter_key, steps, renamed }
    }

    pub(crate) fn name(&self) -> &str {
        &self.plan.name
    }

    /// The step called `name`.
    pub(crate) fn step(&self, name: &str) -> Option<&Step> {
        self.plan.steps.get(*self.steps.get(name)?)
    }

    /// The present name of each step that had another one, by that other name.
    pub(crate) fn renamed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.renamed
            .iter()
            .filter_map(|(was, index)| Some((was.as_str(), self.plan.steps.get(*index)?.name.as_str())))
    }
}

/// Former names of journeys, unless another journey goes by that name now.
pub(super) fn renamed(journeys: &[Journey], names: &BTreeMap<String, usize>) -> Vec<(String, usize)> {
    let former =
        journeys.iter().enumerate().filter_map(|(index, journey)| Some((journey.was.clone()?, index)));
    former.filter(|(was, _)| !names.contains_key(was)).collect()
}
