//! What became of a message.

use super::decide::Subject;
use super::turn::Turn;
use crate::{Flight, Id, Instance, Outcome, Pending, Person, SkipReason, Verdict};
use filrouge_plan::{Action, address};

impl Person {
    /// Whether a walk waits for what becomes of this message.
    #[must_use]
    pub fn awaits(&self, effect: Id) -> bool {
        self.waiting_for(effect).is_some()
    }

    /// The walk that waits for what becomes of this message, and the position of its channel.
    fn waiting_for(&self, effect: Id) -> Option<(Id, usize)> {
        let awaits = |instance: &Instance| match instance.pending {
            Pending::Outcome { effect: awaited, channel } if awaited == effect => {
                Some((instance.id, usize::try_from(channel).ok()?))
            }
            _ => None,
        };
        self.instances.iter().find_map(awaits)
    }
}

impl Turn<'_> {
    /// The first outcome of a message counts. It also counts for a message that was called back too late; the
    /// journey has gone on without it then.
    pub(super) fn take_outcome(&mut self, effect: Id, outcome: &Outcome) {
        let Some(flight) = self.person.flights.remove(&effect) else {
            return self.take_answer(effect, outcome);
        };
        self.count_again(&flight, outcome);
        self.decide(subject(&flight), verdict(effect, outcome), Vec::new());
        if let Some((instance, position)) = self.person.waiting_for(effect) {
            self.go_on_with(instance, position, outcome);
        }
        self.run();
    }

    fn go_on_with(&mut self, instance: Id, position: usize, outcome: &Outcome) {
        match (outcome, self.action_of(instance)) {
            (Outcome::Sent { .. }, _) => self.settle(instance, "sent", None),
            (Outcome::Unknown { .. }, _) => self.settle(instance, "unknown", None),
            (Outcome::Withheld | Outcome::Void { .. }, Some(Action::Send(send))) => {
                self.send_now(instance, send, position);
            }
            (Outcome::Failed { .. }, Some(Action::Send(send))) => {
                self.send_now(instance, send, position.saturating_add(1))
            }
            (_, _) => {
                self.settle(instance, "failed", Some(SkipReason::Failed));
            }
        }
    }

    /// A message that failed makes room under the cap; one that left although it was called back takes it again.
    fn count_again(&mut self, flight: &Flight, outcome: &Outcome) {
        match (outcome, flight.recalled) {
            (Outcome::Failed { .. } | Outcome::Withheld | Outcome::Void { .. }, false) => {
                self.uncount(flight)
            }
            (Outcome::Sent { .. } | Outcome::Unknown { .. }, true) => self.count(flight),
            _ => {}
        }
    }

    fn count(&mut self, flight: &Flight) {
        if flight.capped {
            let times = self.person.sent.entry(counted_as(flight)).or_default();
            let place = times.partition_point(|time| *time <= flight.at);
            times.insert(place, flight.at);
        }
    }

    fn uncount(&mut self, flight: &Flight) {
        let key = counted_as(flight);
        let Some(times) = self.person.sent.get_mut(&key).filter(|_| flight.capped) else { return };
        if let Some(place) = times.iter().position(|time| *time == flight.at) {
            times.remove(place);
        }
    }

    /// Hands a message over: from now on its outcome is awaited.
    pub(super) fn take_off(&mut self, effect: Id, flight: Flight) {
        self.count(&flight);
        self.person.flights.insert(effect, flight);
    }

    /// Calls a message back. It may have left all the same, so its outcome is still listened for.
    pub(super) fn call_back(&mut self, effect: Id, reason: SkipReason) {
        let Some(mut flight) = self.person.flights.remove(&effect) else { return };
        self.uncount(&flight);
        self.effects.recalled.push(effect);
        self.decide(subject(&flight), Verdict::Recalled { effect, reason }, Vec::new());
        flight.recalled = true;
        self.person.flights.insert(effect, flight);
    }
}

fn counted_as(flight: &Flight) -> (String, String) {
    (flight.channel.clone(), flight.purpose.clone())
}

fn subject(flight: &Flight) -> Subject {
    Subject {
        journey: flight.journey.clone(),
        instance: Some(flight.instance),
        step: Some(flight.step.clone()),
        origin: address::step(&flight.journey, &flight.step),
    }
}

fn verdict(effect: Id, outcome: &Outcome) -> Verdict {
    match outcome {
        Outcome::Sent { .. } => Verdict::Sent { effect },
        Outcome::Failed { reason } => Verdict::Failed { effect, reason: reason.clone() },
        Outcome::Withheld => Verdict::Recalled { effect, reason: SkipReason::Paused },
        Outcome::Void { reason } => Verdict::Recalled { effect, reason: *reason },
        Outcome::Unknown { reason } | Outcome::Unfit { reason } => {
            Verdict::Unknown { effect, reason: reason.clone() }
        }
        Outcome::Answered { .. } => Verdict::Sent { effect },
    }
}
