//! How long each thing is kept, as the plan says.

use filrouge_machine::{InputKind, Ready, Verdict};
use filrouge_plan::{Period, Retention};

/// How long a closed request is known: as long as somebody may ask for a proof that it was dealt with.
const PROOF: Period = Period { months: 60, days: 0, millis: 0 };

/// The retentions of the plan, at one moment.
pub(super) struct Limits<'p> {
    pub ready: &'p Ready,
    now: i64,
    events: Option<&'p Retention>,
    consents: Option<&'p Retention>,
    pub messages: Option<&'p Retention>,
    audit: Option<&'p Retention>,
    pub quarantine: Option<&'p Retention>,
}

impl<'p> Limits<'p> {
    pub(super) fn of(ready: &'p Ready, now: i64) -> Self {
        let store = |name: &str| {
            let found = ready.plan().retentions.iter().find(|kept| kept.store == name);
            found.map(|kept| &kept.retention)
        };
        Self {
            ready,
            now,
            events: store("events"),
            consents: store("consents"),
            messages: store("messages"),
            audit: store("audit"),
            quarantine: store("quarantine"),
        }
    }

    /// An event is kept as it says itself, or else as its store says; so is all that is no consent.
    pub(super) fn of_input(&self, kind: &InputKind) -> Option<&'p Retention> {
        match kind {
            InputKind::Event(event) => {
                self.ready.event(&event.name).and_then(|known| known.retention.as_ref()).or(self.events)
            }
            InputKind::Consent(_) => self.consents,
            _ => self.events,
        }
    }

    /// What became of a message is kept as messages are, a choice as consents are, the rest as the audit is.
    pub(super) fn of_decision(&self, verdict: &Verdict) -> Option<&'p Retention> {
        let own = match verdict {
            Verdict::Granted { .. } | Verdict::Withdrew { .. } => self.consents,
            Verdict::Queued { .. }
            | Verdict::Sent { .. }
            | Verdict::Failed { .. }
            | Verdict::Held { .. }
            | Verdict::Skipped { .. }
            | Verdict::Recalled { .. } => self.messages,
            _ => None,
        };
        own.or(self.audit)
    }

    /// Whether anything that was collected at `at` may be over: of all that is younger nothing is.
    pub(super) fn may_be_over(&self, at: i64) -> bool {
        let events = self.ready.plan().events.iter().filter_map(|event| event.retention.as_ref());
        let stores = [self.events, self.consents, self.messages, self.audit].into_iter().flatten();
        let shortest = events.chain(stores).map(|kept| self.ready.over_at(at, kept.keep)).min();
        shortest.is_some_and(|over| over <= self.now)
    }

    /// Whether something that belongs to nobody is over.
    pub(super) fn is_old(&self, retention: Option<&Retention>, at: i64) -> bool {
        retention.is_some_and(|kept| self.ready.over_at(at, kept.keep) <= self.now)
    }

    pub(super) fn is_past_proof(&self, at: i64) -> bool {
        self.ready.over_at(at, PROOF) <= self.now
    }
}
