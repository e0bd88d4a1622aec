//! The way back from the plan of a share, which the author of the former plan could not foresee.
//!
//! Whoever is in a journey that the former plan does not have leaves it. Whoever stands on a step that it does not have goes on to
//! the one step at which both plans meet next, and leaves where there is none, or more than one.

use crate::changes::Changes;
use crate::compare::{Running, pass};
use filrouge_plan::{Drained, Inside, Journey, Passage, Plan, Removed, Retired, RetiredThen, Step, Target};
use std::collections::BTreeSet;

/// How people of `candidate` come back to `former`.
pub(super) fn pass_back(candidate: &Running<'_>, former: &Running<'_>) -> (Changes, Passage) {
    let told = told(former.plan, candidate.plan);
    let (changes, mut passage) = pass(candidate, &told, former.hash);
    // Whoever finishes on a definition of before does so under both plans.
    let known =
        |one: &Drained| passage.drained.iter().any(|own| own.plan == one.plan && own.name == one.name);
    let kept: Vec<_> = former.drained.iter().filter(|one| !known(one)).cloned().collect();
    passage.drained.extend(kept);
    (changes, passage)
}

/// The former plan, as if its author had known what the other one adds. What it says of plans before it is not meant here.
fn told(former: &Plan, candidate: &Plan) -> Plan {
    let mut plan = former.clone();
    let is_known = |name: &str| former.journeys.iter().any(|own| own.name == name);
    let added = candidate.journeys.iter().filter(|journey| !is_known(&journey.name));
    for journey in added {
        plan.retired.retain(|retired| retired.journey != journey.name);
        plan.retired.push(Retired { journey: journey.name.clone(), then: RetiredThen::Exit });
    }
    for journey in &mut plan.journeys {
        if let Some(now) = candidate.journeys.iter().find(|now| now.name == journey.name) {
            let removed = removed(now, journey);
            journey.inside = Inside { version: now.inside.version, removed, ..Inside::default() };
        }
    }
    plan
}

/// Where people go who stand on steps that `former` does not have.
fn removed(now: &Journey, former: &Journey) -> Vec<Removed> {
    let added = now.steps.iter().filter(|step| step_of(former, &step.name).is_none());
    added.map(|step| Removed { step: step.name.clone(), then: next_common(step, now, former) }).collect()
}

fn step_of<'j>(journey: &'j Journey, name: &str) -> Option<&'j Step> {
    journey.steps.iter().find(|step| step.name == name)
}

/// The one step at which both definitions meet behind `from`, on the same branch.
fn next_common(from: &Step, now: &Journey, former: &Journey) -> Option<String> {
    let is_on_branch = now.branches().values().any(|steps| steps.contains(from.name.as_str()));
    let (mut seen, mut common, mut open) = (BTreeSet::new(), BTreeSet::new(), vec![from]);
    while let Some(step) = open.pop() {
        for target in step.targets() {
            match target {
                Target::Step(name) if step_of(former, name).is_some() => drop(common.insert(target.clone())),
                Target::Step(name) => {
                    let unseen = step_of(now, name).filter(|_| seen.insert(name.clone()));
                    open.extend(unseen);
                }
                // The branches of a parallel end where it goes on itself.
                Target::Join(_) if !is_on_branch => {}
                Target::End(_) | Target::Join(_) => drop(common.insert(target.clone())),
            }
        }
    }
    match (common.pop_first(), common.pop_first()) {
        (Some(Target::Step(name)), None) if same_branch(&from.name, &name, now, former) => Some(name),
        _ => None,
    }
}

/// Whoever walks a branch stays on it.
fn same_branch(from: &str, to: &str, now: &Journey, former: &Journey) -> bool {
    let of = |journey: &Journey, step: &str| -> BTreeSet<(String, String)> {
        let branches = journey.branches().into_iter().filter(|(_, steps)| steps.contains(step));
        branches.map(|((parallel, branch), _)| (parallel.to_owned(), branch.to_owned())).collect()
    };
    let here = of(now, from);
    here == of(now, to) && here == of(former, to)
}
