//! What `POST /admin/v1/unmerge` answers.

use filrouge_machine::Id;
use schemars::JsonSchema;
use serde::Serialize;

/// Two people who were one and are two again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Unmerge {
    /// Version of this document.
    pub version: u32,
    /// The one who was absorbed, and is somebody again.
    pub person: Id,
    /// The one who stays.
    pub from: Id,
}
