//! The ledger: every decision of a person's about a purpose, with what proves it.

use super::decide::Subject;
use super::turn::Turn;
use crate::consent::LONGEST_LEDGER;
use crate::grant::EVERY_CHANNEL;
use crate::{Consent, ConsentRecord, ConsentState, Id, Ignored, Proof, Verdict};
use filrouge_plan::address;
use std::collections::BTreeSet;

impl Turn<'_> {
    /// Enters a decision. A refusal that says again what was said last, in the same way, is no new act: consent tools
    /// repeat it with every page.
    pub(super) fn enter_in_ledger(
        &mut self,
        consent: &Consent,
        state: ConsentState,
        ignored: Option<Ignored>,
    ) {
        let channel = consent.channel.as_deref().unwrap_or(EVERY_CHANNEL);
        let last = self.person.last_record(&consent.purpose, consent.channel.as_deref());
        let repeats = last.is_some_and(|last| {
            let same = last.state == state && last.channel == channel;
            same && state == ConsentState::Refused && last.evidence == consent.evidence
        });
        if repeats && ignored.is_none() {
            return;
        }
        let previous = last.map(|last| last.id);
        let record = ConsentRecord { state, ignored, previous, ..self.record_of(consent, channel) };
        self.person.ledger.push(record);
        self.person.shorten_ledger();
    }

    fn record_of(&self, consent: &Consent, channel: &str) -> ConsentRecord {
        let proof = consent.proof.as_deref().cloned();
        ConsentRecord {
            id: Id::of(&["consent", &self.input.id.to_string(), &consent.purpose, channel]),
            purpose: consent.purpose.clone(),
            channel: channel.to_owned(),
            state: ConsentState::Unset,
            ignored: None,
            at: self.now(),
            evidence: consent.evidence.clone(),
            proof: proof.unwrap_or_else(|| Proof { method: consent.method(), ..Proof::default() }),
            input: self.input.id,
            previous: None,
        }
    }

    /// A decision that does not count is kept and told, and changes nothing.
    pub(super) fn ignore(&mut self, consent: &Consent, reason: Ignored) {
        self.enter_in_ledger(consent, ConsentState::Unset, Some(reason));
        let Consent { purpose, channel, granted, evidence, proof: _ } = consent.clone();
        let verdict = Verdict::NotCounted { purpose, channel, granted, evidence, reason };
        self.decide_choice(&consent.purpose, verdict);
    }

    /// A decision about a choice of the person's, which belongs to no journey.
    pub(super) fn decide_choice(&mut self, purpose: &str, verdict: Verdict) {
        let origin = address::declared("purpose", purpose);
        self.decide(
            Subject { journey: String::new(), instance: None, step: None, origin },
            verdict,
            Vec::new(),
        );
    }

    /// Entries of somebody who becomes one with the person, each in its place.
    pub(super) fn take_ledger(&mut self, theirs: Vec<ConsentRecord>) {
        self.person.ledger.extend(theirs);
        self.person.ledger.sort_by_key(|record| (record.at, record.id));
        self.person.ledger.dedup_by_key(|record| record.id);
        self.person.shorten_ledger();
    }

    /// Entries of somebody who is separated go back. What was refused since counts for both, and so does its proof.
    pub(super) fn give_back_ledger(&mut self, theirs: &mut Vec<ConsentRecord>, since: i64) {
        let own: BTreeSet<Id> = theirs.iter().map(|record| record.id).collect();
        self.person.ledger.retain(|record| !own.contains(&record.id));
        let refusals = self.person.ledger.iter().filter(|record| {
            record.state == ConsentState::Refused && record.ignored.is_none() && record.at >= since
        });
        theirs.extend(refusals.cloned());
        theirs.sort_by_key(|record| (record.at, record.id));
    }
}

impl crate::Person {
    fn shorten_ledger(&mut self) {
        let surplus = self.ledger.len().saturating_sub(LONGEST_LEDGER);
        self.ledger.drain(..surplus);
    }
}
