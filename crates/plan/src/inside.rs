//! People who are inside when the source changes: what the author says of them, where they stand, and how they pass
//! from one plan to the next.

use crate::Journey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What the author says of people who are inside a journey when it changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Inside {
    /// Version of the definition; 1 when nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// Whether people inside finish on the definition of the version under which they came.
    #[serde(skip_serializing_if = "is_false")]
    pub drain: bool,
    /// Whether people inside are held to an entry rule that changed.
    #[serde(skip_serializing_if = "is_false")]
    pub requalify: bool,
    /// Steps that are gone, and where people go who stand on them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<Removed>,
    /// Added steps to which people go back who are past them.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub rerun: BTreeSet<String>,
    /// Waits that keep the due time of people who wait there.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub keep_timers: BTreeSet<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_false(truth: &bool) -> bool {
    !*truth
}

impl Inside {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        *self == Self::default()
    }
}

/// A step that is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Removed {
    /// The step.
    pub step: String,
    /// Where people go who stand on it: to a step, or out when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<String>,
}

/// A journey that is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retired {
    /// The journey.
    pub journey: String,
    /// What becomes of people inside.
    pub then: RetiredThen,
}

/// What becomes of people inside a journey that is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RetiredThen {
    /// They leave.
    Exit,
    /// They finish on the definition under which they came.
    Drain,
}

/// Where somebody stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Standing {
    /// The journey.
    pub journey: String,
    /// The step.
    pub step: String,
    /// Hash of the plan whose definition of the journey the person finishes on; absent for the active plan's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drained: Option<String>,
}

/// How many people stand where.
pub type Occupancy = BTreeMap<Standing, u64>;

/// How people pass from one plan to the next. Made by comparing the two; carried out by the machine, person by person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Passage {
    /// Hash of the plan that people come from.
    pub from: String,
    /// What becomes of people in each journey that does not simply go on, by its former name.
    pub journeys: BTreeMap<String, JourneyPassage>,
    /// Definitions on which people finish, fitted to the active plan.
    pub drained: Vec<Drained>,
    /// Whether people outside must follow as well, before the next plan: an experiment, or an arm, that they were given has
    /// another name, or a trait is new that time alone makes true.
    pub outside: bool,
    /// Former names of journeys that nobody follows: the journey ran under its present name already.
    pub unfollowed: BTreeSet<String>,
}

/// What becomes of people in one journey.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JourneyPassage {
    /// Its present name, when it was renamed.
    pub renamed: Option<String>,
    /// What becomes of everybody inside.
    pub all: Everybody,
    /// Whether everybody inside is held to the present entry rule.
    pub requalify: bool,
    /// What becomes of people on each step that does not simply go on, by its former name.
    pub steps: BTreeMap<String, StepPassage>,
    /// Over how many milliseconds people are released who are overdue because the wait became shorter, by the present
    /// name of the step.
    pub spread: BTreeMap<String, u64>,
    /// Former names of steps that nobody follows: the step was there under its present name already.
    pub unfollowed: BTreeSet<String>,
}

/// What becomes of everybody inside a journey.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Everybody {
    /// They go on under the present definition.
    #[default]
    GoOn,
    /// They finish on the former definition.
    Drain,
    /// They leave, also those who finish on an older definition.
    Leave,
}

/// What becomes of people on one step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepPassage {
    /// They wait on, under this name.
    Renamed(String),
    /// They go to this step.
    Go {
        /// The step.
        to: String,
        /// Address of the part of the plan that says so.
        origin: String,
    },
    /// They leave.
    Leave {
        /// Address of the part of the plan that says so.
        origin: String,
    },
}

/// A former definition on which people finish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drained {
    /// Hash of the plan that it is from.
    pub plan: String,
    /// The journey's present name.
    pub name: String,
    /// The definition, fitted to the active plan; its own name is the former one.
    pub journey: Journey,
}
