//! What a refusal brings to an end, in the same step in which it is taken.

use super::exit::WITHDRAWN;
use super::turn::Turn;
use crate::grant::refused;
use crate::{Id, Pending, SkipReason};
use filrouge_plan::{Action, address};

impl Turn<'_> {
    /// What was refused is not sent, if the purpose can be refused at all.
    pub(super) fn silence_if_withdrawable(&mut self, purpose: &str, channel: &str) {
        if self.can_withdraw(purpose) {
            self.silence(purpose, channel);
        }
    }

    /// Calls back and gives up everything that is about to be sent for `purpose` over `channel`.
    fn silence(&mut self, purpose: &str, channel: &str) {
        let flights = self.person.flights.iter();
        let flying = flights
            .filter(|(_, flight)| !flight.recalled && flight.purpose == purpose && flight.channel == channel);
        let flying: Vec<(Id, Id)> = flying.map(|(effect, flight)| (*effect, flight.instance)).collect();
        for (effect, instance) in flying {
            // Nobody waits for a message that was sent again: its journey has gone on long ago.
            let is_awaited = self.person.awaits(effect);
            self.call_back(effect, SkipReason::Refused);
            if is_awaited {
                self.skip_refused(instance, channel);
            }
        }
        for instance in self.held_for(purpose, channel) {
            self.skip_refused(instance, channel);
        }
    }

    fn held_for(&self, purpose: &str, channel: &str) -> Vec<Id> {
        let ids = self.person.instances.iter().map(|instance| instance.id);
        ids.filter(|id| self.is_held_for(*id, purpose, channel)).collect()
    }

    fn is_held_for(&self, id: Id, purpose: &str, channel: &str) -> bool {
        let Some(Action::Send(send)) = self.action_of(id) else { return false };
        let Some(Pending::Held { channel: position, .. }) =
            self.instance(id).map(|instance| &instance.pending)
        else {
            return false;
        };
        let held = usize::try_from(*position).ok().and_then(|position| send.via.get(position));
        send.purpose == purpose && held.is_some_and(|held| held == channel)
    }

    fn skip_refused(&mut self, instance: Id, channel: &str) {
        self.skip(instance, Some(channel), SkipReason::Refused);
        self.settle(instance, "skipped", Some(SkipReason::Refused));
    }

    /// Takes people out of the journeys in which nothing is left for them but messages for `purpose`, over channels on
    /// which they refuse it. Whoever has anything else to come goes on.
    pub(super) fn end_walks_for(&mut self, purpose: &str) {
        if !self.can_withdraw(purpose) {
            return;
        }
        let walks = self.person.instances.iter().filter(|walk| walk.branch.is_none());
        for walk in walks.map(|walk| walk.id).collect::<Vec<_>>() {
            if self.rests_on_refusal(walk, purpose) {
                self.leave(walk, WITHDRAWN, address::declared("purpose", purpose), Vec::new());
            }
        }
    }

    fn rests_on_refusal(&self, walk: Id, purpose: &str) -> bool {
        let Some(step) = self.instance(walk).map(|walk| walk.step.as_str()) else { return false };
        let rests = self.walked_by(walk).and_then(|journey| journey.rests_on(step));
        rests.is_some_and(|rests| {
            let all = || rests.channels.iter().all(|channel| refused(self.person, purpose, channel));
            rests.purpose == purpose && all()
        })
    }
}
