//! A plan for a share of the people: in what it may differ from the plan of all others, and how people pass between the two.
//!
//! What a plan decides for everybody is one thing: which events come in, who is who, by what a message leaves. It is the same in
//! both plans, or there is no share. What a person lives may differ: journeys, what they say, and segments that nothing else reads.

mod shared;
mod way_back;

use crate::changes::{Change, Changes, Edit, Effect};
use crate::compare::{Running, pass};
use crate::sentences::{done, subject};
use filrouge_plan::{Action, ExperimentArm, Journey, Passage, Plan, address};
use shared::{is_lived, of_journeys, same_for_all, segments_for_all};

/// How people pass between the plan that runs and the plan of a share, as often as the share is another one. Anybody may stand
/// anywhere: both ways hold for as long as the two plans run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ways {
    /// From the plan that runs to the plan of the share.
    pub there: Passage,
    /// And back. It knows every former definition on which people of either plan finish.
    pub back: Passage,
    /// What the way back means for people in the share.
    pub returning: Changes,
}

/// Why a plan cannot run for a share of the people.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Obstacle {
    /// The part of the plan.
    pub address: String,
    /// What is in the way, in a sentence.
    pub sentence: String,
    /// What to do.
    pub help: String,
}

const SPLIT: &str =
    "apply the plan to everybody, or split the change: what holds for everybody first, the rest to a share";
const RENAME: &str = "rename in a plan of its own that is applied to everybody";
const NO_PLACE: &str = "say what becomes of people who stand there, or apply the plan to everybody";

/// What differs between the running plan and one for a share of the people, and how people pass between the two.
///
/// # Errors
/// Everything that is in the way of a share.
pub fn release(running: &Running<'_>, plan: &Plan, hash: &str) -> Result<(Changes, Ways), Vec<Obstacle>> {
    let anywhere = Running { inside: None, ..*running };
    let (found, mut there) = pass(&anywhere, plan, hash);
    let candidate = Running { plan, hash, drained: &there.drained, inside: None };
    let (anyhow, mut back) = way_back::pass_back(&candidate, &anywhere);
    let obstacles = obstacles(running.plan, plan, &found, &anyhow);
    if !obstacles.is_empty() {
        return Err(obstacles);
    }
    let counted = Running { inside: running.inside, ..candidate };
    let (returning, counted) = way_back::pass_back(&counted, running);
    take_spread(&mut back, counted);
    let (changes, counted) = pass(running, plan, hash);
    take_spread(&mut there, counted);
    Ok((changes, Ways { there, back, returning }))
}

/// Over how long people are released who are overdue hangs on how many they are.
fn take_spread(passage: &mut Passage, mut counted: Passage) {
    for (journey, by) in &mut passage.journeys {
        if let Some(counted) = counted.journeys.remove(journey) {
            by.spread = counted.spread;
        }
    }
}

fn obstacles(old: &Plan, new: &Plan, there: &Changes, back: &Changes) -> Vec<Obstacle> {
    let read = segments_for_all(old).into_iter().chain(segments_for_all(new)).collect();
    let of = |change: &Change| match &change.edit {
        _ if !is_lived(&change.address, &read) => Some(for_all(&change.address, &change.edit)),
        Edit::Renamed { .. } => Some(renamed(change)),
        _ => (change.effect == Effect::Refused).then(|| no_place(change)),
    };
    let mut found: Vec<Obstacle> = there.changes.iter().filter_map(of).collect();
    found.extend(back.changes.iter().filter_map(no_return));
    found.extend(of_journeys(old, new));
    found.extend(renamed_arms(old, new).chain(renamed_arms(new, old)));
    // Whatever the comparison tells of: what holds for everybody is one and the same.
    if found.is_empty() && !same_for_all(old, new) {
        let edit = Edit::Changed { part: "plan".to_owned(), old: ().into(), new: ().into() };
        found.push(for_all(&address::declared("project", &new.project.name), &edit));
    }
    found.sort();
    found.dedup_by(|one, other| one.address == other.address && one.help == other.help);
    found
}

/// Something holds for everybody, and is not the same.
fn for_all(address: &str, edit: &Edit) -> Obstacle {
    obstacle(address, format!("{}: it holds for everybody", done(&subject(address), edit)), SPLIT)
}

fn renamed(change: &Change) -> Obstacle {
    let what = done(&subject(&change.address), &change.edit);
    obstacle(&change.address, format!("{what}: a share is taken back by the names of before"), RENAME)
}

fn no_place(change: &Change) -> Obstacle {
    let help = change.help.as_deref().unwrap_or(NO_PLACE);
    let what = done(&subject(&change.address), &change.edit);
    obstacle(&change.address, format!("{what}: whoever comes to stand there has no place in the plan"), help)
}

/// Nobody could take the share back.
fn no_return(change: &Change) -> Option<Obstacle> {
    let what = subject(&change.address);
    match &change.edit {
        Edit::Renamed { .. } => Some(obstacle(
            &change.address,
            format!("{what} bears a former name: a share is taken back by the names of before"),
            RENAME,
        )),
        _ if change.effect == Effect::Refused => Some(obstacle(
            &change.address,
            format!("{what} is not what people of the new plan bring along: they could not be taken back"),
            "apply the plan to everybody, or give the journey that differs a name of its own",
        )),
        _ => None,
    }
}

/// Arms of an experiment that people were given by another name.
fn renamed_arms<'p>(old: &'p Plan, new: &'p Plan) -> impl Iterator<Item = Obstacle> {
    let had = |journey: &str, step: &str, arm: &str| {
        old.journeys
            .iter()
            .filter(|own| own.name == journey)
            .flat_map(experiments)
            .any(|(own, arms)| own == step && arms.iter().any(|own| own.name == arm))
    };
    let mut found = Vec::new();
    for journey in &new.journeys {
        for (step, arms) in experiments(journey) {
            let is_other = |arm: &&ExperimentArm| {
                let here = arms.iter().any(|own| Some(&own.name) == arm.was.as_ref());
                !here && arm.was.as_ref().is_some_and(|was| had(&journey.name, step, was))
            };
            found.extend(arms.iter().filter(is_other).map(|arm| {
                let address = address::arm(&journey.name, step, &arm.name);
                let what = subject(&address);
                obstacle(
                    &address,
                    format!("{what} has another name: a share is taken back by the names of before"),
                    RENAME,
                )
            }));
        }
    }
    found.into_iter()
}

fn experiments(journey: &Journey) -> impl Iterator<Item = (&str, &[ExperimentArm])> {
    journey.steps.iter().filter_map(|step| match &step.action {
        Action::Experiment(experiment) => Some((step.name.as_str(), experiment.arms.as_slice())),
        _ => None,
    })
}

fn obstacle(address: &str, sentence: String, help: &str) -> Obstacle {
    Obstacle { address: address.to_owned(), sentence, help: help.to_owned() }
}

#[cfg(test)]
mod tests;
