//! Where steps lead.

use filrouge_plan::{Action, Journey, Step, Target};

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
        _ => Vec::new(),
    };
    all.push(&mut step.next);
    all
}

/// Whether a person may go from a step to `target`.
pub(super) fn leads_to(step: &Step, target: &Target) -> bool {
    let uses_next = !matches!(step.action, Action::WaitUntil(_) | Action::Split(_) | Action::Experiment(_));
    let mut step = step.clone();
    let mut ways = all(&mut step);
    if !uses_next {
        ways.pop();
    }
    ways.iter().any(|way| **way == *target)
}

/// Whoever went to `from` goes to `to`.
pub(super) fn retarget(journey: &mut Journey, from: &Target, to: &Target) {
    let ways = journey.steps.iter_mut().flat_map(all);
    ways.chain([&mut journey.start]).filter(|way| **way == *from).for_each(|way| *way = to.clone());
}

/// Whether a target is the end, or one of these steps.
pub(super) fn goes_to(target: &Target, names: &[String]) -> bool {
    match target {
        Target::Step(name) | Target::Join(name) => names.contains(name),
        Target::End(_) => true,
    }
}

/// Whether a person may come from the step called `from` to the one called `to`.
pub(super) fn reaches(journey: &Journey, from: &str, to: &str) -> bool {
    let goes = |step: &Step| leads_to(step, &Target::Step(to.to_owned()));
    // Ways only lead forward, so this ends.
    let on = |step: &Step| {
        let mut others =
            journey.steps.iter().filter(|other| leads_to(step, &Target::Step(other.name.clone())));
        others.any(|other| reaches(journey, &other.name, to))
    };
    journey.steps.iter().find(|step| step.name == from).is_some_and(|step| goes(step) || on(step))
}
