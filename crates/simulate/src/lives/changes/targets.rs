//! Where steps lead.

use super::scopes::Scope;
use filrouge_plan::{Action, Journey, Step, Target};
use std::collections::BTreeSet;

/// Everywhere a step may lead, whether its action uses it or not.
fn all(step: &mut Step) -> Vec<&mut Target> {
    let mut all = match &mut step.action {
        Action::WaitUntil(wait) => {
            let arms = wait.arms.iter_mut().map(|arm| &mut arm.to);
            arms.chain(wait.timeout.iter_mut().map(|timeout| &mut timeout.to)).collect()
        }
        Action::Split(split) => {
            split.ways.iter_mut().map(|way| &mut way.to).chain([&mut split.otherwise]).collect()
        }
        Action::Experiment(experiment) => experiment.arms.iter_mut().map(|arm| &mut arm.to).collect(),
        Action::Send(send) => send.on.iter_mut().map(|on| &mut on.to).collect(),
        Action::Fetch(fetch) => {
            fetch.on.iter_mut().map(|on| &mut on.to).chain(fetch.otherwise.iter_mut()).collect()
        }
        Action::Parallel(parallel) => {
            let branches = parallel.branches.iter_mut().map(|branch| &mut branch.to);
            branches.chain(parallel.timeout.iter_mut().map(|timeout| &mut timeout.to)).collect()
        }
        Action::Approve(approve) => vec![&mut approve.refused, &mut approve.timeout.to],
        Action::Repeat(repeat) => vec![&mut repeat.body],
        _ => Vec::new(),
    };
    all.push(&mut step.next);
    all
}

/// Where whoever stands on the step may go, which of a parallel is not into its branches.
fn ways(step: &Step) -> Vec<Target> {
    let mut step = step.clone();
    if let Action::Parallel(parallel) = &mut step.action {
        parallel.branches.clear();
    }
    let uses_next = uses_next(&step);
    let mut ways: Vec<Target> = all(&mut step).into_iter().map(|way| way.clone()).collect();
    if !uses_next {
        ways.pop();
    }
    ways
}

const fn uses_next(step: &Step) -> bool {
    !matches!(step.action, Action::WaitUntil(_) | Action::Split(_) | Action::Experiment(_))
}

/// Whoever takes the last way of a step goes to `to`.
pub(super) fn lead_on(step: &mut Step, to: Target) {
    let skipped = usize::from(!uses_next(step));
    if let Some(way) = all(step).into_iter().rev().nth(skipped) {
        *way = to;
    }
}

/// Names of the steps that somebody may come to.
pub(super) fn reached(journey: &Journey) -> BTreeSet<String> {
    behind(journey, vec![journey.start.clone()], None)
}

/// Whether a person may go from a step to `target`.
pub(super) fn leads_to(step: &Step, target: &Target) -> bool {
    ways(step).contains(target)
}

/// Whoever went to `from` goes to `to`.
pub(super) fn retarget(journey: &mut Journey, from: &Target, to: &Target) {
    let ways = journey.steps.iter_mut().flat_map(all);
    ways.chain([&mut journey.start]).filter(|way| **way == *from).for_each(|way| *way = to.clone());
}

/// Whoever went to `from` goes to `to`, but for those who come round.
pub(super) fn retarget_from_above(journey: &mut Journey, from: &Target, to: &Target) {
    let repeat = Scope::Round.owner(journey).map(|owner| Target::Step(owner.name.clone()));
    let is_round = repeat.as_ref() == Some(from);
    let steps = journey.steps.iter_mut().filter(|step| !is_round || Scope::of(&step.name) != Scope::Round);
    let ways = steps.flat_map(all).chain([&mut journey.start]);
    ways.filter(|way| **way == *from).for_each(|way| *way = to.clone());
}

/// Whether a target is the end, or one of these steps.
pub(super) fn goes_to(target: &Target, names: &[String]) -> bool {
    match target {
        Target::Step(name) | Target::Join(name) => names.contains(name),
        Target::End(_) => true,
    }
}

/// Whether everything that a step leads to is one of these.
pub(super) fn goes_only_to(step: &Step, names: &[String]) -> bool {
    all(&mut step.clone()).into_iter().all(|target| goes_to(target, names))
}

/// Names of the steps behind `starts`, those of branches included, up to `stop`. Whoever comes to the end of a branch
/// is not led further by that.
fn behind(journey: &Journey, starts: Vec<Target>, stop: Option<&str>) -> BTreeSet<String> {
    let (mut seen, mut open) = (BTreeSet::new(), starts);
    while let Some(target) = open.pop() {
        let Target::Step(name) = target else { continue };
        if stop == Some(name.as_str()) || !seen.insert(name.clone()) {
            continue;
        }
        let step = journey.steps.iter().find(|step| step.name == name);
        step.into_iter().for_each(|step| open.extend(ways_and_branches(step)));
    }
    seen
}

fn ways_and_branches(step: &Step) -> Vec<Target> {
    let mut ways = ways(step);
    if let Action::Parallel(parallel) = &step.action {
        ways.extend(parallel.branches.iter().map(|branch| branch.to.clone()));
    }
    ways
}

/// Whether a person may come from the step called `from` to the one called `to`.
pub(super) fn reaches(journey: &Journey, from: &str, to: &str) -> bool {
    let step = journey.steps.iter().find(|step| step.name == from);
    step.is_some_and(|step| behind(journey, ways_and_branches(step), None).contains(to))
}

/// Whether a step lies on a branch of the parallel.
pub(super) fn is_on_branch(journey: &Journey, parallel: &str, step: &str) -> bool {
    let owner = journey.steps.iter().find(|step| step.name == parallel);
    let Some(Action::Parallel(own)) = owner.map(|step| &step.action) else { return false };
    let starts = own.branches.iter().map(|branch| branch.to.clone()).collect();
    behind(journey, starts, Some(parallel)).contains(step)
}
