//! What `GET /admin/v1/why` answers: decisions, led back to the words that made them.

use filrouge_explain::Decision;
use filrouge_machine::Id;
use schemars::JsonSchema;
use serde::Serialize;

/// Decisions about everybody who is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Why {
    /// Version of this document.
    pub version: u32,
    /// Everybody who is known by what was asked for.
    pub people: Vec<Person>,
    /// Names of what no role of the caller lets them see; its values are `***`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub masked: Vec<String>,
}

/// A page of the decisions about one person, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Person {
    /// The person.
    pub person: Id,
    /// The decisions.
    pub decisions: Vec<Decision>,
    /// Inputs whose step, taken again from what is kept, leads to something else than was decided: a record, a plan or the program
    /// is not what it was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differs: Vec<Id>,
    /// The value of `before` for the next page; absent on the last one.
    pub next: Option<i64>,
}
