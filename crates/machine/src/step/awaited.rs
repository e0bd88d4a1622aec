//! Entries by date and by schedule: one timer for each journey that a clock may bring the person into.

use super::agenda::Task;
use super::enter::Arrival;
use super::traits::wake_timer;
use super::turn::Turn;
use crate::occasion::Occasions;
use crate::ready::ReadyJourney;
use crate::{Awaited, EntryRefusal, Id, Person, TimerChange, moment};
use filrouge_plan::{Entry, Value};
use filrouge_schedule::local;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::rc::Rc;

impl Person {
    /// Every timer that is set for the person called `who`, and when it is due.
    pub fn timers(&self, who: Id) -> impl Iterator<Item = (Id, i64)> {
        let entries = self.awaited.values().filter_map(Awaited::pending);
        let wake = self.wake.map(|at| (wake_timer(who), at));
        self.instances
            .iter()
            .filter_map(crate::Instance::timer)
            .chain(entries)
            .chain(wake)
            .chain(self.backfill_timers())
    }
}

impl Awaited {
    /// Its timer, and when it is due.
    fn pending(&self) -> Option<(Id, i64)> {
        self.next.map(|(_, due)| (self.timer, due))
    }
}

impl<'a> Turn<'a> {
    /// Derives when a clock brings the person in, if anything has changed that it hangs on: the plan, the profile with
    /// the zone, the segments.
    pub(super) fn await_entries(&mut self) {
        let ready = self.ready;
        let is_new = self.person.awaited_under != ready.hash();
        let nothing = ready.timed().is_empty() && self.person.awaited.is_empty();
        if nothing || !(is_new || self.moved) {
            return;
        }
        self.moved = false;
        self.person.awaited_under =
            if ready.timed().is_empty() { String::new() } else { ready.hash().to_owned() };
        self.drop_others();
        for journey in ready.timed().iter().filter_map(|place| ready.journey_at(*place)) {
            self.await_entry(journey);
        }
    }

    /// Gives up journeys that no clock brings people into any more.
    fn drop_others(&mut self) {
        let ready = self.ready;
        let timed = |name: &String| {
            let by = ready.journey(name).map(|journey| &journey.plan.enter.by);
            matches!(by, Some(Entry::Date(_) | Entry::Schedule(_)))
        };
        let others: Vec<String> = self.person.awaited.keys().filter(|name| !timed(name)).cloned().collect();
        others.iter().for_each(|name| self.stop_awaiting(name));
    }

    fn stop_awaiting(&mut self, journey: &str) {
        let gone = self.person.awaited.remove(journey).and_then(|awaited| awaited.pending());
        self.effects.timers.extend(TimerChange::moved(gone, None));
    }

    fn await_entry(&mut self, journey: &'a ReadyJourney) {
        let Some((occasions, date)) = self.occasions(journey) else {
            return self.stop_awaiting(journey.name());
        };
        let zone = self.zone_of(journey);
        let known = self.person.awaited.get(journey.name());
        let mut awaited = match known.filter(|known| known.date == date) {
            Some(known) => known.clone(),
            None => self.first_awaited(journey, &occasions, date, &zone),
        };
        let before = known.and_then(Awaited::pending);
        awaited.next = occasions.next(awaited.passed).map(|next| (next, moment::shown(next, &zone)));
        self.effects.timers.extend(TimerChange::moved(before, awaited.pending()));
        self.person.awaited.insert(journey.name().to_owned(), awaited);
    }

    fn first_awaited(
        &self,
        journey: &ReadyJourney,
        occasions: &Occasions<'_>,
        date: Option<i64>,
        zone: &TimeZone,
    ) -> Awaited {
        let passed = occasions.beginning(moment::showing(self.now(), zone));
        Awaited { timer: self.entry_timer(journey.name()), passed, date, since: self.now(), next: None }
    }

