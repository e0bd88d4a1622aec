//! What `GET /admin/v1/tap` says, line by line.

use filrouge_explain::Decision;
use schemars::JsonSchema;
use serde::Serialize;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tap {
    /// Version of this document.
    pub version: u32,
    /// What it tells.
    #[serde(flatten)]
    pub told: Told,
}

/// What a line tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Told {
    /// A decision as it was taken. Its number is 0: the record gives it one later.
    Decision(Box<Decision>),
    /// The client was too slow. The record has what it missed.
    Missed {
        /// Groups of decisions that it did not get.
        missed: u64,
    },
}
