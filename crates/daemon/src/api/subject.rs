//! What `/admin/v1/subjects` answers: requests of people about their data.

use filrouge_host::RightsRequest;
use schemars::JsonSchema;
use serde::Serialize;

/// One request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Subject {
    /// Version of this document.
    pub version: u32,
    /// The request, as it stands now.
    pub request: RightsRequest,
    /// Days until the person must have an answer, rounded down, and below 0 behind that; absent when nobody waits for one.
    pub days_left: Option<i64>,
}

/// A page of requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Subjects {
    /// Version of this document.
    pub version: u32,
    /// The requests: those that are open by their urgency, all of them the oldest first.
    pub requests: Vec<RightsRequest>,
    /// When this was told, in milliseconds since 1970.
    pub now: i64,
    /// The value of `after` for the next page; absent on the last one.
    pub next: Option<i64>,
}

/// One request, or a page of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum SubjectsAnswer {
    /// One.
    One(Box<Subject>),
    /// A page.
    Many(Subjects),
}
