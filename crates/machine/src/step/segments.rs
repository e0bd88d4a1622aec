//! Membership of segments, and what coming and leaving brings about.

use super::agenda::{LONGEST_CHAIN, MOST_EMITTED, Task};
use super::enter::Arrival;
use super::judge::View;
use super::turn::Turn;
use crate::EntryRefusal;
use std::collections::BTreeSet;

/// The person came into a segment, or left it.
pub(super) struct Crossing {
    segment: String,
    leave: bool,
    depth: u8,
}

impl Turn<'_> {
    /// Sorts the person into segments anew, at this place in the chain of what led to it. Who comes into a segment
    /// or leaves it may come into journeys by that, once everything else is done.
    pub(super) fn sort_into_segments(&mut self, depth: u8) {
        let before = self.person.segments.clone();
        self.settle_segments();
        let left = before.difference(&self.person.segments);
        let came = self.person.segments.difference(&before);
        let left = left.map(|segment| Crossing { segment: segment.clone(), leave: true, depth });
        let came = came.map(|segment| Crossing { segment: segment.clone(), leave: false, depth });
        self.crossings.extend(left.chain(came));
    }

    /// Sorts the person into segments anew without anything following from it: not the person has changed, but the
    /// plan. A segment may ask for another one, so this goes on until nothing changes, at most once per segment.
    pub(super) fn settle_segments(&mut self) {
        for _ in 0..=self.ready.plan().segments.len() {
            let members = self.members();
            if members == self.person.segments {
                return;
            }
            self.person.segments = members;
            self.changed = true;
        }
    }

    fn members(&self) -> BTreeSet<String> {
        let segments = self.ready.plan().segments.iter();
        let inside = segments.filter(|segment| self.holds(Some(&segment.when), View::default()));
        inside.map(|segment| segment.name.clone()).collect()
    }

    /// Brings the person into the journeys of the next segment that was come into or left; false when there is none.
    pub(super) fn cross(&mut self) -> bool {
        let Some(Crossing { segment, leave, depth }) = self.crossings.pop_front() else { return false };
        let uses = self.ready.segment_uses(&segment);
        let journeys = uses.map_or(&[][..], |uses| if leave { &uses.leavers } else { &uses.comers });
        if depth > LONGEST_CHAIN || self.agenda.crossed >= MOST_EMITTED {
            self.turn_all_away(journeys);
            return true;
        }
        self.agenda.crossed += 1;
        let tasks = journeys.iter().map(|journey| Task::Enter {
            journey: *journey,
            arrival: Arrival::Crossing,
            depth,
        });
        self.agenda.all_first(tasks.collect());
        self.run();
        true
    }

    fn turn_all_away(&mut self, journeys: &[usize]) {
        for journey in journeys.iter().filter_map(|journey| self.ready.journey_at(*journey)) {
            self.turn_away(journey, EntryRefusal::Endless, Vec::new());
        }
    }
}
