//! What authors do to a plan between two reloads. Each edit hangs on a seed and on the plan that it meets, so that it
//! still means something when others before it are left out.

mod journeys;
mod steps;
mod valid;

use super::measures::measure_anew;
use super::parts::{callable, is_called};
use crate::Dice;
use filrouge_plan::{Journey, Plan};

pub(super) use valid::make_valid;

/// One thing that an author does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edit {
    kind: Kind,
    seed: u64,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    AddStep,
    RemoveStep,
    RenameStep,
    TakeName,
    ReplaceStep,
    Times,
    Flow,
    Entry,
    Experiment,
    Version,
    AddJourney,
    RemoveJourney,
    RenameJourney,
    Templates,
    Measures,
    Tidy,
}

const KINDS: &[Kind] = &[
    Kind::AddStep,
    Kind::AddStep,
    Kind::RemoveStep,
    Kind::RemoveStep,
    Kind::RemoveStep,
    Kind::RenameStep,
    Kind::RenameStep,
    Kind::TakeName,
    Kind::ReplaceStep,
    Kind::ReplaceStep,
    Kind::Times,
    Kind::Times,
    Kind::Flow,
    Kind::Flow,
    Kind::Entry,
    Kind::Experiment,
    Kind::Experiment,
    Kind::Version,
    Kind::Version,
    Kind::AddJourney,
    Kind::RemoveJourney,
    Kind::RenameJourney,
    Kind::Templates,
    Kind::Measures,
    Kind::Tidy,
    Kind::Tidy,
];

impl Edit {
    pub(super) fn random(dice: &mut Dice) -> Self {
        Self { kind: dice.pick(KINDS, Kind::Tidy), seed: dice.roll() }
    }

    pub(super) fn apply(self, plan: &mut Plan) {
        let dice = &mut Dice::new(self.seed);
        match self.kind {
            Kind::AddJourney => journeys::add(plan, dice),
            Kind::RemoveJourney => journeys::remove(plan, dice),
            Kind::RenameJourney => journeys::rename(plan, dice),
            Kind::Templates => journeys::templates(plan, dice),
            Kind::Measures => measure_anew(plan, dice),
            Kind::Tidy => journeys::tidy(plan, dice),
            kind => {
                let subs = callable(plan);
                let place = dice.below(plan.journeys.len());
                let Some(journey) = plan.journeys.get_mut(place) else { return };
                let subs = if is_called(&journey.name) { Vec::new() } else { subs };
                within(kind, journey, dice, &subs);
            }
        }
    }
}

fn within(kind: Kind, journey: &mut Journey, dice: &mut Dice, subs: &[String]) {
    match kind {
        Kind::AddStep => steps::add(journey, dice, subs),
        Kind::RemoveStep => steps::remove(journey, dice),
        Kind::RenameStep => steps::rename(journey, dice),
        Kind::TakeName => steps::take_name(journey, dice),
        Kind::ReplaceStep => steps::replace(journey, dice, subs),
        Kind::Times => steps::times(journey, dice),
        Kind::Flow => steps::flow(journey, dice, subs),
        Kind::Entry => journeys::entry(journey, dice),
        Kind::Experiment => steps::experiment(journey, dice, subs),
        _ => journeys::version(journey, dice),
    }
}

fn free(names: &[&'static str], is_taken: impl Fn(&str) -> bool, dice: &mut Dice) -> Option<&'static str> {
    let free: Vec<&'static str> = names.iter().copied().filter(|name| !is_taken(name)).collect();
    free.get(dice.below(free.len())).copied()
}
