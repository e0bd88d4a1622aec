//! Computed traits: what an event, or time alone, does to them.

use super::judge::View;
use super::turn::Turn;
use crate::tracked::{Kept, Sequence, Tracked};
use crate::{Event, Id, TimerChange, moment};
use filrouge_plan::{Fold, Made, Period, Program, Trait, Value};
use std::collections::BTreeMap;

impl<'a> Turn<'a> {
    /// An event happened: the traits that are made of it follow.
    pub(super) fn track(&mut self, event: &Event) {
        let ready = self.ready;
        for place in ready.trackers().moved_by(&event.name) {
            if let Some(own) = ready.plan().traits.get(*place) {
                self.take_in(*place, own, event);
            }
        }
    }

    fn take_in(&mut self, place: usize, own: &'a Trait, event: &Event) {
        match &own.made {
            Made::Fold(fold) => self.fold_in(place, own, fold, event),
            Made::Sequence { first, when, then, within, late } => {
                let Some(at) = self.moment_of(event, *late) else { return };
                let is_second = *then == event.name;
                let is_first = *first == event.name && self.counts(when.as_ref(), event);
                let (zone, now) = (self.zone.clone(), self.now());
                let sequence = Sequence { within: *within, late: *late, now, zone: &zone };
                self.track_with(place, own, |kept| {
                    if is_second {
                        kept.follow(false, at, &sequence);
                    }
                    if is_first {
                        kept.follow(true, at, &sequence);
                    }
                });
            }
            Made::Absence { when, lasting, late, .. } => {
                let Some(at) = self.moment_of(event, *late) else { return };
                if self.counts(when.as_ref(), event) {
                    let (zone, now) = (self.zone.clone(), self.now());
                    self.track_with(place, own, |kept| kept.came(at, *lasting, now, &zone));
                }
            }
            Made::Held { .. } => {}
        }
    }

    fn fold_in(&mut self, place: usize, own: &'a Trait, fold: &Fold, event: &Event) {
        let Some(at) = self.moment_of(event, fold.late) else { return };
        let is_over = |within| moment::after(at, within, &self.zone) <= self.now();
        if (at < self.now() && fold.within.is_some_and(is_over)) || !self.counts(fold.when.as_ref(), event) {
            return;
        }
        let value = match &fold.of {
            None => Value::Absent,
            Some(of) => match self.value_in(of, event) {
                Some(value) => value,
                None => return,
            },
        };
        self.track_with(place, own, |kept| kept.add(fold, at, value));
    }

    fn counts(&self, when: Option<&Program>, event: &Event) -> bool {
        self.holds(when, View::of(event))
    }

    fn value_in(&self, of: &Program, event: &Event) -> Option<Value> {
        let (value, _) = self.evaluate(of, String::new(), View::of(event));
        value.ok().filter(|value| !value.is_absent())
    }

    /// From when an event counts: from when it comes in, or with a lateness from when it happened; none for one that
    /// comes too late. Nothing happens in the future.
    fn moment_of(&self, event: &Event, late: Option<Period>) -> Option<i64> {
        let now = self.now();
        match (late, event.at) {
            (Some(late), Some(at)) => {
                let at = at.min(now);
                (moment::after(at, late, &self.zone) >= now).then_some(at)
            }
            _ => Some(now),
        }
    }

    fn track_with(&mut self, place: usize, own: &Trait, change: impl FnOnce(&mut Kept)) {
        if self.is_refused_for(&own.only_for) {
            // Another plan may have computed it for something else.
            return if self.person.traits.contains_key(&own.field.name) {
                self.end_profiling()
            };
        }
        if !self.person.traits.contains_key(&own.field.name) {
            let made = self.ready.trackers().digest(place).to_owned();
            self.person.traits.insert(own.field.name.clone(), Tracked { made, kept: Kept::new(&own.made) });
        }
        let Some(tracked) = self.person.traits.get_mut(&own.field.name) else { return };
        change(&mut tracked.kept);
        let value = tracked.kept.value(own);
        self.next_change = None;
        self.set_slot(self.ready.trackers().slot(place), value);
    }

