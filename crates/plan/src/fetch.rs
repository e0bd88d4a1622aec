//! `fetch`, lowered.

use crate::{Assignment, Field, OnOutcome, Period};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Asks a service, and waits for its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fetch {
    /// The connector that is asked.
    pub connector: String,
    /// The one purpose of the question.
    pub purpose: String,
    /// What the service is told; roots: `profile`, `entry`, `steps`, `now`.
    pub with: Vec<Assignment>,
    /// The types of what it is told, in the same order.
    pub tells: Vec<Field>,
    /// What it must answer. An answer that does not fit is a failure.
    pub answer: Vec<Field>,
    /// How long the answer is waited for.
    pub within: Period,
    /// Where to after an outcome; after any other, to `otherwise`.
    pub on: Vec<OnOutcome>,
    /// Where to after an outcome that has no place of its own; behind the step where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<crate::Target>,
}

/// The outcome of a fetch that nobody answered in time.
pub const TIMEOUT: &str = "timeout";

/// Why a fetch may have been skipped or have failed, as conditions read it.
pub const FETCH_REASONS: &[&str] =
    &["no-consent", "refused", "consent-expired", "not-permitted", "missing-value", "failed", "unfit"];
