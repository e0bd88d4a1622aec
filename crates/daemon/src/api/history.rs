//! What `GET /admin/v1/history` answers: what happened to a person, as the journal keeps it.

use filrouge_machine::{Id, InputKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A page of what happened to one person, the first first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct History {
    /// Version of this document.
    pub version: u32,
    /// The person.
    pub person: Id,
    /// What happened to the person, and to everybody who became one with them.
    pub inputs: Vec<Happened>,
    /// The value of `after` for the next page; absent on the last one.
    pub next: Option<i64>,
    /// Names of what no role of the caller lets them see; its values are `***`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub masked: Vec<String>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Happened {
    /// Its place among all inputs.
    pub number: i64,
    /// Identity.
    pub id: Id,
    /// To whom: the person, or somebody who became one with them.
    pub person: Id,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Hash of the plan under which it was applied.
    pub plan: String,
    /// Where it came from: a source's name, or `timer`, `outcome`, `plan`, `merge`, `unmerge`.
    pub source: String,
    /// What happened.
    pub kind: InputKind,
    /// Names of the values of an event or a start, in their order; empty for anything else, and where the plan is no longer
    /// known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
}
