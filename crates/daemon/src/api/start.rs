//! What `POST /admin/v1/journeys/NAME/start` answers.

use filrouge_machine::Id;
use schemars::JsonSchema;
use serde::Serialize;

/// A journey was asked for. Whether the person came in is a decision of the journey's: `why` tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Started {
    /// Version of this document.
    pub version: u32,
    /// The input.
    pub input: Id,
    /// Whether the same call was made before; then nothing has happened now.
    pub again: bool,
}
