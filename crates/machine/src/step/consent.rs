//! A person's decision about one purpose.

use super::decide::Subject;
use super::turn::Turn;
use crate::grant::{EVERY_CHANNEL, withdrawable};
use crate::{Consent, ConsentFact, Id, Pending, SkipReason, Verdict};
use filrouge_plan::{Action, address};
use std::collections::BTreeSet;

impl Turn<'_> {
    pub(super) fn take_consent(&mut self, consent: &Consent) {
        self.person.last_activity = self.person.last_activity.max(Some(self.now()));
        let channels = self.channels_of(consent).into_iter();
        let fresh: Vec<String> = channels.filter(|channel| self.is_newest(consent, channel)).collect();
        if !fresh.is_empty() {
            self.record(consent);
        }
        for channel in fresh {
            self.take_consent_for(consent, channel);
        }
        self.silence_questions();
        self.run();
    }

    /// The latest decision counts, whatever the order in which they come.
    fn is_newest(&self, consent: &Consent, channel: &str) -> bool {
        let key = (consent.purpose.clone(), channel.to_owned());
        self.person.consents.get(&key).is_none_or(|known| known.at <= self.now())
    }

    /// The person's own decision is part of the story.
    fn record(&mut self, consent: &Consent) {
        let Consent { purpose, channel, granted, evidence } = consent.clone();
        let origin = address::declared("purpose", &purpose);
        let subject = Subject { journey: String::new(), instance: None, step: None, origin };
        let verdict = if granted {
            Verdict::Granted { purpose, channel, evidence }
        } else {
            Verdict::Withdrew { purpose, channel, evidence }
        };
        self.decide(subject, verdict, Vec::new());
    }

    /// The channels that a decision is about. A refusal of every channel also holds for those to come; a grant
    /// does not.
    fn channels_of(&self, consent: &Consent) -> BTreeSet<String> {
        if let Some(channel) = &consent.channel {
            return BTreeSet::from([channel.clone()]);
        }
        let declared =
            self.ready.purpose(&consent.purpose).into_iter().flat_map(|purpose| purpose.channels.clone());
        let known = self.person.consents.keys().filter(|(purpose, _)| *purpose == consent.purpose);
        let later = (!consent.granted).then(|| EVERY_CHANNEL.to_owned());
        let known = known.filter(|(_, channel)| !consent.granted || channel != EVERY_CHANNEL);
        declared.chain(known.map(|(_, channel)| channel.clone())).chain(later).collect()
    }

    fn take_consent_for(&mut self, consent: &Consent, channel: String) {
        let fact = ConsentFact {
            granted: consent.granted,
            at: self.now(),
            evidence: consent.evidence.clone(),
            input: self.input.id,
        };
        let key = (consent.purpose.clone(), channel);
        self.person.consents.insert(key.clone(), fact);
        if !consent.granted {
            self.silence_if_withdrawable(&consent.purpose, &key.1);
        }
    }

    /// What was refused is not sent, if the purpose can be refused at all.
    pub(super) fn silence_if_withdrawable(&mut self, purpose: &str, channel: &str) {
        if self.can_withdraw(purpose) {
            self.silence(purpose, channel);
        }
    }

    fn can_withdraw(&self, purpose: &str) -> bool {
        self.ready.purpose(purpose).is_none_or(|purpose| withdrawable(purpose.basis))
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
}
