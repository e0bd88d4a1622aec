//! `experiment`: gives each person one of several arms, by chance, and remembers it.

use super::exit::REMOVED;
use super::turn::Turn;
use crate::chance::draw;
use crate::{Assignment, Id, Odds, Verdict};
use filrouge_plan::{Experiment, ExperimentArm};

impl<'a> Turn<'a> {
    pub(super) fn experiment(&mut self, id: Id, experiment: &'a Experiment, depth: u8) {
        let Some((arm, assignment, kept)) = self.place(id, experiment) else {
            return self.leave_here(id, REMOVED);
        };
        let Assignment { odds, salt, .. } = assignment.clone();
        self.remember(id, assignment);
        let verdict = Verdict::Assigned { arm: arm.name.clone(), odds, salt, kept, control: arm.control };
        self.decide_arm(id, &arm.name, verdict, Vec::new());
        self.go_next(id, &arm.to, depth);
    }

    /// The arm of a person: the one that they were given, or the one that chance gives them now. None when there is
    /// no arm to give.
    fn place(&self, id: Id, experiment: &'a Experiment) -> Option<(&'a ExperimentArm, Assignment, bool)> {
        let kept = self.given(id).filter(|_| !experiment.reshuffle);
        let arm = kept.and_then(|kept| experiment.arms.iter().find(|arm| arm.name == kept.arm));
        if let (Some(arm), Some(kept)) = (arm, kept) {
            return Some((arm, kept.clone(), true));
        }
        let arm = draw(self.who, &experiment.salt, &experiment.arms)?;
        Some((arm, Assignment::now(experiment, arm, self.now()), false))
    }

    fn given(&self, id: Id) -> Option<&Assignment> {
        let instance = self.instance(id)?;
        self.person.assignments.get(&(instance.journey.clone(), instance.step.clone()))
    }

    fn remember(&mut self, id: Id, assignment: Assignment) {
        let Some(instance) = self.instance_mut(id) else { return };
        instance.outcomes.insert(instance.step.clone(), assignment.arm.clone());
        let key = (instance.journey.clone(), instance.step.clone());
        self.person.assignments.insert(key, assignment);
    }

    /// Follows the names of journeys, experiments and arms, so that a rename moves nobody.
    pub(super) fn follow_assignments(&mut self) {
        let ready = self.ready;
        for renamed in ready.renamed_experiments() {
            let place = |name: &str| (renamed.journey.clone(), name.to_owned());
            if let Some(assignment) = self.person.assignments.remove(&place(&renamed.was)) {
                self.person.assignments.entry(place(&renamed.name)).or_insert(assignment);
            }
        }
        for renamed in ready.renamed_arms() {
            let key = (renamed.journey.clone(), renamed.experiment.clone());
            if let Some(assignment) = self.person.assignments.get_mut(&key)
                && assignment.arm == renamed.was
            {
                assignment.arm.clone_from(&renamed.name);
            }
            let inside = self.person.instances.iter_mut().filter(|it| it.journey == renamed.journey);
            let outcomes = inside.filter_map(|it| it.outcomes.get_mut(&renamed.experiment));
            outcomes.filter(|arm| **arm == renamed.was).for_each(|arm| arm.clone_from(&renamed.name));
        }
    }
}

impl Assignment {
    /// The arm with the chance that it has under the present weights.
    pub(crate) fn now(experiment: &Experiment, arm: &ExperimentArm, at: i64) -> Self {
        let of = experiment.arms.iter().map(|arm| u64::from(arm.weight)).sum();
        let odds = Odds { parts: u64::from(arm.weight), of };
        Self { arm: arm.name.clone(), odds, salt: experiment.salt.clone(), at }
    }
}
