//! What became of one call.

use crate::Sign;
use filrouge_machine::Outcome;
use std::time::Duration;

/// What became of one call to a service. Reasons hold no personal data: they go into logs and into the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    /// The service took the message.
    Sent {
        /// The service's own name for it.
        receipt: Option<String>,
    },
    /// The service will never take it.
    Failed {
        /// Why.
        reason: String,
    },
    /// The service may have taken it, and another call might deliver it twice.
    Unknown {
        /// What was seen.
        reason: String,
    },
    /// Another call is safe, and may succeed.
    Retry {
        /// What was seen.
        reason: String,
        /// How long the service asked to be left alone.
        after: Option<Duration>,
        /// Whether this call may have been taken; the next one carries the same key, so that it counts once.
        perhaps_taken: bool,
    },
}

impl Attempt {
    /// What the call says about the service.
    #[must_use]
    pub const fn sign(&self) -> Sign {
        match self {
            Self::Sent { .. } | Self::Failed { .. } => Sign::Alive,
            Self::Unknown { .. } => Sign::Failing { asked: None },
            Self::Retry { after, .. } => Sign::Failing { asked: *after },
        }
    }

    /// What was seen, when the service did not take the message.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Sent { .. } => None,
            Self::Failed { reason } | Self::Unknown { reason } | Self::Retry { reason, .. } => Some(reason),
        }
    }

    /// A call that surely was not taken and may be made again.
    pub(crate) fn again(reason: impl Into<String>) -> Self {
        Self::Retry { reason: reason.into(), after: None, perhaps_taken: false }
    }

    /// A call that will never be taken.
    pub(crate) fn failed(reason: impl Into<String>) -> Self {
        Self::Failed { reason: reason.into() }
    }

    /// What to record when no further call will be made. `perhaps_taken` says whether an earlier call may have
    /// been taken.
    #[must_use]
    pub fn settle(self, perhaps_taken_before: bool) -> Outcome {
        match self {
            Self::Sent { receipt } => Outcome::Sent { receipt },
            Self::Failed { reason } if perhaps_taken_before => Outcome::Unknown { reason },
            Self::Failed { reason } => Outcome::Failed { reason },
            Self::Unknown { reason } => Outcome::Unknown { reason },
            Self::Retry { reason, perhaps_taken, .. } if perhaps_taken || perhaps_taken_before => {
                Outcome::Unknown { reason }
            }
            Self::Retry { reason, .. } => Outcome::Failed { reason },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_many_clean_refusals_is_a_failure() {
        assert_eq!(Attempt::again("busy").settle(false), Outcome::Failed { reason: "busy".into() });
    }

    #[test]
    fn one_doubtful_call_makes_the_end_unknown() {
        assert_eq!(Attempt::again("busy").settle(true), Outcome::Unknown { reason: "busy".into() });
        assert_eq!(Attempt::failed("gone").settle(true), Outcome::Unknown { reason: "gone".into() });
    }

    #[test]
    fn a_receipt_ends_every_doubt() {
        let sent = Attempt::Sent { receipt: Some("r1".into()) };
        assert_eq!(sent.settle(true), Outcome::Sent { receipt: Some("r1".into()) });
    }
}
