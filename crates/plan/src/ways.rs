//! Where the steps of a journey lead.

use crate::{
    Action, Approve, Branch, Call, Experiment, Fetch, Instead, Journey, Parallel, Repeat, Send, Split, Step,
    Target, Wait, WaitUntil,
};
use std::collections::{BTreeMap, BTreeSet};

impl Step {
    /// Everywhere a person may go from here.
    #[must_use]
    pub fn targets(&self) -> Vec<&Target> {
        match &self.action {
            Action::WaitUntil(WaitUntil { arms, timeout, resets: _ }) => {
                let arms = arms.iter().map(|arm| &arm.to);
                arms.chain(timeout.iter().map(|timeout| &timeout.to)).collect()
            }
            Action::Split(Split { ways, otherwise }) => {
                ways.iter().map(|way| &way.to).chain([otherwise]).collect()
            }
            Action::Experiment(Experiment { arms, .. }) => arms.iter().map(|arm| &arm.to).collect(),
            Action::Parallel(Parallel { branches, timeout, join: _ }) => {
                let branches = branches.iter().map(|branch| &branch.to);
                branches.chain(timeout.iter().map(|timeout| &timeout.to)).chain([&self.next]).collect()
            }
            Action::Approve(Approve { refused, timeout, by: _, question: _ }) => {
                vec![&self.next, refused, &timeout.to]
            }
            Action::Repeat(Repeat { body, .. }) => vec![body, &self.next],
            Action::Wait(wait) => skipped(wait).into_iter().chain([&self.next]).collect(),
            Action::Call(Call { on, .. }) => on.iter().map(|on| &on.to).chain([&self.next]).collect(),
            Action::Send(Send { on, .. }) => on.iter().map(|on| &on.to).chain([&self.next]).collect(),
            Action::Fetch(Fetch { on, otherwise, .. }) => {
                on.iter().map(|on| &on.to).chain(otherwise).chain([&self.next]).collect()
            }
            Action::Digest(_)
            | Action::Update(_)
            | Action::Emit(_)
            | Action::StopJourney(_)
            | Action::Start(_) => vec![&self.next],
        }
    }
}

/// Where people go whom a wait lets skip the next step.
fn skipped(wait: &Wait) -> Vec<&Target> {
    match wait {
        Wait::Spread { wait, .. } => skipped(wait),
        Wait::Date(wait) => {
            let ways = [&wait.past, &wait.absent].into_iter();
            ways.filter_map(|instead| match instead {
                Instead::Skip(to) => Some(to),
                Instead::Continue | Instead::Exit => None,
            })
            .collect()
        }
        Wait::For(_) | Wait::Until { .. } | Wait::Window(_) => Vec::new(),
    }
}

impl Journey {
    /// The steps on each branch, by the parallel and the branch. Those of a parallel on a branch are on both.
    #[must_use]
    pub fn branches(&self) -> BTreeMap<(&str, &str), BTreeSet<&str>> {
        let mut found = BTreeMap::new();
        for step in &self.steps {
            let Action::Parallel(Parallel { branches, .. }) = &step.action else { continue };
            for Branch { name, to } in branches {
                found.insert((step.name.as_str(), name.as_str()), self.reach(to, &step.name));
            }
        }
        found
    }

    /// The steps that people may come to from `start`, up to the parallel called `stop`.
    pub(crate) fn reach<'j>(&'j self, start: &'j Target, stop: &str) -> BTreeSet<&'j str> {
        let mut seen = BTreeSet::new();
        let mut open = vec![start];
        while let Some(target) = open.pop() {
            let Target::Step(name) = target else { continue };
            if name != stop
                && let Some(step) = self.steps.iter().find(|step| step.name == *name)
                && seen.insert(step.name.as_str())
            {
                open.extend(step.targets());
            }
        }
        seen
    }
}
