//! A second telling of what becomes of people inside when the plan changes. It shares nothing with the machine and the
//! comparison but the plans and how branches are named, and looks at decisions and at where people stand.

mod choice;
mod follow;
mod lanes;
mod place;
mod stands;
mod stops;
mod swap;
mod together;

use super::lineage::{Fresh, Known, Number};
use super::measures::Measures;
use crate::World;
use filrouge_machine::{Id, Instance};
use filrouge_plan::{Plan, Step, Target};
use lanes::Lane;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use stops::Stop;
pub(super) use swap::Swap;

pub(super) type Judged = Result<(), String>;

/// Somebody's way through one journey, as the decisions tell it.
#[derive(Debug, Clone)]
struct Walk {
    journey: Number,
    entered: i64,
    at: Option<Number>,
    /// Where its step said that it goes.
    chosen: Option<Target>,
    /// Where a change of plan takes it.
    redirected: Option<String>,
    jumps: usize,
    sent: BTreeMap<Number, usize>,
    rounds: BTreeMap<Number, u32>,
    /// The branch that it walks, for another one.
    on: Option<Lane>,
    /// Branches that were given at the parallel where it stands, and which of them are through.
    given: usize,
    through: BTreeSet<String>,
    /// The step and its visit, when it was entered, and when the wait there is due, as seen last.
    waits: Option<(Number, u32, i64, Option<i64>)>,
}

impl Walk {
    fn new(journey: Number, entered: i64, on: Option<Lane>) -> Self {
        Self {
            journey,
            entered,
            at: None,
            chosen: None,
            redirected: None,
            jumps: 0,
            sent: BTreeMap::new(),
            rounds: BTreeMap::new(),
            on,
            given: 0,
            through: BTreeSet::new(),
            waits: None,
        }
    }
}

#[derive(Debug, Default, Clone)]
pub(super) struct Oracle {
    /// Every plan that ran, by its hash: one that came back has other numbers.
    plans: BTreeMap<String, Vec<Rc<Known>>>,
    fresh: Fresh,
    active: String,
    /// What each journey is called, or was when it was last there.
    names: BTreeMap<Number, String>,
    inside: BTreeMap<Id, Walk>,
    /// Branches that were given, and that nobody has been seen on.
    lanes: Vec<Lane>,
    /// Others whom a step takes out, and who have not left yet.
    stops: Vec<Stop>,
    ever: BTreeSet<Id>,
    arms: BTreeMap<(Number, Number), (Number, i64)>,
    effects: BTreeSet<Id>,
    measures: Measures,
    /// Decisions, and messages, that were looked at.
    seen: usize,
    messages: usize,
}

impl Oracle {
    /// `plan` runs from now on.
    pub(super) fn run(&mut self, plan: &Plan, hash: &str) {
        let before = self.plans.get(&self.active).and_then(|plans| plans.last());
        let known = Known::after(before.map(Rc::as_ref), plan.clone(), &mut self.fresh);
        let names = plan.journeys.iter().filter_map(|it| Some((known.journey(&it.name)?, it.name.clone())));
        self.names.extend(names);
        self.plans.entry(hash.to_owned()).or_default().push(Rc::new(known));
        hash.clone_into(&mut self.active);
    }

    fn known(&self, hash: &str) -> Result<Rc<Known>, String> {
        let plans = self.plans.get(hash).and_then(|plans| plans.last());
        plans.cloned().ok_or_else(|| format!("a plan is not known: {hash}"))
    }

    /// The plan of this hash in which a journey has this number.
    fn plan_of(&self, hash: &str, journey: Number) -> Result<Rc<Known>, String> {
        let mut plans = self.plans.get(hash).into_iter().flatten().rev();
        let known = plans.find(|known| known.journey_of(journey).is_some());
        known.cloned().ok_or_else(|| "a journey acts that is not there".to_owned())
    }

    /// Looks at everything that has happened since the last look.
    pub(super) fn look(&mut self, world: &World<'_>, swap: Option<&Swap>) -> Judged {
        for decision in world.decisions.iter().skip(self.seen) {
            self.follow(decision, swap).map_err(|why| format!("{why}: {decision:?}"))?;
        }
        self.seen = world.decisions.len();
        let effects: Vec<Id> = world.messages.iter().skip(self.messages).map(|it| it.effect).collect();
        self.messages = world.messages.len();
        if !effects.into_iter().all(|effect| self.effects.insert(effect)) {
            return Err("one effect is sent twice".to_owned());
        }
        self.nobody_is_lost(world)?;

        let timers: BTreeMap<Id, i64> = world.person.timers(world.who).collect();
        if timers != world.timers {
            return Err(format!("timers set are {:?}, pending {timers:?}", world.timers));
        }
        self.measures.look(world)?;
        let swapped = swap.map(|swap| swap.at);
        let all = &world.person.instances;
        all.iter().try_for_each(|instance| self.stands(instance, all, swapped))?;
        swap.map_or(Ok(()), |swap| self.people_went_where_it_says(world, swap))
    }

    fn nobody_is_lost(&mut self, world: &World<'_>) -> Judged {
        world.person.instances.iter().for_each(|instance| self.recognise(instance.id));
        if let Some(lane) = self.lanes.first() {
            return Err(format!("nobody walks {lane:?}"));
        }
        if let Some(stop) = self.stops.first() {
            return Err(format!("nobody leaves by {stop:?}"));
        }
        let there: BTreeSet<Id> = world.person.instances.iter().map(|instance| instance.id).collect();
        let told: BTreeSet<Id> = self.inside.keys().copied().collect();
        if there != told || there.len() != world.person.instances.len() {
            return Err(format!("inside are {there:?}, and the decisions tell of {told:?}"));
        }
        let roots = || world.person.instances.iter().filter(|it| it.branch.is_none());
        let different: BTreeSet<_> = roots().map(|it| (&it.journey, &it.key)).collect();
        if different.len() < roots().count() {
            return Err("somebody is in twice under one key".to_owned());
        }
        Ok(())
    }

    /// The definition by which an instance walks, and its step in it.
    fn standing(&self, instance: &Instance) -> Option<(Rc<Known>, Number, Step)> {
        let journey = self.inside.get(&instance.id)?.journey;
        let known = self.plan_of(instance.drained.as_ref().unwrap_or(&self.active), journey).ok()?;
        let step = known.journey_of(journey)?.steps.iter().find(|step| step.name == instance.step)?.clone();
        Some((known, journey, step))
    }
}