    /// What a clock would have brought another person into, who is this one: no moment comes twice.
    pub(super) fn take_awaited(
        &mut self,
        theirs: BTreeMap<String, Awaited>,
        entered: BTreeMap<String, Vec<i64>>,
    ) {
        for (journey, theirs) in theirs {
            self.effects.timers.extend(TimerChange::moved(theirs.pending(), None));
            let fresh = Awaited { timer: self.entry_timer(&journey), next: None, ..theirs };
            let known = self.person.awaited.entry(journey).or_insert_with(|| fresh.clone());
            if known.date == fresh.date {
                known.passed = known.passed.max(fresh.passed);
            }
        }
        for (journey, times) in entered {
            let known = self.person.entered.entry(journey).or_default();
            known.extend(times);
            known.sort_unstable();
        }
        self.moved = true;
    }

    fn entry_timer(&self, journey: &str) -> Id {
        Id::of(&["entry", &self.who.to_string(), journey])
    }

    /// The moments of a journey's entry for this person, and the date that they are counted from; none for somebody
    /// whom it does not concern.
    fn occasions(&self, journey: &'a ReadyJourney) -> Option<(Occasions<'a>, Option<i64>)> {
        match &journey.plan.enter.by {
            Entry::Date(entry) => {
                let value = self.person.profile.get(self.ready.slot(&entry.field)?)?;
                let (date, number) = self.day_of(value)?;
                Some((Occasions::Date(entry, date), Some(number)))
            }
            Entry::Schedule(entry) => {
                let inside = |segment: &String| self.person.segments.contains(segment);
                let concerned = entry.segment.as_ref().is_none_or(inside);
                concerned.then_some((Occasions::Schedule(entry), None))
            }
            _ => None,
        }
    }

    fn day_of(&self, value: &Value) -> Option<(DateTime, i64)> {
        match value {
            Value::Date(days) => {
                let days = i64::from(*days);
                let date = local(days.checked_mul(86_400_000)?).map_or(Date::ZERO, DateTime::date);
                Some((DateTime::from_parts(date, Time::midnight()), days))
            }
            Value::Datetime(at) => Some((local(moment::showing(*at, &self.zone))?, *at)),
            _ => None,
        }
    }

    fn zone_of(&self, journey: &ReadyJourney) -> TimeZone {
        match &journey.plan.enter.by {
            Entry::Schedule(entry) if entry.project_zone => self.ready.project_zone(),
            _ => self.zone.clone(),
        }
    }

    /// The journey whose timer this is.
    pub(super) fn awaiting_entry(&self, timer: Id) -> Option<(String, i64)> {
        let mut awaited = self.person.awaited.iter();
        let (journey, awaited) = awaited.find(|(_, awaited)| awaited.timer == timer)?;
        Some((journey.clone(), awaited.next?.1))
    }

    /// A moment has come. When several have, the last of them counts for all: what was missed is made up for once.
    pub(super) fn fire_entry(&mut self, name: &str) {
        let ready = self.ready;
        let place = ready.place_of(name).and_then(|place| Some((place, ready.journey_at(place)?)));
        let Some((place, journey)) = place else { return self.stop_awaiting(name) };
        let Some((occasions, _)) = self.occasions(journey) else { return self.stop_awaiting(name) };
        let Some((moment, since)) = self.pass(journey, &occasions) else { return self.await_entry(journey) };
        self.await_entry(journey);
        let due = moment::shown(moment, &self.zone_of(journey));
        if moment::after(due.max(since), occasions.late(), &self.zone) < self.now() {
            return self.turn_away(journey, EntryRefusal::Late, Vec::new());
        }
        let arrival = Arrival::Asked(Rc::from(occasions.fields(moment, due)));
        self.agenda.first(Task::Enter { journey: place, arrival, depth: 0 });
        self.run();
    }

    /// Marks everything up to now as dealt with: the moment that counts, and since when it was known.
    fn pass(&mut self, journey: &ReadyJourney, occasions: &Occasions<'_>) -> Option<(i64, i64)> {
        let now = moment::showing(self.now(), &self.zone_of(journey));
        let awaited = self.person.awaited.get_mut(journey.name())?;
        let (next, _) = awaited.next?;
        let last = occasions.last(awaited.passed, now).unwrap_or(next).max(next);
        awaited.passed = occasions.passed(last, now);
        Some((last, awaited.since))
    }
}
