//! An event: computed traits and segments first, then goals and exits, then entries, then the waits that it ends.

use super::agenda::Task;
use super::enter::Arrival;
use super::turn::Turn;
use crate::{Event, Id, Pending};
use std::cmp::Reverse;
use std::rc::Rc;

impl Turn<'_> {
    /// An event of a source.
    pub(super) fn take_event(&mut self, event: &Event) {
        self.person.last_activity = self.person.last_activity.max(Some(self.now()));
        // It is in the record, and that is all that a restriction allows.
        if self.is_restricted() {
            return;
        }
        self.sense_hour();
        self.confirm_by(event);
        self.agenda.first(Task::Happen { event: Rc::new(event.clone()), depth: 0 });
        self.run();
    }

    /// An event, whoever sent it. People who are inside when it comes may go on by it; those whom it brings in
    /// may not.
    pub(super) fn happen(&mut self, event: &Rc<Event>, depth: u8) {
        self.track(event);
        self.sort_into_segments(depth);
        let Some(uses) = self.ready.uses(&event.name) else { return };
        self.reach_goals(event, &uses.goals);
        self.exit_by(event, &uses.exits);
        let waiting = self.waiting_in(|journey| uses.waits.contains(journey));
        let enters = uses.enters.iter().map(|journey| Task::Enter {
            journey: *journey,
            arrival: Arrival::Event(Rc::clone(event)),
            depth,
        });
        let resumes =
            waiting.into_iter().map(|instance| Task::Resume { instance, event: Rc::clone(event), depth });
        let mut tasks: Vec<Task> = enters.chain(resumes).collect();
        // Stable: journeys of equal priority keep their order, those who enter before those who wait.
        tasks.sort_by_key(|task| Reverse(self.priority_of_task(task)));
        self.agenda.all_first(tasks);
    }

    fn priority_of_task(&self, task: &Task) -> i32 {
        match task {
            Task::Enter { journey, .. } => {
                self.ready.journey_at(*journey).map_or(0, |journey| journey.plan.rank.priority)
            }
            Task::Resume { instance, .. } => {
                self.instance(*instance).map_or(0, |instance| self.priority_of(&instance.journey))
            }
            Task::Happen { .. } | Task::Go { .. } => 0,
        }
    }

    /// Instances that wait in a journey of this kind.
    pub(super) fn waiting_in(&self, fits: impl Fn(&str) -> bool) -> Vec<Id> {
        let waits = |pending: &Pending| matches!(pending, Pending::Wait { .. });
        let instances = self.person.instances.iter();
        instances
            .filter(|instance| waits(&instance.pending) && fits(&instance.journey))
            .map(|instance| instance.id)
            .collect()
    }
}
