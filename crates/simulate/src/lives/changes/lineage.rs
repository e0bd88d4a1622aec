//! Who is who from plan to plan: journeys, steps and arms have numbers that outlive their names.

use filrouge_plan::{Action, Journey, Plan, Step};
use std::collections::BTreeMap;

pub(super) type Number = u32;

/// A plan, and the numbers of what is in it.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) plan: Plan,
    journeys: BTreeMap<String, Number>,
    steps: BTreeMap<(Number, String), Number>,
    arms: BTreeMap<(Number, String), Number>,
}

/// Numbers that nobody has yet.
#[derive(Debug, Clone, Default)]
pub(super) struct Fresh(Number);

impl Fresh {
    fn next(&mut self) -> Number {
        self.0 += 1;
        self.0
    }
}

impl Known {
    /// The numbers of `plan`, which follows `before`: whatever keeps its name, or says that it had it, keeps its number.
    pub(super) fn after(before: Option<&Self>, plan: Plan, fresh: &mut Fresh) -> Self {
        let mut known =
            Self { plan, journeys: BTreeMap::new(), steps: BTreeMap::new(), arms: BTreeMap::new() };
        let plan = known.plan.clone();
        let names: Vec<_> = plan.journeys.iter().map(|it| (it.name.as_str(), it.was.as_deref())).collect();
        for (name, was) in &names {
            let former = former(name, *was, &names, |name| before?.journeys.get(name).copied());
            known.journeys.insert((*name).to_owned(), former.unwrap_or_else(|| fresh.next()));
        }
        plan.journeys.iter().for_each(|journey| known.number_steps(before, journey, fresh));
        known
    }

    fn number_steps(&mut self, before: Option<&Self>, journey: &Journey, fresh: &mut Fresh) {
        let Some(own) = self.journey(&journey.name) else { return };
        let names: Vec<_> = journey.steps.iter().map(|it| (it.name.as_str(), it.was.as_deref())).collect();
        for step in &journey.steps {
            let known = |name: &str| before?.steps.get(&(own, name.to_owned())).copied();
            let former = former(&step.name, step.was.as_deref(), &names, known);
            let number = former.unwrap_or_else(|| fresh.next());
            self.steps.insert((own, step.name.clone()), number);
            self.number_arms(before, number, step, fresh);
        }
    }

    fn number_arms(&mut self, before: Option<&Self>, own: Number, step: &Step, fresh: &mut Fresh) {
        let Action::Experiment(experiment) = &step.action else { return };
        let names: Vec<_> = experiment.arms.iter().map(|it| (it.name.as_str(), it.was.as_deref())).collect();
        for (name, was) in &names {
            let known = |name: &str| before?.arms.get(&(own, name.to_owned())).copied();
            let former = former(name, *was, &names, known);
            self.arms.insert((own, (*name).to_owned()), former.unwrap_or_else(|| fresh.next()));
        }
    }

    pub(super) fn journey(&self, name: &str) -> Option<Number> {
        self.journeys.get(name).copied()
    }

    pub(super) fn step(&self, journey: Number, name: &str) -> Option<Number> {
        self.steps.get(&(journey, name.to_owned())).copied()
    }

    pub(super) fn arm(&self, step: Number, name: &str) -> Option<Number> {
        self.arms.get(&(step, name.to_owned())).copied()
    }

    pub(super) fn has_arm(&self, step: Number, arm: Number) -> bool {
        self.arms.iter().any(|((of, _), number)| (*of, *number) == (step, arm))
    }

    pub(super) fn journey_of(&self, number: Number) -> Option<&Journey> {
        let (name, _) = self.journeys.iter().find(|(_, own)| **own == number)?;
        self.plan.journeys.iter().find(|journey| journey.name == *name)
    }

    pub(super) fn step_of(&self, journey: Number, number: Number) -> Option<&Step> {
        let mut steps = self.journey_of(journey)?.steps.iter();
        steps.find(|step| self.step(journey, &step.name) == Some(number))
    }
}

fn former(
    name: &str,
    was: Option<&str>,
    all: &[(&str, Option<&str>)],
    known: impl Fn(&str) -> Option<Number>,
) -> Option<Number> {
    let was = was.filter(|was| all.iter().all(|(other, _)| other != was));
    known(name).or_else(|| known(was?))
}
