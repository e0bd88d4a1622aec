//! What came of one question.

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
