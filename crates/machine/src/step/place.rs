//! Somebody who was on their way before the journey was here comes in where they stand.

use super::decide::Subject;
use super::enter::Arrival;
use super::lapse::of_step;
use super::turn::Turn;
use crate::ready::ReadyJourney;
use crate::{EntryRefusal, Event, Id, PastEntry, Place, Since, Verdict, moment};
use filrouge_plan::{Action, Entry, Step, Value, Wait};
use std::rc::Rc;

impl<'a> Turn<'a> {
    /// The condition of the entry was met elsewhere, and is not asked; everything else about coming in holds.
    pub(super) fn take_place(&mut self, journey: &'a ReadyJourney, fields: &[Value], place: &Place) {
        let arrival = arrival(journey, fields, place);
        let (key, evaluated) = self.key_of(journey, &arrival);
        let admitted = key.and_then(|key| self.admit_to(journey, place, key));
        let conditions = evaluated.into_iter().collect();
        match admitted {
            Err(reason) => self.turn_away(journey, reason, conditions),
            Ok((key, step)) => {
                let id = self.put(journey, key, &arrival, place);
                let origin = journey.enter.clone();
                let subject =
                    Subject { journey: journey.name().to_owned(), instance: Some(id), step: None, origin };
                self.decide(subject, Verdict::Entered, conditions);
                self.stand_on(id, step, place);
            }
        }
        self.run();
    }

    fn admit_to(
        &mut self,
        journey: &'a ReadyJourney,
        place: &Place,
        key: String,
    ) -> Result<(String, &'a Step), EntryRefusal> {
        if self.is_restricted() {
            return Err(EntryRefusal::Restricted);
        }
        let waits = |step: &&Step| matches!(step.action, Action::Wait(_) | Action::WaitUntil(_));
        // Whoever hands places in has looked at the plan; it may have changed on the way.
        let step = journey.step(&place.step).filter(waits).ok_or(EntryRefusal::MissingValue)?;
        if self.inside(journey.name(), &key).is_some() {
            return Err(EntryRefusal::AlreadyInside);
        }
        self.has_room(journey)?;
        if !self.may_come_again(journey.name(), &key, journey.plan.enter.re_entry) {
            return Err(EntryRefusal::ReEntry);
        }
        self.make_room(journey, None)?;
        Ok((key, step))
    }

    fn put(&mut self, journey: &'a ReadyJourney, key: String, arrival: &Arrival, place: &Place) -> Id {
        let mut instance = self.new_instance(journey, key, arrival);
        instance.entered_at = place.entered_at;
        self.count_entry(journey, place.entered_at);
        // They may have been in here since then.
        let last = self
            .past(&instance.journey, &instance.key)
            .map_or(place.entered_at, |past| past.last.max(place.entered_at));
        let past = PastEntry { count: instance.rotation.saturating_add(1), last };
        self.remember_entry(&instance.journey, &instance.key, past);
        let id = instance.id;
        self.person.instances.push(instance);
        id
    }

    /// What is due by now comes at once.
    fn stand_on(&mut self, id: Id, step: &'a Step, place: &Place) {
        self.arrive(id, &step.name);
        let since = self.since(step, place);
        if let Some(instance) = self.instance_mut(id) {
            instance.step_entered_at = since;
        }
        self.act(id, step, 0);
    }

    fn since(&self, step: &Step, place: &Place) -> i64 {
        match (place.since, of_step(step)) {
            (Since::Arrived(at), _) => at,
            (Since::Due(due), Some(Wait::For(period))) => moment::before(due, period, &self.zone),
            (Since::Due(_), _) => place.entered_at,
        }
    }
}

/// As the entry of the journey sees it.
fn arrival(journey: &ReadyJourney, fields: &[Value], place: &Place) -> Arrival {
    match &journey.plan.enter.by {
        Entry::Event { event } => {
            let (name, fields, at) = (event.clone(), fields.to_vec(), Some(place.entered_at));
            Arrival::Event(Rc::new(Event { name, fields, at }))
        }
        _ if fields.is_empty() => Arrival::Crossing,
        _ => Arrival::Asked(Rc::from(fields)),
    }
}
