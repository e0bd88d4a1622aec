//! Decisions that are taken without a human.

use super::ground::Ground;
use super::walk::Walked;
use filrouge_model::step::{Experiment, ExperimentArm, Split, Way};
use filrouge_model::{Action, Decides, Step};
use filrouge_plan::manifest::{AutomatedDecision, DecisionRule};

pub(super) fn decisions(journeys: &[Walked<'_>], ground: &Ground<'_>) -> Vec<AutomatedDecision> {
    let mut decisions = Vec::new();
    for walked in journeys {
        for step in walked.journey.steps.values() {
            match &step.action {
                Action::Split(split) => decisions.push(decision(walked, step, split, ground)),
                Action::Experiment(experiment) => decisions.push(chance(walked, step, experiment, ground)),
                _ => {}
            }
        }
    }
    decisions.sort();
    decisions
}

fn decision(walked: &Walked<'_>, step: &Step, split: &Split, ground: &Ground<'_>) -> AutomatedDecision {
    let otherwise = split.otherwise_at.map(|at| DecisionRule {
        way: "otherwise".to_owned(),
        when: None,
        stands: ground.stands(at),
    });
    let ways = split.ways.iter().map(|way| rule(way, ground));
    AutomatedDecision {
        step: walked.address(step),
        class: walked.journey.decides.as_ref().map(|own| own.class.value.word().to_owned()),
        ground: walked.journey.decides.as_ref().and_then(ground_of),
        contest: walked.journey.decides.as_ref().and_then(|own| own.contest.value().map(ToString::to_string)),
        logic: ways.chain(otherwise).collect(),
        inputs: ground.fields.reads(&walked.decides(step, ground).fields),
        stands: ground.stands(step.at),
    }
}

/// Chance decides, and reads nothing.
fn chance(
    walked: &Walked<'_>,
    step: &Step,
    experiment: &Experiment,
    ground: &Ground<'_>,
) -> AutomatedDecision {
    let arm = |arm: &ExperimentArm| DecisionRule {
        way: arm.name.value.to_string(),
        when: Some(format!("weight {}", arm.weight.unwrap_or_default())),
        stands: ground.stands(arm.at),
    };
    AutomatedDecision {
        step: walked.address(step),
        class: walked.journey.decides.as_ref().map(|own| own.class.value.word().to_owned()),
        ground: walked.journey.decides.as_ref().and_then(ground_of),
        contest: walked.journey.decides.as_ref().and_then(|own| own.contest.value().map(ToString::to_string)),
        logic: experiment.arms.iter().map(arm).collect(),
        inputs: ground.fields.reads(&walked.decides(step, ground).fields),
        stands: ground.stands(step.at),
    }
}

fn rule(way: &Way, ground: &Ground<'_>) -> DecisionRule {
    DecisionRule {
        way: way.name.value.to_string(),
        when: way.when.as_ref().map(|when| ground.meaning(when.at)),
        stands: ground.stands(way.at),
    }
}

fn ground_of(own: &Decides) -> Option<String> {
    own.ground.value().map(|ground| ground.word().to_owned())
}
