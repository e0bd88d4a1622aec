//! A person's decision about one purpose.

use super::turn::Turn;
use crate::grant::{EVERY_CHANNEL, withdrawable};
use crate::{
    Consent, ConsentFact, ConsentState, Event, Ignored, Method, Proof, Unconfirmed, Verdict, moment,
};
use filrouge_plan::{Basis, DoubleOptIn};
use std::collections::BTreeSet;

/// What the evidence of a confirmation says.
const CONFIRMED: &str = "double-opt-in";

impl Turn<'_> {
    pub(super) fn take_consent(&mut self, consent: &Consent) {
        self.person.last_activity = self.person.last_activity.max(Some(self.now()));
        self.hear(consent);
        self.silence_questions();
        self.run();
        if !consent.granted {
            self.end_walks_for(&consent.purpose);
            self.run();
        }
    }

    fn hear(&mut self, consent: &Consent) {
        if consent.method().is_signal() && self.is_known(consent) {
            return;
        }
        if consent.is_unproved() {
            return self.ignore(consent, Ignored::Unproved);
        }
        let channels = self.channels_of(consent);
        // A purpose without channels has nothing that could be agreed to.
        if channels.is_empty() {
            return;
        }
        let channels = channels.into_iter();
        let fresh: Vec<String> = channels.filter(|channel| self.is_newest(consent, channel)).collect();
        match self.to_confirm(consent) {
            // It is repeated with every page, long after the person has decided anew elsewhere.
            _ if fresh.is_empty() && consent.method().is_signal() => {}
            _ if fresh.is_empty() => self.ignore(consent, Ignored::Older),
            Some(asks) => self.await_confirmation(consent, fresh, &asks),
            None => self.take_choice(consent, fresh),
        }
    }

    fn take_choice(&mut self, consent: &Consent, fresh: Vec<String>) {
        self.record(consent);
        let state = if consent.granted { ConsentState::Granted } else { ConsentState::Refused };
        self.enter_in_ledger(consent, state, None);
        let before = self.refused_profiling();
        for channel in fresh {
            self.take_consent_for(consent, channel);
        }
        self.follow_choice(&before);
    }

    /// The latest decision counts, whatever the order in which they come.
    fn is_newest(&self, consent: &Consent, channel: &str) -> bool {
        let key = (consent.purpose.clone(), channel.to_owned());
        self.person.consents.get(&key).is_none_or(|known| known.at <= self.now())
    }

    /// Whether a signal only repeats what holds already. Browsers send it with every page.
    fn is_known(&self, consent: &Consent) -> bool {
        self.channels_of(consent).into_iter().all(|channel| {
            let fact = self.person.consents.get(&(consent.purpose.clone(), channel));
            fact.is_some_and(|fact| fact.granted == consent.granted)
        })
    }

    /// How a grant is to be confirmed, if it is: not one that is a confirmation, or that comes with its proof from
    /// elsewhere.
    fn to_confirm(&self, consent: &Consent) -> Option<DoubleOptIn> {
        let purpose = self.ready.purpose(&consent.purpose).filter(|own| own.basis == Basis::Consent)?;
        let asks = purpose.double_opt_in.clone().filter(|_| consent.granted)?;
        match consent.method() {
            Method::Import => None,
            Method::DoubleOptIn if self.is_awaited(consent) => None,
            _ => Some(asks),
        }
    }

    fn is_awaited(&self, consent: &Consent) -> bool {
        self.channels_of(consent).into_iter().any(|channel| {
            let asked = self.person.unconfirmed.get(&(consent.purpose.clone(), channel));
            asked.is_some_and(|asked| asked.until > self.now())
        })
    }

    /// What was asked for is kept apart from what was agreed to: it permits nothing, and takes nothing back.
    fn await_confirmation(&mut self, consent: &Consent, channels: Vec<String>, asks: &DoubleOptIn) {
        let (at, input) = (self.now(), self.input.id);
        let until = moment::after(at, asks.within, &self.zone);
        self.enter_in_ledger(consent, ConsentState::Pending, None);
        let Consent { purpose, channel, evidence, .. } = consent.clone();
        self.decide_choice(
            &purpose,
            Verdict::ToConfirm { purpose: purpose.clone(), channel, evidence, until },
        );
        for channel in channels {
            self.person.unconfirmed.insert((purpose.clone(), channel), Unconfirmed { at, until, input });
        }
    }

    /// Confirms what `event` confirms.
    pub(super) fn confirm_by(&mut self, event: &Event) {
        if self.person.unconfirmed.is_empty() {
            return;
        }
        let waiting = self.person.unconfirmed.iter().filter(|(_, asked)| asked.until > self.now());
        let confirmed = waiting.filter(|((purpose, _), _)| {
            let asks = self.ready.purpose(purpose).and_then(|purpose| purpose.double_opt_in.as_ref());
            asks.is_some_and(|asks| asks.by.as_deref() == Some(event.name.as_str()))
        });
        for (purpose, channel) in confirmed.map(|(key, _)| key.clone()).collect::<Vec<_>>() {
            let proof = Proof { method: Method::DoubleOptIn, ..Proof::default() };
            self.hear(&Consent::said(&purpose, Some(&channel), true, CONFIRMED).proved(proof));
        }
    }

    /// The person's own decision is part of the story.
    fn record(&mut self, consent: &Consent) {
        let Consent { purpose, channel, granted, evidence, proof: _ } = consent.clone();
        let verdict = if granted {
            Verdict::Granted { purpose, channel, evidence }
        } else {
            Verdict::Withdrew { purpose, channel, evidence }
        };
        self.decide_choice(&consent.purpose, verdict);
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
        self.person.unconfirmed.remove(&key);
        self.person.consents.insert(key.clone(), fact);
        if !consent.granted {
            self.silence_if_withdrawable(&consent.purpose, &key.1);
        }
    }

    pub(super) fn can_withdraw(&self, purpose: &str) -> bool {
        self.ready.purpose(purpose).is_none_or(|purpose| withdrawable(purpose.basis))
    }
}
