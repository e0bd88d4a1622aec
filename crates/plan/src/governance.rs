//! Policies beside the steps: who goes first, who is held back, and what is switched off.

use crate::policy::is_false;
use crate::{Program, Rate, WhenFull};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a journey stands among the others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rank {
    /// Who goes first: the greater one.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub priority: i32,
    /// Whether somebody who comes in when there is no room takes the place of a journey of less priority.
    #[serde(default, skip_serializing_if = "is_false")]
    pub evict: bool,
    /// Groups whose bounds it counts for, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// Whether its messages are held until somebody lets them go.
    #[serde(default, skip_serializing_if = "is_false")]
    pub paused: bool,
    /// How fast its messages leave, all people together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub throttle: Option<Rate>,
}

impl Rank {
    pub(crate) fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_zero(priority: &i32) -> bool {
    *priority == 0
}

/// In how many journeys a person may be at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Concurrency {
    /// How many.
    pub count: u32,
    /// The group of journeys that is counted; every journey when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Journeys that send for these purposes alone neither count nor are refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<String>,
}

/// Holds messages back while a condition holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Suppression {
    /// Its name.
    pub name: String,
    /// When it holds; roots: `profile`, `now`.
    pub when: Program,
    /// Purposes whose messages it holds back, sorted.
    pub purposes: Vec<String>,
    /// Journeys whose messages leave all the same, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<String>,
    /// What becomes of the messages.
    pub then: WhenFull,
}

/// People who get no messages, so that what messages bring about can be measured against them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Holdout {
    /// Its name.
    pub name: String,
    /// How many of a million people are in it.
    pub share: u32,
    /// What mixes the dice: another text draws other people.
    pub salt: String,
    /// Purposes whose messages are withheld, sorted.
    pub purposes: Vec<String>,
}

/// Something that the operator has paused at run time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Switch {
    /// What sort of thing.
    pub kind: SwitchKind,
    /// Its name; empty for the project.
    pub name: String,
    /// When it was paused, in milliseconds since 1970.
    pub at: i64,
    /// Who did it.
    pub by: String,
}

/// What can be paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SwitchKind {
    /// Everything.
    Project,
    /// A journey.
    Journey,
    /// A channel.
    Channel,
    /// A connector.
    Connector,
}
