//! What remains to be done within one input, last in first out: an emitted event is dealt with before the journey
//! that emitted it goes on.

use super::enter::Arrival;
use super::turn::Turn;
use crate::{Event, Id};
use filrouge_plan::Target;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Longest chain of events that emit each other.
pub(super) const LONGEST_CHAIN: u8 = 16;
/// Most events that one input may lead to.
pub(super) const MOST_EMITTED: u32 = 256;

/// One thing to do.
pub(super) enum Task {
    /// An event that was emitted, and its place in the chain.
    Happen { event: Rc<Event>, depth: u8 },
    /// The event, or something that is none, may bring the person into this journey.
    Enter { journey: usize, arrival: Arrival, depth: u8 },
    /// The event may end the wait of this instance.
    Resume { instance: Id, event: Rc<Event>, depth: u8 },
    /// The instance goes on.
    Go { instance: Id, to: Target, depth: u8 },
}

/// What remains to be done, and how much was done.
#[derive(Default)]
pub(super) struct Agenda {
    tasks: Vec<Task>,
    moves: BTreeMap<Id, usize>,
    pub(super) emitted: u32,
    pub(super) crossed: u32,
}

impl Agenda {
    /// Puts `task` before everything else.
    pub(super) fn first(&mut self, task: Task) {
        self.tasks.push(task);
    }

    /// Puts `tasks` before everything else, in this order.
    pub(super) fn all_first(&mut self, tasks: Vec<Task>) {
        self.tasks.extend(tasks.into_iter().rev());
    }

    /// Counts a move of an instance; true when it makes more than `most` within one input.
    pub(super) fn moves_too_often(&mut self, instance: Id, most: usize) -> bool {
        let moves = self.moves.entry(instance).or_default();
        *moves += 1;
        *moves > most
    }
}

impl Turn<'_> {
    /// Does everything on the agenda.
    pub(super) fn run(&mut self) {
        while let Some(task) = self.agenda.tasks.pop() {
            match task {
                Task::Happen { event, depth } => self.happen(&event, depth),
                Task::Enter { journey, arrival, depth } => {
                    // What came of it is recorded; only a call asks for the instance.
                    let _ = self.enter(journey, &arrival, depth);
                }
                Task::Resume { instance, event, depth } => self.resume_by_event(instance, &event, depth),
                Task::Go { instance, to, depth } => self.go(instance, &to, depth),
            }
        }
    }
}
