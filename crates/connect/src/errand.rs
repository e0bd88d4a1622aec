//! What a service is asked to do for a person, and what came of it.

use crate::Sign;
use filrouge_machine::Id;
use filrouge_plan::ask::Ask;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::pin::Pin;
use std::time::Duration;

/// One call for a right of a person.
#[derive(Debug, Clone)]
pub struct Errand {
    /// The call, as the plan declares it.
    pub ask: Ask,
    /// What stands in its braces, by name: `profile.email`, `kept.id`.
    pub words: BTreeMap<String, Json>,
    /// The same whenever the call is repeated.
    pub key: Id,
}

/// What came of one call. Reasons hold no personal data: they go into logs and stand beside a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// The service did what this call asks for.
    Done {
        /// What later calls need of the answer.
        kept: BTreeMap<String, Json>,
    },
    /// The service has nothing of the person.
    Nobody,
    /// It is at work; the same call asks again.
    Pending,
    /// It will not do it.
    Refused {
        /// Why.
        reason: String,
    },
    /// Another call may succeed.
    Retry {
        /// What was seen.
        reason: String,
        /// How long the service asked to be left alone.
        after: Option<Duration>,
        /// Whether this call may have been taken.
        perhaps_taken: bool,
    },
}

/// A call under way.
pub type Carrying<'a> = Pin<Box<dyn Future<Output = Heard> + Send + 'a>>;

impl Heard {
    /// What the call says about the service.
    #[must_use]
    pub const fn sign(&self) -> Sign {
        match self {
            Self::Done { .. } | Self::Nobody | Self::Pending | Self::Refused { .. } => Sign::Alive,
            Self::Retry { after, .. } => Sign::Failing { asked: *after },
        }
    }

    /// What was seen, when it was not done.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Done { .. } | Self::Nobody | Self::Pending => None,
            Self::Refused { reason } | Self::Retry { reason, .. } => Some(reason),
        }
    }
}
