//! What `GET /admin/v1/sizes` answers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many people are in each segment and each journey of the plan that runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sizes {
    /// Version of this document.
    pub version: u32,
    /// The project's name.
    pub project: String,
    /// Hash of the plan that runs, without what the operator has paused.
    pub plan: String,
    /// When people were looked at, in milliseconds since 1970.
    pub at: i64,
    /// How long ago that was, in seconds; an answer is given again for a minute.
    pub age: u64,
    /// How many people were looked at: everybody, or so many by chance.
    pub looked: u64,
    /// How many people there are.
    pub of: u64,
    /// Segments, by name.
    pub segments: Vec<Size>,
    /// Journeys, by name.
    pub journeys: Vec<Size>,
}

/// How many people are in one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Size {
    /// Its name.
    pub name: String,
    /// How many of the people who were looked at.
    pub people: u64,
}
