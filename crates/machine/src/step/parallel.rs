//! `parallel`: goes several ways at once, and goes on when enough of them are through. Each way is walked by an
//! instance of its own; the one that came here waits for them.

use super::agenda::Task;
use super::decide::Subject;
use super::lapse::of_step;
use super::turn::Turn;
use super::wait_until::TIMEOUT;
use crate::{Id, Instance, OnBranch, Pending, Verdict, Watch};
use filrouge_plan::{Action, Branch, Join, Parallel, Target, Value, address};
use std::collections::BTreeMap;

/// Name of the way on which people go on when enough branches are through.
const JOINED: &str = "joined";
/// Name under which the branch is left that was through first.
const FIRST: &str = "first";

impl<'a> Turn<'a> {
    /// Arrival: the first steps of one branch are taken before those of the next.
    pub(super) fn parallel(&mut self, id: Id, parallel: &'a Parallel, depth: u8) {
        let Some(walk) = self.instance(id).cloned() else { return };
        let branches = parallel.branches.iter().map(|branch| (branch_of(&walk, branch), &branch.to));
        let branches: Vec<(Instance, &Target)> = branches.collect();
        let names = parallel.branches.iter().map(|branch| branch.name.clone()).collect();
        self.decide_here(id, Verdict::Branched { branches: names }, Vec::new());
        let go =
            |(branch, to): &(Instance, &Target)| Task::Go { instance: branch.id, to: (*to).clone(), depth };
        let tasks = branches.iter().map(go).collect();
        self.person.instances.extend(branches.into_iter().map(|(branch, _)| branch));
        let wait = self.standing_on(id).and_then(of_step);
        let lapse = wait.and_then(|wait| self.lapse(id, &wait, &self.zone)).unwrap_or_default();
        match lapse.due {
            Some(_) => self.stand(id, lapse),
            None => self.park(id, Pending::Wait { due: None }),
        }
        self.agenda.all_first(tasks);
        self.join(id, depth);
    }

    /// A branch has come to its end.
    pub(super) fn end_branch(&mut self, id: Id, depth: u8) {
        let Some(OnBranch { parent, name, .. }) = self.branch(id) else { return };
        self.remove_branch(id, Verdict::BranchEnded { branch: name.clone() });
        if let Some(parent) = self.instance_mut(parent) {
            let first = parent.results.entry(parent.step.clone()).or_default();
            if parent.watch.ended.is_empty() {
                first.insert(FIRST.to_owned(), Value::from(name.as_str()));
            }
            parent.watch.ended.insert(name);
        }
        self.join(parent, depth);
    }

    /// Lets people go on when enough branches are through.
    fn join(&mut self, id: Id, depth: u8) {
        let Some(step) = self.standing_on(id) else { return };
        let Action::Parallel(parallel) = &step.action else { return };
        if self.is_joined(id, parallel) {
            self.go_behind(id, JOINED, &step.next, depth);
        }
    }

    /// A new plan may need fewer branches.
    pub(super) fn join_all(&mut self) {
        let ids: Vec<Id> = self.person.instances.iter().map(|instance| instance.id).collect();
        ids.into_iter().for_each(|id| self.join(id, 0));
    }

    fn is_joined(&self, id: Id, parallel: &Parallel) -> bool {
        let ended = self.instance(id).map_or(0, |instance| instance.watch.ended.len());
        let given = ended + self.branches(id).len();
        let needed = match parallel.join {
            Join::All => given,
            Join::First(count) => usize::try_from(count).unwrap_or(usize::MAX).min(given),
        };
        ended >= needed
    }

    /// Not enough branches were through in time.
    pub(super) fn join_too_late(&mut self, id: Id, parallel: &'a Parallel) {
        match &parallel.timeout {
            Some(timeout) => self.go_behind(id, TIMEOUT, &timeout.to, 0),
            None => self.unpark(id),
        }
    }

    fn go_behind(&mut self, id: Id, arm: &str, to: &Target, depth: u8) {
        self.unpark(id);
        let verdict = Verdict::Resumed { arm: arm.to_owned() };
        if arm == TIMEOUT {
            self.decide_arm(id, arm, verdict, Vec::new());
        } else {
            self.decide_here(id, verdict, Vec::new());
        }
        self.give_up_branches(id);
        self.go_next(id, to, depth);
    }

