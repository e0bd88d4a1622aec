//! All that is known of a person, for the person: the answer to a request of Articles 15 and 20.

use super::{Decision, Happened, Profile};
use filrouge_host::RightsRequest;
use filrouge_machine::Id;
use schemars::JsonSchema;
use serde::Serialize;

/// All that is known of a person. Moments are in milliseconds since 1970. Members of the team are not named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SubjectExport {
    /// Version of this document.
    pub version: u32,
    /// When it was made.
    pub made_at: i64,
    /// The project that keeps the data.
    pub project: String,
    /// The request that it answers.
    pub request: Id,
    /// Profile, identifiers, computed traits, segments, consents and where the person stands.
    pub profile: Profile,
    /// Until when the profile is kept, as far as that is known now.
    pub kept_until: Option<i64>,
    /// What keeps the data from being used.
    pub limits: Limitations,
    /// Everything that happened, in its order: what the person did and chose, with its evidence, and what the project did.
    pub events: Vec<Happened>,
    /// Every decision about the person, the latest first, with the words of the rules and the values that led to it.
    pub decisions: Vec<Explained>,
    /// Messages to the person, the latest first.
    pub messages: Vec<Sent>,
    /// Services that the project works with, and how much each got about the person.
    pub recipients: Vec<Recipient>,
    /// Where what is known came from.
    pub sources: Vec<Source>,
    /// Purposes for which the data is used, and on what ground.
    pub purposes: Vec<Ground>,
    /// Requests about this data, this one included.
    pub requests: Vec<RightsRequest>,
}

/// Since when the data may not be used; absent when it may.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Limitations {
    /// Since when it is stored and nothing else.
    pub restricted: Option<i64>,
    /// Since when nothing may be erased.
    pub held: Option<i64>,
    /// Since when a contact point is known to be one of somebody who was erased.
    pub suppressed: Option<i64>,
}

/// A decision, and what it means in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Explained {
    /// What was decided, as a sentence.
    pub sentence: String,
    /// The decision.
    #[serde(flatten)]
    pub decision: Decision,
}

/// A message to the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Sent {
    /// When it was handed out.
    pub at: i64,
    /// Its name.
    pub effect: Id,
    /// The journey that sent it.
    pub journey: String,
    /// Its step.
    pub step: Option<String>,
    /// The channel.
    pub channel: String,
    /// What it was for.
    pub purpose: String,
}

/// A service that gets data of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Recipient {
    /// Its name in the project.
    pub name: String,
    /// Messages that it was handed for the person.
    pub messages: u64,
    /// Questions about the person that it was asked.
    pub questions: u64,
}

/// Where something came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Source {
    /// Its name in the project, or what the daemon does by itself: `timer`, `outcome`, …
    pub name: String,
    /// How much came from it.
    pub inputs: u64,
}

/// What data is used for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Ground {
    /// The purpose.
    pub purpose: String,
    /// Its use, as fideslang names it.
    pub data_use: Option<String>,
    /// The lawful basis.
    pub basis: filrouge_plan::Basis,
}
