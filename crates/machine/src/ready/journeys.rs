//! A journey with its steps by name.

use crate::Instance;
use filrouge_plan::{Action, Drained, Journey, JourneyPassage, Passage, RestsOn, Step, address};
use std::collections::{BTreeMap, BTreeSet};

/// A journey with its steps by name.
#[derive(Debug)]
pub(crate) struct ReadyJourney {
    pub(crate) plan: Journey,
    /// Addresses that are needed for each event, also when nobody comes in.
    pub(crate) enter: String,
    pub(crate) enter_condition: String,
    pub(crate) enter_key: String,
    /// More moves than this within one input go round without a pause.
    pub(crate) most_moves: usize,
    /// Purposes of its messages.
    pub(crate) purposes: BTreeSet<String>,
    /// Its present name, which for a former definition may be another one.
    pub(crate) called: String,
    /// Hash of the plan that a former definition is from.
    pub(crate) drained: Option<String>,
    /// The steps on the branches of each parallel.
    on_branches: BTreeMap<String, BTreeSet<String>>,
    rests_on: BTreeMap<String, RestsOn>,
    steps: BTreeMap<String, usize>,
    renamed: BTreeMap<String, usize>,
}

impl ReadyJourney {
    /// A journey of the plan, to which people come by `passage`.
    pub(super) fn new(journey: &Journey, passage: &Passage) -> Self {
        let came =
            |(was, by): &(&String, &JourneyPassage)| by.renamed.as_ref().unwrap_or(was) == &journey.name;
        let by = passage.journeys.iter().find(came);
        let mut own = Self::of(journey);
        own.renamed.retain(|was, _| by.is_none_or(|(_, by)| !by.unfollowed.contains(was)));
        own
    }

    fn of(journey: &Journey) -> Self {
        let steps: BTreeMap<_, _> =
            journey.steps.iter().enumerate().map(|(index, step)| (step.name.clone(), index)).collect();
        let renamed = journey
            .steps
            .iter()
            .enumerate()
            .filter_map(|(index, step)| Some((step.was.clone()?, index)))
            .filter(|(was, _)| !steps.contains_key(was))
            .collect();
        let enter = address::enter(&journey.name);
        let (enter_condition, enter_key) = (address::condition(&enter), address::key(&enter));
        let purposes = journey.steps.iter().filter_map(purpose).collect();
        let (called, drained) = (journey.name.clone(), None);
        Self {
            plan: journey.clone(),
            called,
            drained,
            enter,
            enter_condition,
            enter_key,
            most_moves: most_moves(journey),
            purposes,
            on_branches: on_branches(journey),
            rests_on: rests_on(journey),
            steps,
            renamed,
        }
    }

    /// A former definition on which people finish.
    pub(super) fn former(drained: &Drained) -> Self {
        let journey = Self::of(&drained.journey);
        Self { called: drained.name.clone(), drained: Some(drained.plan.clone()), ..journey }
    }

    /// Whether an instance walks by this definition.
    pub(crate) fn is_walked_by(&self, instance: &Instance) -> bool {
        self.called == instance.journey && self.drained == instance.drained
    }

    pub(crate) fn name(&self) -> &str {
        &self.plan.name
    }

    /// The step called `name`.
    pub(crate) fn step(&self, name: &str) -> Option<&Step> {
        self.plan.steps.get(*self.steps.get(name)?)
    }

    /// Whether a step lies on a branch of the parallel.
    pub(crate) fn is_on(&self, parallel: &str, step: &str) -> bool {
        self.on_branches.get(parallel).is_some_and(|steps| steps.contains(step))
    }

    /// The one purpose that everything serves which may still happen from a step on.
    pub(crate) fn rests_on(&self, step: &str) -> Option<&RestsOn> {
        self.rests_on.get(step)
    }

    /// The present name of each step that had another one, by that other name.
    pub(crate) fn renamed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.renamed
            .iter()
            .filter_map(|(was, index)| Some((was.as_str(), self.plan.steps.get(*index)?.name.as_str())))
    }
}

