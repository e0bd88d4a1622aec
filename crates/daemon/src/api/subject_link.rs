//! `POST /admin/v1/subjects/link`, as `filrouge subject link` shows it.

use filrouge_machine::Id;
use schemars::JsonSchema;
use serde::Serialize;

/// A link to the page on which a person decides what they get.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SubjectLink {
    /// Version of this answer.
    pub version: u32,
    /// The person.
    pub person: Id,
    /// The link. Whoever holds it acts for the person.
    pub link: String,
}
