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
    /// What is asked for below the address of the connector; nothing for the address itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<PathPart>,
    /// Parameters of the address.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub query: Vec<Assignment>,
    /// What the service is told; roots: `profile`, `entry`, `steps`, `now`.
    pub with: Vec<Assignment>,
    /// The types of what it is told, in the same order.
    pub tells: Vec<Field>,
    /// What it must answer. An answer that does not fit is a failure.
    pub answer: Vec<Field>,
    /// How long an answer may be used again for the same question about the same person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache: Option<Period>,
    /// How long the answer is waited for.
    pub within: Period,
    /// Where to after an outcome; after any other, to `otherwise`.
    pub on: Vec<OnOutcome>,
    /// Where to after an outcome that has no place of its own; behind the step where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<crate::Target>,
}

/// A piece of a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PathPart {
    /// As it was written; a `/` in it begins another segment.
    Text(String),
    /// The value of an expression, by the name that is its text. Whatever it is, it begins no segment.
    Value(Assignment),
}

/// The outcome of a fetch that nobody answered in time.
pub const TIMEOUT: &str = "timeout";

/// Why a fetch may have been skipped or have failed, as conditions read it.
pub const FETCH_REASONS: &[&str] = &[
    "no-consent",
    "refused",
    "consent-expired",
    "not-permitted",
    "missing-value",
    "no-path",
    "failed",
    "unfit",
];
