//! Names that a journey has, for what a test says of it. One that it does not have is a mistake of the test.

use super::Script;
use crate::linker::unresolved;
use crate::{Action, Journey, Step};
use filrouge_language::One;
use filrouge_language::kinds::Ref;
use filrouge_language::words::step::StepName;
use filrouge_language::words::test as given;
use filrouge_source::{Span, Spanned};

/// An arm that the person was given before: experiment and arm.
pub(super) fn assigned(word: &given::Assigned, script: &mut Script<'_, '_, '_>) -> Option<(String, String)> {
    let experiment = word.experiment.get()?;
    let is_experiment = |step: &Step| matches!(step.action, Action::Experiment(_));
    let experiments = |journey: &Journey| named_steps(journey, is_experiment);
    check(experiment.value.as_str(), experiment.span, "experiment", experiments, script);
    let arm = word.arm.get()?;
    let arms = |journey: &Journey| arms_of(journey, experiment.value.as_str());
    if script.journey.is_some_and(|journey| !arms(journey).is_empty()) {
        check(arm.value.as_str(), arm.span, "arm", arms, script);
    }
    Some((experiment.value.as_str().to_owned(), arm.value.as_str().to_owned()))
}

fn arms_of(journey: &Journey, experiment: &str) -> Vec<String> {
    let arms = journey.steps.values().filter(|step| *step.name.value == *experiment).filter_map(|step| {
        let Action::Experiment(experiment) = &step.action else { return None };
        Some(experiment.arms.iter().map(|arm| arm.name.value.to_string()))
    });
    arms.flatten().collect()
}

fn named_steps(journey: &Journey, fits: impl Fn(&Step) -> bool) -> Vec<String> {
    let steps = journey.steps.values().filter(|step| fits(step));
    steps.map(|step| step.name.value.to_string()).collect()
}

/// The name that was given; one that no such step of the journey has is a finding.
pub(super) fn step_called(
    given: &Spanned<Ref<StepName>>,
    kind: &'static str,
    fits: fn(&Step) -> bool,
    script: &mut Script<'_, '_, '_>,
) -> String {
    check(given.value.as_str(), given.span, kind, |journey| named_steps(journey, fits), script);
    given.value.as_str().to_owned()
}

/// A journey that is not known has no names to compare with, which was told.
pub(super) fn check(
    name: &str,
    place: Span,
    kind: &'static str,
    known: impl Fn(&Journey) -> Vec<String>,
    script: &mut Script<'_, '_, '_>,
) {
    let Some(journey) = script.journey else { return };
    let known = known(journey);
    script.linker.mention_if(place, declared(journey, kind, name));
    if !known.iter().any(|known| known == name) {
        let within = Some(format!("the journey `{}`", journey.name.value));
        let declared = known.iter().map(String::as_str);
        script.linker.push(unresolved(kind, name, place, declared, within));
    }
}

/// Where the journey declares what a test names.
fn declared(journey: &Journey, kind: &str, name: &str) -> Option<Span> {
    let called = |known: &&Spanned<Box<str>>| *known.value == *name;
    let found = match kind {
        "exit" => journey.exits.iter().map(|exit| &exit.name).find(called),
        "goal" => journey.goals.iter().map(|goal| &goal.name).find(called),
        "arm" | "way or arm" => None,
        _ => journey.steps.values().map(|step| &step.name).find(called),
    };
    found.map(|name| name.span)
}

/// The step of an answer.
pub(super) fn approval(word: &One<Ref<StepName>>, script: &mut Script<'_, '_, '_>) -> Option<String> {
    let given = word.get()?;
    let asks = |step: &Step| matches!(step.action, Action::Approve(_));
    check(given.value.as_str(), given.span, "approval", |journey| named_steps(journey, asks), script);
    Some(given.value.as_str().to_owned())
}

/// Every reason that a person may leave a journey for.
pub(super) fn exits(journey: &Journey) -> Vec<String> {
    let rules = journey.exits.iter().map(|exit| exit.name.value.to_string());
    let ends = journey.steps.values().filter_map(|step| match &step.action {
        Action::End(end) => end.reason.value().map(ToString::to_string),
        _ => None,
    });
    rules
        .chain(ends)
        .chain(
            ["completed", "re-entered", "stopped", "crowded-out", "caller-left", "withdrawn"]
                .map(str::to_owned),
        )
        .collect()
}

pub(super) fn goals(journey: &Journey) -> Vec<String> {
    journey.goals.iter().map(|goal| goal.name.value.to_string()).collect()
}

pub(super) fn branches(journey: &Journey) -> Vec<String> {
    let of_step = |step: &Step| match &step.action {
        Action::Split(split) => {
            let ways = split.ways.iter().map(|way| way.name.value.to_string());
            ways.chain(["otherwise".to_owned()]).collect()
        }
        Action::Send(send) => {
            let outcomes = send.on.iter().filter_map(|on| Some(on.outcome.as_ref()?.value.word().to_owned()));
            outcomes.collect()
        }
        Action::Fetch(fetch) => {
            let outcomes = fetch.on.iter().filter_map(|on| Some(on.outcome.as_ref()?.value.word()));
            let otherwise = fetch.otherwise.map(|_| "otherwise");
            outcomes.chain(["timeout"]).chain(otherwise).map(str::to_owned).collect()
        }
        Action::Experiment(experiment) => {
            experiment.arms.iter().map(|arm| arm.name.value.to_string()).collect()
        }
        Action::WaitUntil(wait) => {
            let arms = wait.arms.iter().map(|arm| arm.name.value.to_string());
            arms.chain(wait.timeout.iter().map(|_| "timeout".to_owned())).collect()
        }
        Action::Parallel(parallel) => {
            let branches = parallel.branches.iter().map(|branch| branch.name.value.to_string());
            branches.chain(["joined".to_owned(), "timeout".to_owned()]).collect()
        }
        Action::Approve(_) => crate::step::APPROVAL.iter().map(|&word| word.to_owned()).collect(),
        Action::Call(call) => call.ends.clone(),
        Action::Repeat(_) => ["max", "until", "while"].map(str::to_owned).to_vec(),
        Action::Wait(Some(wait)) if wait.date().is_some() => vec!["past".to_owned(), "absent".to_owned()],
        _ => Vec::new(),
    };
    journey.steps.values().flat_map(of_step).collect()
}
