//! What the calls of `/admin/v1/quarantine` answer.

use filrouge_machine::Id;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value as Json;

/// An answer about the quarantine: to `GET`, to `POST` and to `DELETE`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum QuarantineAnswer {
    /// What is in it.
    Listed(Quarantine),
    /// What was tried again.
    Replayed(Replayed),
    /// What was dropped.
    Dropped(Dropped),
}

/// A page of the quarantine, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Quarantine {
    /// Version of this document.
    pub version: u32,
    /// The rows.
    pub quarantine: Vec<Quarantined>,
    /// The value of `after` for the next page; absent on the last one.
    pub next: Option<i64>,
}

/// A message that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Quarantined {
    /// Its place in the quarantine.
    pub number: i64,
    /// Identity: the same message is kept once.
    pub id: Id,
    /// When it came, in milliseconds since 1970.
    pub at: i64,
    /// The source that it came from.
    pub source: String,
    /// What is wrong with it.
    pub reason: String,
    /// What came, as it came.
    pub payload: Json,
}

/// What became of rows that were typed anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Replayed {
    /// Version of this document.
    pub version: u32,
    /// Rows that fit now. They were applied, and are gone from the quarantine.
    pub replayed: Vec<Id>,
    /// Rows that still do not fit. They stay.
    pub refused: Vec<Refused>,
}

/// A row that still does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Refused {
    /// The row.
    pub id: Id,
    /// What is wrong with it now.
    pub reason: String,
}

/// Rows that were dropped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Dropped {
    /// Version of this document.
    pub version: u32,
    /// The rows.
    pub dropped: Vec<Id>,
}
