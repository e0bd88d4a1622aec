//! What `GET /admin/v1/person` answers: all that is known of a person.

use filrouge_machine::{ConsentRecord, ConsentState, Id};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};

/// All that is known of the people who are meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Profiles {
    /// Version of this document.
    pub version: u32,
    /// Everybody who is known by what was asked for.
    pub people: Vec<Profile>,
    /// Names of what no role of the caller lets them see; its values are `***`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub masked: Vec<String>,
}

/// One person. Moments are in milliseconds since 1970; exact numbers are texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Profile {
    /// The person.
    pub person: Id,
    /// Hash of the plan that the person lives under: the one that runs, or that of a share of the people.
    pub plan: String,
    /// People who became one with this one.
    pub joined: Vec<Id>,
    /// Every value of each identifier, the latest last.
    pub identifiers: BTreeMap<String, Vec<String>>,
    /// Fields of the profile that have a value.
    pub fields: Map<String, Json>,
    /// Computed traits that have a value.
    pub traits: Map<String, Json>,
    /// Segments that the person is in.
    pub segments: BTreeSet<String>,
    /// Where the person stands, per purpose and channel.
    pub consents: Vec<Choice>,
    /// Every decision of the person's about a purpose, the latest last, with what proves it.
    pub ledger: Vec<ConsentRecord>,
    /// Journeys that the person is in.
    pub journeys: Vec<Walk>,
    /// When the person was first heard of.
    pub since: Option<i64>,
    /// The person's last own act.
    pub last_activity: Option<i64>,
}

/// A person's decision about a purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Choice {
    /// The purpose.
    pub purpose: String,
    /// The channel.
    pub channel: String,
    /// Where the person stands now.
    pub state: ConsentState,
    /// Granted, or refused and withdrawn, by the latest decision; a consent may have ended since.
    pub granted: bool,
    /// When.
    pub at: i64,
    /// Until when a consent that was asked for can be confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirm_until: Option<i64>,
    /// Where it was taken, in words.
    pub evidence: String,
}

/// Where a person stands in a journey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Walk {
    /// The journey.
    pub journey: String,
    /// Value of the entry's key; empty without one.
    pub key: String,
    /// When the person came in.
    pub entered_at: i64,
    /// The step.
    pub step: String,
    /// When the person came to it.
    pub step_entered_at: i64,
    /// When the person goes on at the latest; absent where no clock says so.
    pub due: Option<i64>,
}
