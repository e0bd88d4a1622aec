//! Steps that lead people round and along several ways.

use crate::{Period, Program, Target};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Goes round: the body leads back to this step, which decides whether there is another round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// Most rounds.
    pub max: u32,
    /// Least time from the beginning of a round to that of the next one.
    pub every: Option<Period>,
    /// Before each round: there is one only while this holds; roots: `profile`, `entry`, `steps`, `now`.
    #[serde(rename = "while")]
    pub as_long_as: Option<Program>,
    /// Behind each round: there is no other one when this holds; roots as above.
    pub until: Option<Program>,
    /// The first step of a round.
    pub body: Target,
}
