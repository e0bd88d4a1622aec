//! What kept messages from leaving, counted by reason.

use filrouge_machine::{HoldReason, SkipReason, Verdict};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// What kept a message from leaving, or a question from being asked. Reasons are a closed set: no counter of them grows
/// with the project, with its people or with time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Withheld {
    /// A channel, or the whole send, was refused.
    Skipped(SkipReason),
    /// The message waits for a better moment.
    Held(HoldReason),
    /// The message was called back before it had left.
    Recalled(SkipReason),
    /// A service was not asked.
    NotAsked(SkipReason),
}

/// How often each of them happened; all are there from the start, with 0.
pub type Withholdings = BTreeMap<Withheld, u64>;

impl Withheld {
    /// What a decision withheld, if it withheld anything.
    pub(crate) const fn of(verdict: &Verdict) -> Option<Self> {
        match verdict {
            Verdict::Skipped { reason, .. } => Some(Self::Skipped(*reason)),
            Verdict::Held { reason, .. } => Some(Self::Held(*reason)),
            Verdict::Recalled { reason, .. } => Some(Self::Recalled(*reason)),
            Verdict::NotAsked { reason } => Some(Self::NotAsked(*reason)),
            _ => None,
        }
    }

    /// Everything that there is.
    pub fn all() -> impl Iterator<Item = Self> {
        let skips = [Self::Skipped, Self::Recalled, Self::NotAsked];
        let skips = skips.into_iter().flat_map(|made| SkipReason::ALL.into_iter().map(made));
        skips.chain(HoldReason::ALL.into_iter().map(Self::Held))
    }

    /// What became of the message, in a word.
    #[must_use]
    pub const fn result(self) -> &'static str {
        match self {
            Self::Skipped(_) => "skipped",
            Self::Held(_) => "held",
            Self::Recalled(_) => "recalled",
            Self::NotAsked(_) => "not-asked",
        }
    }

    /// Why, in a word.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Skipped(reason) | Self::Recalled(reason) | Self::NotAsked(reason) => reason.word(),
            Self::Held(reason) => reason.word(),
        }
    }
}

/// The counters behind [`Withholdings`].
#[derive(Debug)]
pub(crate) struct Tally(Mutex<Withholdings>);

impl Default for Tally {
    fn default() -> Self {
        Self(Mutex::new(Withheld::all().map(|withheld| (withheld, 0)).collect()))
    }
}

impl Tally {
    pub(crate) fn read(&self) -> Withholdings {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn add(&self, withheld: &[Withheld]) {
        if withheld.is_empty() {
            return;
        }
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        withheld.iter().for_each(|one| *counts.entry(*one).or_default() += 1);
    }
}
