//! What is computed of a person serves purposes; where all of these are refused, nothing is computed.

use super::turn::Turn;
use crate::Verdict;
use crate::grant::refuses;
use crate::tracked::Kept;
use filrouge_plan::address;
use std::collections::BTreeSet;

/// What the hours are called at which a person is active.
const BEST_TIME: &str = "best-time";

impl Turn<'_> {
    /// Whether all that something is computed for is refused.
    pub(super) fn is_refused_for(&self, only_for: &[String]) -> bool {
        let is_refused = |purpose: &String| {
            self.ready.purpose(purpose).is_some_and(|purpose| refuses(self.person, purpose))
        };
        !only_for.is_empty() && only_for.iter().all(is_refused)
    }

    /// Traits and segments that are not computed of the person, by their addresses.
    pub(super) fn refused_profiling(&self) -> BTreeSet<String> {
        let plan = self.ready.plan();
        let traits = plan.traits.iter().filter(|own| self.is_refused_for(&own.only_for));
        let traits = traits.map(|own| address::declared("trait", &own.field.name));
        let segments = plan.segments.iter().filter(|own| self.is_refused_for(&own.only_for));
        let segments = segments.map(|own| address::declared("segment", &own.name));
        let hours = self.is_refused_for(self.ready.rhythm_for()).then(|| BEST_TIME.to_owned());
        traits.chain(segments).chain(hours).collect()
    }

    /// The person has refused something, or agreed to it: profiling ends with all that it serves, and begins anew, from
    /// nothing, with the first of it. `before` is what was not computed then.
    pub(super) fn follow_choice(&mut self, before: &BTreeSet<String>) {
        let after = self.refused_profiling();
        let mut ended = self.forget_profiling();
        ended.extend(after.difference(before).cloned());
        self.tell_profiling(false, ended);
        let begun: BTreeSet<String> = before.difference(&after).cloned().collect();
        if !begun.is_empty() {
            self.tell_profiling(true, begun);
            self.begin_to_track();
            self.sort_all_into_segments();
        }
    }

    /// Forgets what was computed for nothing but what is refused.
    pub(super) fn end_profiling(&mut self) {
        let forgotten = self.forget_profiling();
        self.tell_profiling(false, forgotten);
    }

    fn tell_profiling(&mut self, on: bool, of: BTreeSet<String>) {
        if !of.is_empty() {
            self.decide_person(&[], Verdict::Profiling { on, of: of.into_iter().collect() });
        }
    }

    /// Nothing follows from it: nobody leaves a segment by a refusal.
    fn forget_profiling(&mut self) -> BTreeSet<String> {
        let mut forgotten: BTreeSet<String> = self.forget_traits().into_iter().collect();
        forgotten.extend(self.forget_segments());
        if self.person.rhythm.is_some() && self.is_refused_for(self.ready.rhythm_for()) {
            self.person.rhythm = None;
            forgotten.insert(BEST_TIME.to_owned());
        }
        forgotten
    }

    fn forget_traits(&mut self) -> Vec<String> {
        let ready = self.ready;
        let mut forgotten = Vec::new();
        for (place, own) in ready.plan().traits.iter().enumerate() {
            if self.is_refused_for(&own.only_for) && self.person.traits.remove(&own.field.name).is_some() {
                self.next_change = None;
                self.set_slot(ready.trackers().slot(place), Kept::new(&own.made).value(own));
                forgotten.push(address::declared("trait", &own.field.name));
            }
        }
        forgotten
    }

    fn forget_segments(&mut self) -> Vec<String> {
        let ready = self.ready;
        let mut forgotten = Vec::new();
        for own in &ready.plan().segments {
            if self.is_refused_for(&own.only_for) && self.person.segments.remove(&own.name) {
                self.moved = true;
                forgotten.push(address::declared("segment", &own.name));
            }
        }
        forgotten
    }
}
