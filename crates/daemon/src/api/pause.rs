//! What `POST /admin/v1/pause` and `POST /admin/v1/resume` answer.

use schemars::JsonSchema;
use serde::Serialize;

/// Everything that the operator has paused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Pauses {
    /// Version of this document.
    pub version: u32,
    /// What is paused.
    pub paused: Vec<PausedPart>,
}

/// A part of the project whose messages are held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PausedPart {
    /// `project`, `journey:NAME`, `channel:NAME` or `connector:NAME`.
    pub part: String,
    /// Since when, in milliseconds since 1970.
    pub at: i64,
    /// Who paused it.
    pub by: String,
}
