//! Where the steps of a journey lead.

use crate::{
    Action, Approve, Branch, Call, Entry, Experiment, Fetch, Field, Instead, Journey, Parallel, Plan, Repeat,
    Send, Split, Step, Target, Timeout, Wait, WaitUntil,
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

impl Plan {
    /// Fields of `entry` in a journey: the event's, where an event brings people in.
    #[must_use]
    pub fn entry_fields<'p>(&'p self, journey: &'p Journey) -> &'p [Field] {
        match &journey.enter.by {
            Entry::Event { event } => {
                let schema = self.events.iter().find(|schema| schema.name == *event);
                schema.map_or(&[], |schema| &schema.fields)
            }
            _ => &journey.enter.fields,
        }
    }
}

impl Step {
    /// Whether the step waits for a length of time, if only at most.
    #[must_use]
    pub fn lasts(&self) -> bool {
        match &self.action {
            Action::Wait(Wait::For(_)) => true,
            Action::WaitUntil(wait) => {
                matches!(wait.timeout, Some(Timeout { after: Some(_), until: None, .. }))
            }
            _ => false,
        }
    }
}

impl Journey {
    /// Steps at which people can stand who were on their way elsewhere: where time or others let them go on, and where nobody waits
    /// for them. A journey that others call has none.
    pub fn places(&self) -> impl Iterator<Item = &Step> {
        let branches = self.branches();
        let waits = |step: &&Step| matches!(step.action, Action::Wait(_) | Action::WaitUntil(_));
        let called = matches!(self.enter.by, Entry::Called);
        let apart = move |step: &&Step| branches.values().all(|on| !on.contains(step.name.as_str()));
        self.steps.iter().filter(move |_| !called).filter(waits).filter(apart)
    }

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
