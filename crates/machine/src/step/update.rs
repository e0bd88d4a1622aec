//! `update`: changes the profile.

use super::turn::Turn;
use crate::{Id, Verdict};
use filrouge_plan::{Target, Update, Value};

impl Turn<'_> {
    pub(super) fn update(&mut self, id: Id, update: &Update, next: &Target, depth: u8) {
        let ready = self.ready;
        let (values, proof) = self.assign(id, &update.set, ready.plan().profile.slots());
        let fields = values.iter().map(|(name, _)| (*name).to_owned()).collect();
        for (name, value) in values {
            self.set_field(name, value);
        }
        self.decide_here(id, Verdict::Updated { fields }, proof);
        self.profile_changed(depth.saturating_add(1));
        self.go_next(id, next, depth);
    }

    /// Sets one slot of the profile, and notes whether it has changed.
    pub(super) fn set_slot(&mut self, slot: usize, value: Value) {
        if let Some(place) = self.person.profile.get_mut(slot).filter(|place| **place != value) {
            *place = value;
            self.changed.insert(slot);
            self.moved = true;
        }
    }

    /// Sets one field of the profile. A field that the plan does not declare is kept aside.
    pub(super) fn set_field(&mut self, name: &str, value: Value) {
        match self.ready.slot(name) {
            Some(slot) => self.set_slot(slot, value),
            None if value.is_absent() => drop(self.person.undeclared.remove(name)),
            None => drop(self.person.undeclared.insert(name.to_owned(), value)),
        }
    }
}