    /// Gives up the branches that are not through: whoever walks there stops where they stand.
    pub(super) fn give_up_branches(&mut self, walk: Id) {
        for id in self.branches(walk) {
            let Some(OnBranch { name, .. }) = self.branch(id) else { continue };
            self.call_back_for(id);
            self.unpark(id);
            self.remove_branch(id, Verdict::BranchDropped { branch: name });
        }
    }

    fn remove_branch(&mut self, id: Id, verdict: Verdict) {
        if let Some(subject) = self.on_branch(id) {
            self.decide(subject, verdict, Vec::new());
        }
        let Some(place) = self.person.instances.iter().position(|instance| instance.id == id) else { return };
        let walk = self.person.instances.remove(place);
        self.bring_home(&walk);
        self.hang_up(&walk, JOINED);
    }

    /// Where the words of a branch stand; those of the parallel when the plan has no such branch any more.
    fn on_branch(&self, id: Id) -> Option<Subject> {
        let OnBranch { step, name, .. } = self.branch(id)?;
        let here = self.here(id)?;
        let parallel = self.walked_by(id).and_then(|journey| journey.step(&step));
        let is_there = parallel.is_some_and(|step| match &step.action {
            Action::Parallel(parallel) => parallel.branches.iter().any(|branch| branch.name == name),
            _ => false,
        });
        let origin = match is_there {
            true => address::arm(&here.journey, &step, &name),
            false => address::step(&here.journey, &step),
        };
        Some(Subject { origin, ..here })
    }

    /// What the steps of a branch left behind can be read behind the join.
    fn bring_home(&mut self, walk: &Instance) {
        let Some(branch) = &walk.branch else { return };
        let Some(home) = self.instance_mut(branch.parent) else { return };
        for (step, visits) in &walk.visits {
            let known = home.visits.entry(step.clone()).or_default();
            *known = known.saturating_add(*visits);
            bring(&mut home.outcomes, &walk.outcomes, step);
            bring(&mut home.results, &walk.results, step);
            bring(&mut home.digests, &walk.digests, step);
            bring(&mut home.rounds, &walk.rounds, step);
            // A branch that is gone round again begins with its first rounds, wherever it was given up.
            home.rounds.entry(step.clone()).and_modify(|round| round.open = false);
        }
    }

    fn branch(&self, id: Id) -> Option<OnBranch> {
        self.instance(id)?.branch.clone()
    }

    /// Those who walk the branches of an instance.
    fn branches(&self, walk: Id) -> Vec<Id> {
        let instances = self.person.instances.iter();
        let branches = instances.filter(|own| own.branch.as_ref().is_some_and(|on| on.parent == walk));
        branches.map(|branch| branch.id).collect()
    }

    /// The instance that came in, of one that may walk on a branch of it.
    pub(super) fn root_of(&self, id: Id) -> Id {
        let mut root = id;
        while let Some(branch) = self.instance(root).and_then(|instance| instance.branch.as_ref()) {
            root = branch.parent;
        }
        root
    }

    /// Who goes to the step called `name` when an instance is led there: itself, or, when the step does not lie on
    /// its branch, whoever waits for that branch, and gives it up with all others.
    pub(super) fn leads(&mut self, id: Id, name: &str) -> Id {
        let Some(branch) = self.branch(id) else { return id };
        let journey = self.walked_by(id);
        if journey.is_none_or(|journey| journey.is_on(&branch.step, name)) {
            return id;
        }
        let leader = self.leads(branch.parent, name);
        if leader == branch.parent {
            self.unpark(leader);
            self.give_up_branches(leader);
        }
        leader
    }
}

fn bring<T: Clone>(home: &mut BTreeMap<String, T>, from: &BTreeMap<String, T>, step: &str) {
    if let Some(value) = from.get(step) {
        home.insert(step.to_owned(), value.clone());
    }
}

/// Whoever walks a branch knows what was known when it began. Visits are counted anew: they name the messages of
/// this instance alone.
fn branch_of(walk: &Instance, branch: &Branch) -> Instance {
    let visit = walk.visits.get(&walk.step).copied().unwrap_or_default().to_string();
    Instance {
        id: Id::of(&["branch", &walk.id.to_string(), &walk.step, &visit, &branch.name]),
        branch: Some(OnBranch { parent: walk.id, step: walk.step.clone(), name: branch.name.clone() }),
        caller: None,
        pending: Pending::Wait { due: None },
        watch: Watch::default(),
        visits: BTreeMap::new(),
        ..walk.clone()
    }
}
