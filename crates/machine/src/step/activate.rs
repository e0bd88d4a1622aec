//! A new plan: renamed steps are followed, due times derived anew, people without a place taken out.

use super::follow::Passing;
use super::turn::Turn;
use crate::{Id, Instance, PastEntry, Pending, TimerChange};
use filrouge_plan::Action;
use std::collections::BTreeMap;

impl<'a> Turn<'a> {
    /// Brings everybody who came under another plan to the present one. It happens on the first input under the
    /// present plan, whatever it is; the input that says so only makes it happen early.
    pub(super) fn follow_the_plan(&mut self) {
        let moved = self.instances_of_other_plans();
        let passages: Vec<Option<Passing<'a>>> = moved.iter().map(|id| self.passing(*id)).collect();
        self.follow_journeys();
        self.follow_assignments();
        if moved.is_empty() {
            return;
        }
        self.settle_segments();
        self.follow_all(&moved, &passages);
        for (id, passing) in moved.into_iter().zip(passages) {
            let spread = passing.and_then(|passing| self.spread_of(id, passing.journey));
            self.releasing.extend(spread.map(|spread| (id, spread)));
        }
        self.derive_due_times();
        self.releasing.clear();
        self.join_all();
        self.run();
        self.reconsider_all();
    }

    fn instances_of_other_plans(&self) -> Vec<Id> {
        let hash = self.ready.hash();
        self.person
            .instances
            .iter()
            .filter(|instance| instance.plan != hash)
            .map(|instance| instance.id)
            .collect()
    }

    fn follow_journeys(&mut self) {
        let ready = self.ready;
        for (was, journey) in ready.renamed() {
            self.rename_journey(was, journey.name());
        }
    }

    fn rename_journey(&mut self, was: &str, name: &str) {
        for instance in self.person.instances.iter_mut().filter(|instance| instance.journey == was) {
            instance.journey = name.to_owned();
        }
        for departed in self.person.departed.iter_mut().filter(|departed| departed.journey == was) {
            departed.journey = name.to_owned();
        }
        for flight in self.person.flights.values_mut().filter(|flight| flight.journey == was) {
            flight.journey = name.to_owned();
        }
        let assignments = std::mem::take(&mut self.person.assignments).into_iter();
        self.rename_awaited(was, name);
        self.rename_backfills(was, name);
        let entries = std::mem::take(&mut self.person.entries);
        let renamed = |journey: String| if journey == was { name.to_owned() } else { journey };
        for ((journey, key), past) in entries {
            let known = self.person.entries.entry((renamed(journey), key)).or_default();
            *known = PastEntry { count: known.count.max(past.count), last: known.last.max(past.last) };
        }
        self.person.assignments =
            assignments.map(|((journey, name), arm)| ((renamed(journey), name), arm)).collect();
    }

    /// What a clock will bring the person into goes by the new name, and is derived anew.
    fn rename_awaited(&mut self, was: &str, name: &str) {
        if let Some(entered) = self.person.entered.remove(was) {
            self.person.entered.insert(name.to_owned(), entered);
        }
        if let Some(awaited) = self.person.awaited.remove(was) {
            self.person.awaited.insert(name.to_owned(), awaited);
        }
    }

    pub(super) fn rename_steps(&mut self, id: Id) {
        let Some(journey) = self.walked_by(id) else { return };
        for (was, name) in journey.renamed() {
            let Some(instance) = self.instance_mut(id) else { return };
            let before = instance.timer();
            instance.rename_step(was, name);
            let after = instance.timer();
            self.effects.timers.extend(TimerChange::moved(before, after));
            for flight in
                self.person.flights.values_mut().filter(|flight| flight.instance == id && flight.step == was)
            {
                flight.step = name.to_owned();
            }
        }
    }

    /// Whether an instance can wait for what it waits for at the step where it stands.
    pub(super) fn fits(&self, id: Id) -> bool {
        let pending = self.instance(id).map(|instance| &instance.pending);
        if let Some(Action::Approve(_)) = self.action_of(id) {
            return self.instance(id).is_some_and(|instance| instance.watch.asked.is_some());
        }
        matches!(
            (self.action_of(id), pending),
            (
                Some(
                    Action::Wait(_)
                        | Action::WaitUntil(_)
                        | Action::Parallel(_)
                        | Action::Repeat(_)
                        | Action::Digest(_)
                ),
                Some(Pending::Wait { .. })
            ) | (Some(Action::Send(_)), Some(Pending::Held { .. } | Pending::Outcome { .. }))
                | (Some(Action::Call(_)), Some(Pending::Called { .. }))
                | (Some(Action::Fetch(_)), Some(Pending::Answer { .. }))
        )
    }
}

impl Instance {
    fn rename_step(&mut self, was: &str, name: &str) {
        if self.step == was {
            self.step = name.to_owned();
        }
        if let Some(branch) = self.branch.as_mut().filter(|branch| branch.step == was) {
            name.clone_into(&mut branch.step);
        }
        // Both names go on counting: one that comes back for another step makes no two visits one.
        if let Some(before) = self.visits.get(was).copied() {
            let visits = self.visits.entry(name.to_owned()).or_default();
            *visits = before.max(*visits);
        }
        rename_key(&mut self.rounds, was, name);
        rename_key(&mut self.digests, was, name);
        rename_key(&mut self.outcomes, was, name);
        rename_key(&mut self.results, was, name);
    }
}

fn rename_key<T>(map: &mut BTreeMap<String, T>, was: &str, name: &str) {
    if let Some(value) = map.remove(was) {
        map.insert(name.to_owned(), value);
    }
}
