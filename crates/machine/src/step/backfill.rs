//! `backfill`: people who were in the segment of an entry before its journey was there.

use super::agenda::Task;
use super::decide::Subject;
use super::enter::Arrival;
use super::turn::Turn;
use crate::ready::ReadyJourney;
use crate::{Backfilling, EntryRefusal, Id, Person, TimerChange, Verdict, moment};
use filrouge_plan::{Backfill, Entry, address};
use std::collections::BTreeMap;

/// Journey and name of a backfill.
pub(super) type Key = (String, String);
type Known = BTreeMap<Key, Option<Backfilling>>;

impl Backfilling {
    const fn cancelled(&self) -> TimerChange {
        TimerChange::Cancel { timer: self.timer, due: self.due }
    }
}

impl Person {
    /// The timers of those who will come in by a backfill.
    pub(crate) fn backfill_timers(&self) -> impl Iterator<Item = (Id, i64)> {
        self.backfills.values().flatten().map(|own| (own.timer, own.due))
    }
}

impl<'a> Turn<'a> {
    /// Looks once for each person at each backfill of the plan. Whoever is new, or not in the segment, is not concerned
    /// by it any more.
    pub(super) fn consider_backfills(&mut self, is_new: bool) {
        let ready = self.ready;
        if ready.backfilling().is_empty() && self.person.backfills.is_empty() {
            return;
        }
        self.drop_backfills();
        for journey in ready.backfilling().iter().filter_map(|place| ready.journey_at(*place)) {
            let Some((backfill, segment)) = backfill_of(journey) else { continue };
            let key = (journey.name().to_owned(), backfill.name.clone());
            if self.person.backfills.contains_key(&key) {
                continue;
            }
            let concerned = !is_new && self.person.segments.contains(segment);
            let chosen = concerned.then(|| self.begin_backfill(journey, backfill));
            self.person.backfills.insert(key, chosen);
        }
    }

    /// Sets the moment at which the person comes in: a place of their own within the span.
    fn begin_backfill(&mut self, journey: &ReadyJourney, backfill: &Backfill) -> Backfilling {
        let (who, now) = (self.who.to_string(), self.now());
        let timer = Id::of(&["backfill", &who, journey.name(), &backfill.name]);
        let span = moment::after(now, backfill.over, &self.zone).saturating_sub(now).max(0);
        let place = timer.0 % (u128::from(span.unsigned_abs()) + 1);
        let due = now.saturating_add(i64::try_from(place).unwrap_or(0));
        self.effects.timers.push(TimerChange::Set { timer, at: due });
        let origin = address::backfill(journey.name());
        let subject = Subject { journey: journey.name().to_owned(), instance: None, step: None, origin };
        let verdict = Verdict::Backfilled { backfill: backfill.name.clone(), until: due };
        self.decide(subject, verdict, Vec::new());
        Backfilling { timer, due, since: now }
    }

    /// Whoever waits for a backfill that the plan does not have any more does not come in by it.
    fn drop_backfills(&mut self) {
        let ready = self.ready;
        let declared = |(journey, name): &Key| {
            let own = ready.journey(journey).and_then(backfill_of);
            own.is_some_and(|(backfill, _)| backfill.name == *name)
        };
        for (key, waiting) in &mut self.person.backfills {
            if waiting.is_some() && !declared(key) {
                let gone = waiting.take();
                self.effects.timers.extend(gone.map(|own| own.cancelled()));
            }
        }
    }

    /// The backfill whose timer this is.
    pub(super) fn backfilled_by(&self, timer: Id) -> Option<(Key, i64)> {
        let mut waiting = self.person.backfills.iter().filter_map(|(key, own)| Some((key, own.as_ref()?)));
        waiting.find(|(_, own)| own.timer == timer).map(|(key, own)| (key.clone(), own.due))
    }

    /// The moment has come: the person comes in as if they came into the segment now, if they are still in it and have
    /// not come in meanwhile.
    pub(super) fn fire_backfill(&mut self, key: &Key) {
        let Some(own) = self.person.backfills.get_mut(key).and_then(Option::take) else { return };
        self.effects.timers.push(own.cancelled());
        let ready = self.ready;
        let Some(place) = ready.place_of(&key.0) else { return };
        let Some((journey, (_, segment))) =
            ready.journey_at(place).and_then(|journey| Some((journey, backfill_of(journey)?)))
        else {
            return;
        };
        if !self.person.segments.contains(segment) {
            return self.turn_away(journey, EntryRefusal::Condition, Vec::new());
        }
        let mut entries = self.person.entries.iter().filter(|((journey, _), _)| *journey == key.0);
        if entries.any(|(_, past)| past.last >= own.since) {
            return self.turn_away(journey, EntryRefusal::ReEntry, Vec::new());
        }
        self.agenda.first(Task::Enter { journey: place, arrival: Arrival::Crossing, depth: 0 });
        self.run();
    }

    /// What waits for either of two people who become one goes on, once.
    pub(super) fn take_backfills(&mut self, theirs: Known) {
        for (key, their) in theirs {
            match (self.person.backfills.get(&key), their) {
                (Some(Some(_)), Some(surplus)) => {
                    self.effects.timers.push(surplus.cancelled());
                }
                (Some(_), None) => {}
                (_, their) => drop(self.person.backfills.insert(key, their)),
            }
        }
    }

    /// What waits for somebody who is separated again is theirs.
    pub(super) fn give_back_backfills(&mut self, theirs: &mut Known) {
        for (key, their) in theirs {
            let own = self.person.backfills.get_mut(key);
            let still =
                own.filter(|own| own.as_ref().map(|own| own.timer) == their.as_ref().map(|it| it.timer));
            match still {
                Some(own) => *own = None,
                None => *their = None,
            }
        }
    }

    pub(super) fn rename_backfills(&mut self, was: &str, name: &str) {
        let renamed = |journey: String| if journey == was { name.to_owned() } else { journey };
        let known = std::mem::take(&mut self.person.backfills).into_iter();
        self.person.backfills = known.map(|((journey, key), own)| ((renamed(journey), key), own)).collect();
    }
}

/// The backfill of a journey, and the segment that it is about.
fn backfill_of(journey: &ReadyJourney) -> Option<(&Backfill, &String)> {
    match (&journey.plan.enter.backfill, &journey.plan.enter.by) {
        (Some(backfill), Entry::Segment { segment, leave: false }) => Some((backfill, segment)),
        _ => None,
    }
}
