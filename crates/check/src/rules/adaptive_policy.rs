//! An experiment that wants its weights to change by themselves.

use filrouge_model::step::{Experiment, Policy};
use filrouge_model::{Action, Journey, Setting};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// An experiment that wants its weights to change by themselves.
    pub struct AdaptivePolicy {
        experiment: String,
        /// What asks for it: `policy=thompson`, `optimise`.
        part: String,
        place: Span,
    }
    slug: "adaptive-policy", severity: Error, since: "0.1",
    message: format!("the experiment `{experiment}` asks for a bandit with `{part}`, and there is none yet"),
    at: place => "not available".to_owned(),
    help: Some(format!("remove `{part}`: people are shared out by the weights, as they are written")),
}

pub(super) fn check(journey: &Journey, _: &Setting, findings: &mut Findings) {
    for step in journey.steps.values() {
        if let Action::Experiment(experiment) = &step.action
            && let Some((part, place)) = asks(experiment)
        {
            findings.push(AdaptivePolicy { experiment: step.name.value.to_string(), part, place });
        }
    }
}

/// The part that asks for a bandit: the policy, and where none is named, the goal.
fn asks(experiment: &Experiment) -> Option<(String, Span)> {
    let policy = experiment.policy.get().filter(|policy| policy.value != Policy::Fixed);
    let policy = policy.map(|policy| (format!("policy={}", policy.value.word()), policy.span));
    policy.or_else(|| experiment.optimise.get().map(|goal| (format!("optimise={}", goal.value), goal.span)))
}