fn on_branches(journey: &Journey) -> BTreeMap<String, BTreeSet<String>> {
    let mut on: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for ((parallel, _), steps) in journey.branches() {
        on.entry(parallel.to_owned()).or_default().extend(steps.into_iter().map(str::to_owned));
    }
    on
}

fn rests_on(journey: &Journey) -> BTreeMap<String, RestsOn> {
    journey.rests_on().into_iter().map(|(step, rests)| (step.to_owned(), rests)).collect()
}

/// A way through the journey passes each step once, and those inside of a `repeat` once a round.
fn most_moves(journey: &Journey) -> usize {
    let rounds = journey.steps.iter().map(|step| match &step.action {
        Action::Repeat(repeat) => usize::try_from(repeat.max).unwrap_or(MOST_MOVES),
        _ => 1,
    });
    let rounds = rounds.fold(1, usize::saturating_mul);
    journey.steps.len().saturating_mul(4).saturating_mul(rounds).min(MOST_MOVES)
}

/// Most moves of one person within one input, however often they may go round.
const MOST_MOVES: usize = 10_000;

fn purpose(step: &Step) -> Option<String> {
    match &step.action {
        Action::Send(send) => Some(send.purpose.clone()),
        _ => None,
    }
}

/// Former names of journeys, unless another journey goes by that name now, or nobody follows them.
pub(super) fn renamed(
    journeys: &[Journey],
    names: &BTreeMap<String, usize>,
    passage: &Passage,
) -> Vec<(String, usize)> {
    let former =
        journeys.iter().enumerate().filter_map(|(index, journey)| Some((journey.was.clone()?, index)));
    let is_free = |was: &String| !names.contains_key(was) && !passage.unfollowed.contains(was);
    former.filter(|(was, _)| is_free(was)).collect()
}

/// An experiment that had another name.
#[derive(Debug)]
pub(crate) struct RenamedExperiment {
    pub(crate) journey: String,
    pub(crate) was: String,
    pub(crate) name: String,
}

/// An arm that had another name.
#[derive(Debug)]
pub(crate) struct RenamedArm {
    pub(crate) journey: String,
    pub(crate) experiment: String,
    pub(crate) was: String,
    pub(crate) name: String,
}

/// Experiments and arms that had other names.
#[derive(Debug)]
pub(super) struct RenamedChances {
    pub(super) experiments: Vec<RenamedExperiment>,
    pub(super) arms: Vec<RenamedArm>,
}

impl RenamedChances {
    pub(super) fn of(journeys: &[ReadyJourney]) -> Self {
        Self {
            experiments: journeys.iter().flat_map(ReadyJourney::renamed_experiments).collect(),
            arms: journeys.iter().flat_map(ReadyJourney::renamed_arms).collect(),
        }
    }
}

impl ReadyJourney {
    fn renamed_experiments(&self) -> impl Iterator<Item = RenamedExperiment> {
        let experiments = self
            .renamed()
            .filter(|(_, name)| matches!(self.step(name), Some(Step { action: Action::Experiment(_), .. })));
        experiments.map(|(was, name)| RenamedExperiment {
            journey: self.name().to_owned(),
            was: was.to_owned(),
            name: name.to_owned(),
        })
    }

    /// Former names of arms, unless another arm goes by that name now.
    fn renamed_arms(&self) -> impl Iterator<Item = RenamedArm> {
        let arms = self.plan.steps.iter().filter_map(|step| match &step.action {
            Action::Experiment(experiment) => Some((step, &experiment.arms)),
            _ => None,
        });
        arms.flat_map(|(step, arms)| {
            let former = arms.iter().filter_map(|arm| Some((arm.was.clone()?, arm.name.clone())));
            let gone = former.filter(|(was, _)| !arms.iter().any(|arm| arm.name == *was));
            gone.map(|(was, name)| RenamedArm {
                journey: self.name().to_owned(),
                experiment: step.name.clone(),
                was,
                name,
            })
        })
    }
}
