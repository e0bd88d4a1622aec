//! A call that was refused.

use super::VERSION;
use schemars::JsonSchema;
use serde::Serialize;

/// Why a call was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Refusal {
    /// Version of this document.
    pub version: u32,
    /// The reason in words.
    pub error: String,
}

impl Refusal {
    /// A refusal for this reason.
    #[must_use]
    pub fn of(reason: &str) -> Self {
        Self { version: VERSION, error: reason.to_owned() }
    }
}
