//! What was met, by address.

use filrouge_machine::{Decision, SkipReason, Verdict};
use filrouge_plan::address;
use std::collections::BTreeMap;

/// How often each part of the plan decided something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Met {
    hits: BTreeMap<String, u64>,
}

/// What a send did, behind the address of its step.
pub(super) const SENT: &str = "#sent";
pub(super) const HELD: &str = "#held";
pub(super) const REFUSED: &str = "#refused";

impl Met {
    /// Takes note of decisions.
    pub fn note(&mut self, decisions: &[Decision]) {
        decisions.iter().for_each(|decision| self.one(decision));
    }

    /// Adds what was met elsewhere.
    pub fn join(&mut self, other: Self) {
        for (address, hits) in other.hits {
            *self.hits.entry(address).or_default() += hits;
        }
    }

    /// How often the part at `address` decided something.
    #[must_use]
    pub fn hits(&self, address: &str) -> u64 {
        self.hits.get(address).copied().unwrap_or(0)
    }

    fn one(&mut self, decision: &Decision) {
        let is_silent = matches!(
            decision.verdict,
            Verdict::NotEntered { .. } | Verdict::PassedBy { .. } | Verdict::BranchDropped { .. }
        );
        if is_silent {
            return;
        }
        let step = decision.step.as_deref().map(|step| address::step(&decision.journey, step));
        if let Some(step) = step.filter(|step| is_of(&decision.origin, step)) {
            if let Some(outcome) = outcome(&decision.verdict) {
                self.hit(format!("{step}{outcome}"));
            }
            if decision.origin != step {
                self.hit(step);
            }
        }
        self.hit(decision.origin.clone());
    }

    fn hit(&mut self, address: String) {
        *self.hits.entry(address).or_default() += 1;
    }
}

/// Whether the part at `address` is the step, or one of its parts.
fn is_of(address: &str, step: &str) -> bool {
    address.strip_prefix(step).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

const fn outcome(verdict: &Verdict) -> Option<&'static str> {
    match verdict {
        Verdict::Queued { .. } => Some(SENT),
        Verdict::Held { .. } => Some(HELD),
        Verdict::Skipped {
            reason: SkipReason::NoConsent | SkipReason::Refused | SkipReason::ConsentExpired,
            ..
        } => Some(REFUSED),
        _ => None,
    }
}
