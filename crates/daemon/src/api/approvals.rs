//! What the calls of `/admin/v1/approvals` answer.

use filrouge_machine::Id;
use schemars::JsonSchema;
use serde::Serialize;

/// An answer about approvals: to `GET` and to `POST`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum ApprovalsAnswer {
    /// What is waited for.
    Listed(Approvals),
    /// An answer was taken.
    Answered(Answered),
}

/// A page of the approvals that are waited for, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Approvals {
    /// Version of this document.
    pub version: u32,
    /// The approvals.
    pub approvals: Vec<Approval>,
    /// The value of `after` for the next page; absent on the last one.
    pub next: Option<i64>,
    /// How many answers were given since the daemon started, of the latest 1,000.
    pub answered: usize,
    /// The median time from the question to the answer, in milliseconds.
    pub median_ms: Option<u64>,
}

/// An approval that is waited for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Approval {
    /// Its place among them.
    pub number: i64,
    /// Its identity.
    pub id: Id,
    /// For whom it is asked.
    pub person: Id,
    /// The journey.
    pub journey: String,
    /// The step.
    pub step: String,
    /// The owner who is asked; absent where the person finishes on a former version.
    pub by: Option<String>,
    /// What they are asked.
    pub question: Option<String>,
    /// Since when, in milliseconds since 1970.
    pub at: i64,
    /// Until when, in milliseconds since 1970.
    pub until: Option<i64>,
}

/// An answer was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Answered {
    /// Version of this document.
    pub version: u32,
    /// The approval.
    pub id: Id,
    /// Yes or no.
    pub approved: bool,
    /// Who said so.
    pub by: String,
    /// Whether the same answer was given before; then nothing has happened now.
    pub again: bool,
}
