//! What is known of the person.

use super::turn::Turn;
use crate::{Identify, Verdict};
use filrouge_plan::Value;

impl Turn<'_> {
    pub(super) fn take_identify(&mut self, identify: &Identify) {
        for (name, value) in &identify.identifiers {
            self.know_as(name, value);
        }
        for (name, value) in &identify.fields {
            self.set_field(name, value.clone());
        }
        for refused in &identify.refused {
            let (identifier, person, reason) = (refused.name.clone(), refused.person, refused.reason);
            let verdict = Verdict::NotJoined { identifier, person, reason };
            self.decide_person(std::slice::from_ref(&refused.name), verdict);
        }
        self.profile_changed(0);
        self.run();
    }

    /// Adds a value of an identifier; the one given last is the one that conditions see.
    fn know_as(&mut self, name: &str, value: &str) {
        let most = self.ready.most_values(name);
        let known = self.person.identifiers.entry(name.to_owned()).or_default();
        known.retain(|other| other != value);
        known.push(value.to_owned());
        let surplus = known.len().saturating_sub(most);
        known.drain(..surplus);
        self.set_field(name, Value::from(value));
    }

    /// What hangs on the profile: dates, the zone with all due times, and the segments.
    pub(super) fn profile_changed(&mut self, depth: u8) {
        let zone = self.ready.zone(&self.person.profile);
        self.follow_dates(&zone);
        if zone != self.zone {
            self.move_to(zone);
        }
        self.sort_into_segments(depth);
    }
}
