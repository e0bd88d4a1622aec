//! An experiment in which nobody can be given an arm.

use filrouge_model::{Action, Journey, Setting};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// An experiment in which nobody can be given an arm.
    pub struct WeightlessExperiment { experiment: String, place: Span }
    slug: "weightless-experiment", severity: Error, since: "0.1",
    message: format!("every arm of the experiment `{experiment}` has weight 0"),
    at: place => "nobody can be given an arm".to_owned(),
    help: Some("give at least one arm a weight above zero".to_owned()),
}

pub(super) fn check(journey: &Journey, _: &Setting, findings: &mut Findings) {
    for step in journey.steps.values() {
        if let Action::Experiment(experiment) = &step.action
            && !experiment.arms.is_empty()
            && experiment.arms.iter().all(|arm| arm.weight == Some(0))
        {
            findings.push(WeightlessExperiment { experiment: step.name.value.to_string(), place: step.at });
        }
    }
}
