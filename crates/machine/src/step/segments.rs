//! Membership of segments, and what coming and leaving brings about.

use super::agenda::{LONGEST_CHAIN, MOST_EMITTED, Task};
use super::enter::Arrival;
use super::judge::View;
use super::turn::Turn;
use crate::EntryRefusal;
use crate::ready::Derivation;
use std::collections::BTreeSet;

/// The person came into a segment, or left it.
pub(super) struct Crossing {
    segment: String,
    leave: bool,
    depth: u8,
}

impl Turn<'_> {
    /// Judges the segments and the traits that hang on what has changed. Who comes into a segment or leaves it may
    /// come into journeys by that, once everything else is done; `depth` is the place in the chain of what led here.
    pub(super) fn sort_into_segments(&mut self, depth: u8) {
        let crossed = self.judge_derived(BTreeSet::new());
        self.note_crossings(crossed, depth);
    }

    /// As [`Turn::sort_into_segments`], for somebody who is new.
    pub(super) fn sort_all_into_segments(&mut self) {
        let crossed = self.judge_derived(self.ready.derived().all());
        self.note_crossings(crossed, 0);
    }

    /// Judges what reads the clock.
    pub(super) fn sort_into_timed_segments(&mut self) {
        let crossed = self.judge_derived(self.ready.derived().timed().iter().copied().collect());
        self.note_crossings(crossed, 0);
    }

    /// Sorts the person into all segments anew without anything following from it: not the person has changed, but
    /// the plan.
    pub(super) fn settle_segments(&mut self) {
        let ready = self.ready;
        let known = |name: &String| ready.plan().segments.iter().any(|segment| segment.name == *name);
        self.person.segments.retain(known);
        self.end_profiling();
        self.judge_derived(ready.derived().all());
    }

    /// Those that were left come before those that were come into, each by name.
    fn note_crossings(&mut self, mut crossed: Vec<(bool, String)>, depth: u8) {
        crossed.sort();
        let crossed =
            crossed.into_iter().map(|(inside, segment)| Crossing { segment, leave: !inside, depth });
        self.crossings.extend(crossed);
    }

    /// Judges `open` and all that hangs on it, each once, in the order in which they read each other, unless the person's
    /// data is only stored. Gives the segments that were crossed, and whether the person is inside now.
    fn judge_derived(&mut self, mut open: BTreeSet<usize>) -> Vec<(bool, String)> {
        if self.is_restricted() {
            return Vec::new();
        }
        let derived = self.ready.derived();
        let mut crossed = Vec::new();
        self.open_readers(&mut open, None);
        while let Some(rank) = open.pop_first() {
            match derived.at(rank) {
                Some(Derivation::Segment(place)) => {
                    if let Some((inside, segment)) = self.judge_segment(place) {
                        open.extend(derived.askers(&segment).iter().filter(|asker| **asker > rank));
                        crossed.push((inside, segment));
                    }
                }
                Some(Derivation::Held(place)) => self.hold_trait(place),
                None => {}
            }
            self.open_readers(&mut open, Some(rank));
        }
        crossed
    }

    /// Opens what reads the slots that have changed.
    fn open_readers(&mut self, open: &mut BTreeSet<usize>, behind: Option<usize>) {
        for slot in std::mem::take(&mut self.changed) {
            let readers = self.ready.derived().readers(slot).iter();
            open.extend(readers.copied().filter(|reader| behind.is_none_or(|rank| *reader > rank)));
        }
    }

    /// The name of a segment that was crossed, and whether the person is inside now.
    fn judge_segment(&mut self, place: usize) -> Option<(bool, String)> {
        let segment = self.ready.plan().segments.get(place)?;
        let is_refused = self.is_refused_for(&segment.only_for);
        let inside = !is_refused && self.holds(Some(&segment.when), View::default());
        let changed = if inside {
            self.person.segments.insert(segment.name.clone())
        } else {
            self.person.segments.remove(&segment.name)
        };
        self.moved |= changed;
        changed.then(|| (inside, segment.name.clone()))
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
