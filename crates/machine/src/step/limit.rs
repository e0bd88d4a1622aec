//! What keeps the person's data from being used begins or ends.

use super::turn::Turn;
use crate::{Flight, Id, Limit, SkipReason, Verdict, limits};

impl Turn<'_> {
    pub(super) fn take_limit(&mut self, limit: Limit) {
        self.person.limits.take(limit, self.now());
        self.decide_person(&[], Verdict::Limited { kind: limit.kind, on: limit.on });
        self.silence_limited();
        self.silence_questions();
        // Segments were left as they were: what they read may have changed meanwhile.
        if !limit.on {
            self.sort_all_into_segments();
        }
        self.reconsider_all();
        self.run();
    }

    /// Whether what is known of the person is stored and not used.
    pub(super) const fn is_restricted(&self) -> bool {
        self.person.limits.restricted.is_some()
    }

    /// Calls back what is about to be sent and may not be any more.
    fn silence_limited(&mut self) {
        let flights = self.person.flights.iter();
        let flying: Vec<(Id, SkipReason)> = flights
            .filter(|(_, flight)| !flight.recalled)
            .filter_map(|(effect, flight)| Some((*effect, self.limit_of(flight)?)))
            .collect();
        for (effect, reason) in flying {
            let Some(flight) = self.person.flights.get(&effect).cloned() else { continue };
            let is_awaited = self.person.awaits(effect);
            self.call_back(effect, reason);
            if is_awaited {
                self.skip(flight.instance, Some(&flight.channel), reason);
                self.settle(flight.instance, "skipped", Some(reason));
            }
        }
    }

    fn limit_of(&self, flight: &Flight) -> Option<SkipReason> {
        let purpose = self.ready.purpose(&flight.purpose)?;
        limits::allow(self.person, purpose, &flight.channel).err()
    }
}
