//! Steps that lead people round and along several ways.

use crate::{Assignment, OnOutcome, Period, Program, Target, Timeout};
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

/// Goes several ways at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parallel {
    /// The ways, in the order of the text: the first steps of one come before those of the next.
    pub branches: Vec<Branch>,
    /// How many of them must be through.
    pub join: Join,
    /// When not enough of them are.
    pub timeout: Option<Timeout>,
}

/// One way of a parallel. Its last steps lead to the join.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// The branch's name.
    pub name: String,
    /// Its first step.
    pub to: Target,
}

/// Somebody of the team decides. Whoever is approved goes on behind the step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Approve {
    /// The owner who is asked.
    pub by: String,
    /// What they are asked.
    pub question: Option<String>,
    /// Where to when they say no.
    pub refused: Target,
    /// When nobody says anything.
    pub timeout: Timeout,
}

/// How many ways of a parallel must be through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Join {
    /// Every one.
    All,
    /// So many of them, whichever they are; every one where there are fewer.
    First(u32),
}

/// Collects events for a while, and goes on with all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Digest {
    /// The event that is collected.
    pub event: String,
    /// Which of them; roots: `profile`, `event`, `entry`, `now`.
    pub when: Option<Program>,
    /// What the events of one digest have in common: that of the first one. Roots as above.
    pub key: Option<Program>,
    /// For how long.
    pub window: DigestWindow,
    /// Most items that are kept; further events are counted.
    pub max: u32,
}

/// For how long events are collected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum DigestWindow {
    /// For this long since the first one, or since the step was entered while there is none.
    For(Period),
    /// Until the next such moment in the person's zone, in minutes since local midnight.
    Until(u16),
}

/// Takes the person out of a journey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StopJourney {
    /// The journey's name.
    pub journey: String,
    /// The key of the instance; without it all of the person's. Roots: `profile`, `entry`, `steps`, `now`.
    pub key: Option<Program>,
}

/// Asks for another journey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// The journey's name.
    pub journey: String,
    /// Values for the fields of its entry; roots: `profile`, `entry`, `steps`, `now`.
    pub with: Vec<Assignment>,
    /// Where to after an end of it; after any other, people go on behind the step. Nobody waits for a `start`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on: Vec<OnOutcome>,
}
