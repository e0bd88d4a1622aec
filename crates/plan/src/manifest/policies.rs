//! What holds messages back beside consent.

use super::{FieldRead, Stands};
use crate::{Cap, WhenFull};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What holds messages back beside consent. A pause at run time is not in the source, and so not here: the journal of
/// the daemon has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Policies {
    /// Groups of people who get no messages, sorted.
    pub holdouts: Vec<HeldOut>,
    /// Conditions under which people get no messages, sorted.
    pub suppressions: Vec<Suppressed>,
    /// Most messages to one person, sorted by what they bound, then in the order of the text.
    pub caps: Vec<Capped>,
    /// What the source pauses, sorted.
    pub pauses: Vec<Paused>,
}

/// People who get no messages, so that what messages bring about can be measured. Chance draws them: nothing that is
/// known of a person decides who is among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeldOut {
    /// The group.
    pub holdout: String,
    /// What it is for, in the author's words.
    pub description: Option<String>,
    /// How many of a million people are in it.
    pub share: u32,
    /// What mixes the dice.
    pub salt: String,
    /// Purposes whose messages are withheld, sorted.
    pub purposes: Vec<String>,
    /// Where it stands.
    pub stands: Stands,
}

/// A condition under which people get no messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Suppressed {
    /// The rule.
    pub suppress: String,
    /// Why, in the author's words.
    pub description: Option<String>,
    /// The condition, in the author's words.
    #[serde(rename = "while")]
    pub condition: String,
    /// Fields that it reads, sorted.
    pub inputs: Vec<FieldRead>,
    /// Names of events of which it uses that they happened, sorted.
    pub events: Vec<String>,
    /// Purposes whose messages are held back, sorted.
    pub purposes: Vec<String>,
    /// Journeys whose messages leave all the same, sorted.
    pub except: Vec<String>,
    /// What becomes of the messages.
    pub then: WhenFull,
    /// Where it stands.
    pub stands: Stands,
}

/// Most messages to one person in a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Capped {
    /// Address of what it bounds: the project, a purpose, a channel.
    pub of: String,
    /// How many messages in what time, and what becomes of the others.
    pub cap: Cap,
    /// Where it stands.
    pub stands: Stands,
}

/// Something whose messages are held until the source lets them go.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paused {
    /// Its address: the project, a journey, a channel, a connector.
    pub of: String,
    /// Where it stands.
    pub stands: Stands,
}
