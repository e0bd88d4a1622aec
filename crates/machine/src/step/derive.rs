//! Due times, derived anew: when the plan, the zone or a date has changed.

use super::lapse::{Lapse, is_time_of_day, of_step};
use super::turn::Turn;
use super::{digest, repeat};
use crate::{Id, Pending, moment};
use filrouge_plan::{Action, Digest, Fetch, Repeat, Step, Wait};
use jiff::tz::TimeZone;

impl<'a> Turn<'a> {
    /// Derives all due times anew: from the moment at which the step was entered, by the present plan and zone. A
    /// moment that is over by now ends the wait at once.
    pub(super) fn derive_due_times(&mut self) {
        self.derive_answers();
        for id in self.waiting_in(|_| true) {
            if self.keeps_its_timer(id) {
                continue;
            }
            if let Some(Action::Repeat(repeat)) = self.action_of(id) {
                self.derive_round(id, repeat);
            } else if let Some(Action::Digest(digest)) = self.action_of(id) {
                self.derive_window(id, digest);
            } else if let Some((step, wait)) = self.lapsing(id) {
                self.derive(id, step, &wait, false);
            } else {
                self.wait_for_ever(id);
            }
        }
    }

    /// A `wait-until` that has lost its timeout ends by its arms alone.
    fn wait_for_ever(&mut self, id: Id) {
        if self.instance(id).is_some_and(|instance| instance.pending.due().is_some()) {
            self.stand_anew(id, Lapse::default());
        }
    }

    fn derive_window(&mut self, id: Id, digest: &Digest) {
        let Some(instance) = self.instance(id) else { return };
        let (known, due) = (instance.pending.due(), Some(digest::due(digest, instance, &self.zone)));
        if due != known {
            self.stand_anew(id, Lapse { due, ..Lapse::default() });
        }
    }

    /// Answers are waited for as long as the present plan says.
    fn derive_answers(&mut self) {
        let ids: Vec<Id> = self.person.instances.iter().map(|instance| instance.id).collect();
        for id in ids {
            if let Some(Action::Fetch(fetch)) = self.action_of(id).filter(|_| !self.keeps_its_timer(id)) {
                self.derive_answer(id, fetch);
            }
        }
    }

    fn derive_answer(&mut self, id: Id, fetch: &Fetch) {
        let Some((instance, effect)) = self.instance(id).and_then(|own| Some((own, own.asked()?))) else {
            return;
        };
        let due = moment::after(instance.step_entered_at, fetch.within, &self.zone);
        if instance.pending.due() != Some(due) {
            let subject = instance.subject();
            self.unpark(id);
            self.park(id, Pending::Answer { effect, due, subject });
        }
    }

    fn derive_round(&mut self, id: Id, repeat: &Repeat) {
        let Some(instance) = self.instance(id) else { return };
        let (known, due) = (instance.pending.due(), repeat::due(repeat, instance, &self.zone));
        if due != known {
            self.stand_anew(id, Lapse { due, ..Lapse::default() });
        }
    }

    /// The person is in another zone: waits for a time of day begin anew, so that nobody goes on at another one.
    pub(super) fn move_to(&mut self, zone: TimeZone) {
        self.zone = zone;
        self.next_change = None;
        let waiting = self.waiting_in(|_| true);
        self.begin_days_anew(&waiting);
        self.derive_due_times();
        self.time_all_anew();
    }

    /// Walks that were somebody else's, who was in the zone `from`, go by the clock of this one.
    pub(super) fn take_along(&mut self, walks: &[Id], from: &TimeZone) {
        let zone = self.ready.zone(&self.person.profile);
        if zone == *from {
            return;
        }
        let before = std::mem::replace(&mut self.zone, zone);
        self.begin_days_anew(walks);
        self.derive_due_times();
        self.time_all_anew();
        self.zone = before;
    }

    fn begin_days_anew(&mut self, walks: &[Id]) {
        let now = self.now();
        for id in walks.iter().copied() {
            if !self.keeps_its_timer(id)
                && self.lapsing(id).is_some_and(|(_, wait)| is_time_of_day(&wait))
                && let Some(instance) = self.instance_mut(id)
            {
                instance.watch.since = Some(now);
            }
        }
    }

    /// Dates of the profile that have become others: the waits that hang on them are derived anew, in `zone`.
    pub(super) fn follow_dates(&mut self, zone: &TimeZone) {
        let dated = &self.ready.watched().dates;
        if dated.is_empty() {
            return;
        }
        for id in self.waiting_in(|journey| dated.contains(journey)) {
            let Some((step, wait)) = self.lapsing(id) else { continue };
            if !self.keeps_its_timer(id) && self.has_another_date(id, &wait) {
                self.derive_in(id, step, &wait, zone, true);
            }
        }
    }

    /// Whether the date of a wait gives another due time than the one that is known, in the zone in which that was
    /// derived.
    fn has_another_date(&self, id: Id, wait: &Wait) -> bool {
        if super::lapse::date_wait(wait).is_none() {
            return false;
        }
        let known = self.instance(id).and_then(|instance| instance.pending.due());
        self.lapse(id, wait, &self.zone).is_some_and(|lapse| lapse.due != known)
    }

    /// The step on which an instance waits for time to pass, and that wait.
    fn lapsing(&self, id: Id) -> Option<(&'a Step, Wait)> {
        let step = self.standing_on(id)?;
        Some((step, of_step(step)?))
    }

    fn derive(&mut self, id: Id, step: &Step, wait: &Wait, is_another_date: bool) {
        let zone = self.zone.clone();
        self.derive_in(id, step, wait, &zone, is_another_date);
    }

    fn derive_in(&mut self, id: Id, step: &Step, wait: &Wait, zone: &TimeZone, is_another_date: bool) {
        let Some(mut lapse) = self.lapse(id, wait, zone) else { return };
        let known = self.instance(id).and_then(|instance| instance.pending.due());
        lapse.due = lapse.due.map(|due| self.released(id, due, known));
        if lapse.due == known {
            return;
        }
        let instead = if matches!(step.action, Action::Wait(_)) { self.instead(wait, &lapse) } else { None };
        match instead.filter(|_| is_another_date || lapse.due.is_none()) {
            Some((why, instead)) => self.go_instead(id, step, why, instead, lapse.proof, 0),
            None => self.stand_anew(id, lapse),
        }
    }

    fn keeps_its_timer(&self, id: Id) -> bool {
        let step = self.instance(id).map(|instance| &instance.step);
        let journey = self.walked_by(id);
        step.zip(journey).is_some_and(|(step, journey)| journey.plan.inside.keep_timers.contains(step))
    }

    /// When an overdue wait ends that a new plan has made shorter: not for everybody at once, and never later than it
    /// would have.
    fn released(&self, id: Id, due: i64, known: Option<i64>) -> i64 {
        let Some(spread) = self.releasing.get(&id).filter(|_| due <= self.now()) else { return due };
        let place = Id::of(&["released", &id.to_string(), self.ready.hash()]).0 % (u128::from(*spread) + 1);
        let later = self.now().saturating_add(i64::try_from(place).unwrap_or(0));
        later.min(known.unwrap_or(i64::MAX)).max(due)
    }

    fn stand_anew(&mut self, id: Id, lapse: Lapse) {
        self.unpark(id);
        self.stand(id, lapse);
    }
}
