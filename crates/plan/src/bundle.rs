//! A plan with the thread back to its text: what the daemon stores and boots from.

use crate::{FORMAT, Plan};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// A compiled plan, its hash, and where each part of it stands in the text. Only the plan is hashed: a comment
/// changes the origins and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// SHA-256 of the plan's canonical JSON, in hex.
    pub hash: String,
    /// The plan.
    pub plan: Plan,
    /// Where its parts stand in the text.
    pub origins: Origins,
    /// The commit that was compiled, when the project is under git.
    pub commit: Option<Commit>,
}

/// Why bytes are not a plan that can be used.
#[derive(Debug)]
pub enum NotABundle {
    /// The plan has a format that this version does not read.
    Format(u32),
    /// They are damaged.
    Damaged(serde_json::Error),
}

impl fmt::Display for NotABundle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Format(format) => write!(f, "the plan has format {format}, this version reads {FORMAT}"),
            Self::Damaged(error) => write!(f, "the plan is damaged: {error}"),
        }
    }
}

impl std::error::Error for NotABundle {}

impl Bundle {
    /// The bundle that `bytes` hold.
    ///
    /// # Errors
    /// When its plan has another format than [`FORMAT`], or the bytes are damaged.
    pub fn read(bytes: &[u8]) -> Result<Self, NotABundle> {
        serde_json::from_slice::<Outline>(bytes).map_err(NotABundle::Damaged)?.is_read()?;
        serde_json::from_slice(bytes).map_err(NotABundle::Damaged)
    }
}

/// As much of a bundle as every format has. It is read first: what a plan of another format looks like is not known.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Outline {
    plan: PlanOutline,
}

#[derive(Debug, Clone, Copy, Deserialize)]
struct PlanOutline {
    format: u32,
}

impl Outline {
    /// Whether this version reads the bundle.
    ///
    /// # Errors
    /// When its plan has another format than [`FORMAT`].
    pub const fn is_read(self) -> Result<(), NotABundle> {
        match self.plan.format {
            FORMAT => Ok(()),
            format => Err(NotABundle::Format(format)),
        }
    }
}

/// A commit of the project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Commit {
    /// Its id, in hex.
    pub id: String,
    /// Whether files differed from it.
    pub dirty: bool,
}

/// The thread from the plan back to the text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Origins {
    /// The texts that were compiled, in order.
    pub files: Vec<OriginFile>,
    /// Place of each part, by its address.
    pub places: BTreeMap<String, Place>,
    /// Place of each sub-expression of a condition, by the condition's address, then by node number.
    pub operands: BTreeMap<String, Vec<Place>>,
}

/// One text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OriginFile {
    /// Path relative to the project's root.
    pub path: String,
    /// SHA-256 of the text, in hex.
    pub sha256: String,
    /// The text itself.
    pub text: String,
}

/// A range of bytes in one of [`Origins::files`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Index of the file.
    pub file: u32,
    /// First byte.
    pub start: u32,
    /// First byte behind.
    pub end: u32,
}

/// The address of a part of the plan: `journey/cart-abandonment/step/reminder`. Every decision carries the address
/// of the part that made it; [`Origins`] leads from there to the text.
pub mod address {
    /// A journey.
    #[must_use]
    pub fn journey(journey: &str) -> String {
        format!("journey/{journey}")
    }

    /// The entry of a journey.
    #[must_use]
    pub fn enter(journey: &str) -> String {
        format!("journey/{journey}/enter")
    }

    /// Who comes in because they fitted before.
    #[must_use]
    pub fn backfill(journey: &str) -> String {
        format!("{}/backfill", enter(journey))
    }

    /// The condition (`where`) of a part that has one.
    #[must_use]
    pub fn condition(part: &str) -> String {
        format!("{part}/where")
    }

    /// The key of an entry.
    #[must_use]
    pub fn key(part: &str) -> String {
        format!("{part}/key")
    }

    /// An exit rule.
    #[must_use]
    pub fn exit(journey: &str, exit: &str) -> String {
        format!("journey/{journey}/exit/{exit}")
    }

    /// A goal.
    #[must_use]
    pub fn goal(journey: &str, goal: &str) -> String {
        format!("journey/{journey}/goal/{goal}")
    }

    /// A step.
    #[must_use]
    pub fn step(journey: &str, step: &str) -> String {
        format!("journey/{journey}/step/{step}")
    }

    /// An arm of a step: a way of a split, an arm of a `wait-until`, `otherwise`, `timeout`.
    #[must_use]
    pub fn arm(journey: &str, step: &str, arm: &str) -> String {
        format!("journey/{journey}/step/{step}/arm/{arm}")
    }

    /// The date on which the wait of a step hangs.
    #[must_use]
    pub fn date(step: &str) -> String {
        format!("{step}/date")
    }

    /// An assignment of a step: `with`, `set`.
    #[must_use]
    pub fn assignment(step: &str, name: &str) -> String {
        format!("{step}/set/{name}")
    }

    /// A step that is gone.
    #[must_use]
    pub fn removed(journey: &str, step: &str) -> String {
        format!("journey/{journey}/removed/{step}")
    }

    /// An added step to which people go back.
    #[must_use]
    pub fn rerun(journey: &str, step: &str) -> String {
        format!("journey/{journey}/rerun/{step}")
    }

    /// A journey that is gone.
    #[must_use]
    pub fn retired(journey: &str) -> String {
        format!("retired/{journey}")
    }

    /// A cap of a channel, a purpose or the project, by its place in the text.
    #[must_use]
    pub fn cap(of: &str, number: usize) -> String {
        format!("{of}/cap/{number}")
    }

    /// How often people want to hear who have chosen `word`.
    #[must_use]
    pub fn frequency(word: &str) -> String {
        format!("preference-centre/frequency/{word}")
    }

    /// The quiet hours of a channel.
    #[must_use]
    pub fn quiet_hours(channel: &str) -> String {
        format!("channel/{channel}/quiet-hours")
    }

    /// The windows of a channel.
    #[must_use]
    pub fn windows(channel: &str) -> String {
        format!("channel/{channel}/window")
    }

    /// Where a part is paused.
    #[must_use]
    pub fn paused(part: &str) -> String {
        format!("{part}/paused")
    }

    /// A bound on the journeys that a person may be in at once, by its place in the text.
    #[must_use]
    pub fn concurrency(number: usize) -> String {
        format!("project/concurrency/{number}")
    }

    /// Another expression of a part: `part("trait/spent", "of")`.
    #[must_use]
    pub fn part(part: &str, name: &str) -> String {
        format!("{part}/{name}")
    }

    /// A declaration of another kind: `declared("channel", "email")`.
    #[must_use]
    pub fn declared(kind: &str, name: &str) -> String {
        format!("{kind}/{name}")
    }
}
