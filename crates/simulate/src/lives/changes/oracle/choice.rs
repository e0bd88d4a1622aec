//! Where a decision says that somebody goes.

use filrouge_machine::Verdict;
use filrouge_plan::{Action, Step, Target};

/// Where whoever stands on the step goes after this; nothing where the decision does not say it.
pub(super) fn chosen<'s>(step: &'s Step, verdict: &Verdict) -> Option<&'s Target> {
    match verdict {
        Verdict::Repeated { .. } => match &step.action {
            Action::Repeat(repeat) => Some(&repeat.body),
            _ => None,
        },
        Verdict::ApprovalAnswered { approved, .. } => match &step.action {
            Action::Approve(approve) => Some(if *approved { &step.next } else { &approve.refused }),
            _ => None,
        },
        Verdict::Took { way: name }
        | Verdict::Resumed { arm: name }
        | Verdict::Assigned { arm: name, .. } => by_name(step, name),
        _ => None,
    }
}

fn by_name<'s>(step: &'s Step, name: &str) -> Option<&'s Target> {
    match &step.action {
        Action::Split(split) => {
            let way = split.ways.iter().find(|way| way.name == name);
            Some(way.map_or(&split.otherwise, |way| &way.to))
        }
        Action::Experiment(experiment) => {
            experiment.arms.iter().find(|arm| arm.name == name).map(|arm| &arm.to)
        }
        Action::WaitUntil(wait) => {
            let arm = wait.arms.iter().find(|arm| arm.name == name).map(|arm| &arm.to);
            arm.or_else(|| wait.timeout.as_ref().map(|timeout| &timeout.to))
        }
        Action::Fetch(fetch) => {
            let arm = fetch.on.iter().find(|on| on.outcome == name).map(|on| &on.to);
            arm.or(fetch.otherwise.as_ref())
        }
        Action::Approve(approve) => Some(&approve.timeout.to),
        Action::Parallel(parallel) if name == "timeout" => {
            parallel.timeout.as_ref().map(|timeout| &timeout.to)
        }
        Action::Parallel(_) | Action::Repeat(_) | Action::Wait(_) | Action::Digest(_) => Some(&step.next),
        _ => None,
    }
}
