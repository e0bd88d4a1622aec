//! The passage from one plan to the next, for one instance.

use super::agenda::Task;
use super::exit::{REMOVED, REQUALIFIED, RETIRED};
use super::judge::{View, in_order};
use super::turn::Turn;
use crate::{Id, Verdict};
use filrouge_plan::{Everybody, JourneyPassage, StepPassage, Target, address};

/// What the passage says of an instance, as it stood under the former plan.
#[derive(Clone, Copy)]
pub(super) struct Passing<'a> {
    pub journey: &'a JourneyPassage,
    step: Option<&'a StepPassage>,
}

/// What becomes of an instance.
enum Way<'a> {
    Retires,
    /// On the former definition.
    Finishes,
    Stays,
    Goes {
        to: &'a str,
        origin: &'a str,
    },
    Leaves {
        origin: &'a str,
    },
    /// The plan has no place for it, and does not say what becomes of it.
    Lost,
}

impl<'a> Turn<'a> {
    /// What the passage to the present plan says of an instance; nothing for one that comes from elsewhere.
    pub(super) fn passing(&self, id: Id) -> Option<Passing<'a>> {
        let (passage, instance) = (self.ready.passage(), self.instance(id)?);
        let journey = passage.journeys.get(&instance.journey)?;
        let step = journey.steps.get(&instance.step).filter(|_| instance.drained.is_none());
        (instance.plan == passage.from).then_some(Passing { journey, step })
    }

    /// Brings instances to the present plan.
    pub(super) fn follow_all(&mut self, moved: &[Id], passages: &[Option<Passing<'a>>]) {
        for (id, passing) in moved.iter().zip(passages) {
            self.prepare(*id, passing.as_ref());
        }
        // Who calls whom is still as it was when it is judged who has a place.
        let ways = moved.iter().zip(passages).map(|(id, passing)| self.way(*id, passing.as_ref()));
        let ways: Vec<Way<'a>> = ways.collect();
        for (id, way) in moved.iter().zip(&ways) {
            if matches!(way, Way::Stays | Way::Finishes) {
                self.arrive_in_plan(*id);
            }
        }
        for ((id, passing), way) in moved.iter().zip(passages).zip(&ways) {
            self.follow(*id, passing.as_ref(), way);
        }
    }

    /// Whoever finishes keeps the former definition; all others stand on their steps by the present names.
    fn prepare(&mut self, id: Id, passing: Option<&Passing<'a>>) {
        if passing.is_some_and(|passing| passing.journey.all == Everybody::Drain) {
            self.drain(id);
        }
        if self.instance(id).is_some_and(|instance| instance.drained.is_none()) {
            self.rename_steps(id);
        }
    }

    fn way(&self, id: Id, passing: Option<&Passing<'a>>) -> Way<'a> {
        if passing.is_some_and(|passing| passing.journey.all == Everybody::Leave) {
            return Way::Retires;
        }
        let is_drained = self.instance(id).is_some_and(|instance| instance.drained.is_some());
        if is_drained && self.walked_by(id).is_some() {
            return Way::Finishes;
        }
        match passing.and_then(|passing| passing.step) {
            Some(StepPassage::Go { to, origin }) => Way::Goes { to, origin },
            Some(StepPassage::Leave { origin }) => Way::Leaves { origin },
            Some(StepPassage::Renamed(_)) | None if self.fits(id) => Way::Stays,
            Some(StepPassage::Renamed(_)) | None => Way::Lost,
        }
    }

    fn arrive_in_plan(&mut self, id: Id) {
        let hash = self.ready.hash().to_owned();
        if let Some(instance) = self.instance_mut(id) {
            instance.plan = hash;
        }
    }

    fn follow(&mut self, id: Id, passing: Option<&Passing<'a>>, way: &Way<'a>) {
        match way {
            Way::Retires => return self.retire(id),
            Way::Finishes => return,
            _ if passing.is_some_and(|passing| passing.journey.requalify) && !self.still_qualifies(id) => {
                return;
            }
            _ => {}
        }
        match way {
            Way::Goes { to, origin } => self.redirect(id, to, origin),
            Way::Leaves { origin } => self.leave(id, REMOVED, (*origin).to_owned(), Vec::new()),
            Way::Lost => self.leave_journey(id, REMOVED),
            Way::Retires | Way::Finishes | Way::Stays => {}
        }
    }

    fn retire(&mut self, id: Id) {
        let Some(instance) = self.instance(id) else { return };
        let origin = address::retired(&instance.journey);
        self.leave(id, RETIRED, origin, Vec::new());
    }

    fn drain(&mut self, id: Id) {
        let from = self.ready.passage().from.clone();
        if let Some(instance) = self.instance_mut(id) {
            instance.drained.get_or_insert(from);
        }
    }

    /// Whether the present entry rule would let an instance in; one for which it does not hold leaves.
    fn still_qualifies(&mut self, id: Id) -> bool {
        let Some((instance, journey)) = self.instance(id).zip(self.walked_by(id)) else { return true };
        let entry = in_order(self.ready.entry_fields_of(instance), &instance.entry);
        let view = View { event: &entry, walk: None };
        let condition = journey.plan.enter.when.as_ref();
        let (holds, proof) = self.prove(condition, || journey.enter_condition.clone(), view);
        let holds = holds.unwrap_or(false);
        if !holds {
            self.leave(id, REQUALIFIED, journey.enter.clone(), proof);
        }
        holds
    }

    /// Takes an instance from where it stands to another step, as if it had walked there now.
    fn redirect(&mut self, id: Id, to: &str, origin: &str) {
        self.call_back_for(id);
        self.unpark(id);
        self.give_up_branches(id);
        if let Some(mut here) = self.here(id) {
            here.origin = origin.to_owned();
            self.decide(here, Verdict::Redirected { to: to.to_owned() }, Vec::new());
        }
        self.arrive_in_plan(id);
        self.agenda.first(Task::Go { instance: id, to: Target::Step(to.to_owned()), depth: 0 });
        self.run();
    }

    /// Over how long people are released who are overdue on the step where an instance stands.
    pub(super) fn spread_of(&self, id: Id, passage: &JourneyPassage) -> Option<u64> {
        passage.spread.get(&self.instance(id)?.step).copied()
    }
}
