//! What consent tools and browsers say of a person's choices: read by the standard, and told by the map of the plan.

mod bits;
mod call;
mod consent_mode;
mod gpc;
mod gpp;
mod tcf;

pub use call::{SignalCall, Signalled};
pub use gpc::{is_opt_out, opted_out};

pub(crate) use call::refusals;

#[cfg(test)]
mod tests;

use filrouge_machine::{Method, SignalSeen};
use filrouge_plan::{Basis, Purpose, SignalKind, SignalMap};
use std::collections::BTreeMap;

/// The longest string that is read, in bytes. One with every vendor of the list has some 3,000.
const LONGEST: usize = 8_000;

/// What a signal says of one of its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    /// A refusal.
    No,
    /// A refusal of what needs a consent; nobody objected to what rests on an interest.
    NoConsent,
    /// An agreement.
    Yes,
    /// Nothing.
    Nothing,
}

/// A signal, read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spoken {
    pub kind: SignalKind,
    /// What it says, by field; what is missing says nothing.
    pub said: BTreeMap<&'static str, Said>,
    /// Whether an agreement in it counts.
    pub agrees: bool,
    /// When the person chose, in milliseconds since 1970; where the signal knows it.
    pub chosen_at: Option<i64>,
    pub seen: SignalSeen,
}

impl Spoken {
    /// What it says of a purpose: one refusal refuses, and only a yes to every field that is mapped agrees.
    pub fn about(&self, purpose: &Purpose, map: &SignalMap) -> Said {
        let fields = map.purposes.iter().filter(|(_, purposes)| purposes.contains(&purpose.name));
        let fields = fields.map(|(field, _)| field.as_str());
        let said: Vec<Said> = fields.map(|field| self.of(field, purpose)).collect();
        if said.contains(&Said::No) {
            Said::No
        } else if self.agrees && !said.is_empty() && said.iter().all(|said| *said == Said::Yes) {
            Said::Yes
        } else {
            Said::Nothing
        }
    }

    fn of(&self, field: &str, purpose: &Purpose) -> Said {
        match self.said.get(field).copied().unwrap_or(Said::Nothing) {
            Said::NoConsent if purpose.basis == Basis::LegitimateInterests => Said::Nothing,
            Said::NoConsent => Said::No,
            said => said,
        }
    }

    /// How a decision was told that is taken from it.
    pub const fn method(&self) -> Method {
        match self.kind {
            SignalKind::Tcf => Method::Tcf,
            SignalKind::Gpp => Method::Gpp,
            SignalKind::ConsentMode => Method::ConsentMode,
        }
    }
}