    /// The values of traits for somebody of whom nothing is known.
    pub(super) fn clear_traits(&mut self) {
        let ready = self.ready;
        for (place, own) in ready.plan().traits.iter().enumerate() {
            self.set_slot(ready.trackers().slot(place), Kept::new(&own.made).value(own));
        }
    }

    /// Traits that count from when a person, or they themselves, are first known.
    pub(super) fn begin_to_track(&mut self) {
        let (ready, now) = (self.ready, self.now());
        for place in ready.trackers().lasting() {
            let Some(own) = ready.plan().traits.get(*place) else { continue };
            if !self.person.traits.contains_key(&own.field.name) {
                self.track_with(*place, own, |kept| kept.hold(true, now));
            }
        }
    }

    /// A condition that must hold for some time holds now, or does not.
    pub(super) fn hold_trait(&mut self, place: usize) {
        let ready = self.ready;
        let Some(own) = ready.plan().traits.get(place) else { return };
        let Made::Held { when, .. } = &own.made else { return };
        let (holds, now) = (self.holds(Some(when), View::default()), self.now());
        self.track_with(place, own, |kept| kept.hold(holds, now));
    }

    /// When time alone changes a trait next.
    pub(super) fn next_change(&mut self) -> Option<i64> {
        if let Some(known) = self.next_change {
            return known;
        }
        let mut next = None;
        for (name, tracked) in &self.person.traits {
            let place = self.ready.trackers().called(name);
            if let Some(own) = place.and_then(|place| self.ready.plan().traits.get(place)) {
                next = tracked.kept.due_before(next, &own.made, &self.zone).or(next);
            }
        }
        self.next_change = Some(next);
        next
    }

    /// Time has passed up to and with `until`: what hangs on it follows.
    pub(super) fn pass_time(&mut self, until: i64) {
        self.next_change = None;
        let (ready, zone) = (self.ready, self.zone.clone());
        let names: Vec<String> = self.person.traits.keys().cloned().collect();
        for name in names {
            let Some(place) = ready.trackers().called(&name) else { continue };
            let Some(own) = ready.plan().traits.get(place) else { continue };
            self.track_with(place, own, |kept| kept.pass(&own.made, until, &zone));
        }
        self.sort_into_segments(0);
    }

    /// What somebody else did counts for the person from now on.
    pub(super) fn take_traits(&mut self, theirs: BTreeMap<String, Tracked>) {
        let (now, zone) = (self.now(), self.zone.clone());
        for (name, tracked) in theirs {
            self.track_called(&name, |kept, made| kept.join(tracked.kept, made, now, &zone));
        }
    }

    /// What somebody else brought does not count for the person any more.
    pub(super) fn give_back_traits(&mut self, theirs: &BTreeMap<String, Tracked>) {
        for (name, tracked) in theirs {
            self.track_called(name, |kept, made| kept.part(&tracked.kept, made));
        }
    }

    fn track_called(&mut self, name: &str, change: impl FnOnce(&mut Kept, &Made)) {
        let ready = self.ready;
        let place = ready.trackers().called(name);
        if let Some((place, own)) = place.and_then(|place| Some((place, ready.plan().traits.get(place)?))) {
            self.track_with(place, own, |kept| change(kept, &own.made));
        }
    }

    /// Cancels the timer of the next change by time.
    pub(super) fn sleep(&mut self) {
        let due = self.person.wake.take();
        let gone = due.map(|due| (wake_timer(self.who), due));
        self.effects.timers.extend(TimerChange::moved(gone, None));
    }

    /// Sets the timer of the next change by time, or cancels it.
    pub(super) fn set_wake(&mut self) {
        let change = self.next_change();
        let ends = self.person.answers.values().map(|answer| answer.until);
        let next = change.into_iter().chain(ends).min();
        let before = std::mem::replace(&mut self.person.wake, next);
        if before != next {
            let timer = wake_timer(self.who);
            let [before, next] = [before, next].map(|due| due.map(|due| (timer, due)));
            self.effects.timers.extend(TimerChange::moved(before, next));
        }
    }
}

/// The timer by which time changes the traits of a person.
pub(super) fn wake_timer(who: Id) -> Id {
    Id::of(&["timer", "traits", &who.to_string()])
}
