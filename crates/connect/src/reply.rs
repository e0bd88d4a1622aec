//! What came of one question.

use crate::Sign;
use std::time::Duration;

/// What came of one question. Reasons hold no personal data: they go into logs and into the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// The service answered.
    Answered {
        /// What it said.
        body: Vec<u8>,
    },
    /// The service will never answer.
    Failed {
        /// Why.
        reason: String,
    },
    /// The service answered something that is no answer.
    Unfit {
        /// What is wrong with it.
        reason: String,
    },
    /// Another try may be answered. A question changes nothing, so it may always be repeated.
    Retry {
        /// What was seen.
        reason: String,
        /// How long the service asked to be left alone.
        after: Option<Duration>,
    },
}

impl Reply {
    /// What was seen, when it is no answer.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Answered { .. } => None,
            Self::Failed { reason } | Self::Unfit { reason } | Self::Retry { reason, .. } => Some(reason),
        }
    }

    /// What the question says about the service.
    #[must_use]
    pub const fn sign(&self) -> Sign {
        match self {
            Self::Answered { .. } | Self::Failed { .. } | Self::Unfit { .. } => Sign::Alive,
            Self::Retry { after, .. } => Sign::Failing { asked: *after },
        }
    }
}
