//! Waiting: one timer per instance, set and cancelled together with what the instance waits for.

use super::turn::Turn;
use crate::{Id, Instance, Pending, TimerChange};

impl Instance {
    /// The timer that wakes this instance from where it waits, and when; none when only an input from outside does.
    #[must_use]
    pub fn timer(&self) -> Option<(Id, i64)> {
        self.pending.due().map(|due| (self.timer_id(), due))
    }

    fn timer_id(&self) -> Id {
        let visit = self.visits.get(&self.step).copied().unwrap_or_default().to_string();
        Id::of(&["timer", &self.id.to_string(), &self.step, &visit])
    }
}

impl Pending {
    /// When the wait ends by itself.
    #[must_use]
    pub const fn due(&self) -> Option<i64> {
        match self {
            Self::Wait { due } => *due,
            Self::Held { due, .. } | Self::Answer { due, .. } => Some(*due),
            Self::Called { .. } | Self::Outcome { .. } => None,
        }
    }
}

impl Turn<'_> {
    /// Lets an instance wait where it stands.
    pub(super) fn park(&mut self, id: Id, pending: Pending) {
        let Some(instance) = self.instance_mut(id) else { return };
        instance.pending = pending;
        if let Some((timer, at)) = instance.timer() {
            self.effects.timers.push(TimerChange::Set { timer, at });
        }
    }

    /// Ends the wait of an instance.
    pub(super) fn unpark(&mut self, id: Id) {
        let Some(instance) = self.instance_mut(id) else { return };
        let timer = instance.timer();
        instance.pending = Pending::Wait { due: None };
        self.effects.timers.extend(TimerChange::moved(timer, None));
    }
}
