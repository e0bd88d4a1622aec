//! What is told of the difference between two plans.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// The version of this format.
pub const FORMAT: u32 = 1;

/// Everything that differs between two plans, in the order of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Changes {
    /// Version of this format.
    pub format: u32,
    /// Hash of the plan before.
    pub old: String,
    /// Hash of the plan after.
    pub new: String,
    /// The changes.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The part of the plan that changed: `journey/cart/step/reminder`. What is gone has the address that it had.
    pub address: String,
    /// What was done to it.
    pub edit: Edit,
    /// What it means for people who are inside.
    pub effect: Effect,
    /// Whether somebody is taken out of their way, or somebody who sends data must follow.
    pub breaking: bool,
    /// How many people inside it concerns; absent when nobody counted them.
    pub people: Option<u64>,
    /// The change and its effect in a sentence.
    pub sentence: String,
    /// How to say otherwise in the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// What was done to a part of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Edit {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another name.
    Renamed {
        /// The name that it had.
        was: String,
    },
    /// It is of another kind: a `wait` became a `send`.
    Replaced {
        /// The kind that it was.
        was: String,
        /// The kind that it is.
        is: String,
    },
    /// A part of it has another value.
    Changed {
        /// The part.
        part: String,
        /// The value before.
        old: Json,
        /// The value after.
        new: Json,
    },
    /// A field takes less than before.
    Narrowed {
        /// In which way.
        how: Narrowing,
        /// Who reads it.
        readers: Vec<String>,
    },
    /// A field takes more than before.
    Widened,
}

/// In which way a field takes less than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Narrowing {
    /// It is gone.
    Removed,
    /// It has another type.
    Type {
        /// The type before.
        old: String,
        /// The type after.
        new: String,
    },
    /// These words of an enum are gone.
    Words(Vec<String>),
    /// It must be there.
    Required,
    /// Values are bounded more tightly.
    Bounds,
}

/// What a change means for people who are inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// It holds for everybody from the moment of the swap.
    Live,
    /// What was kept so far is given up, and it starts anew for everybody.
    Anew,
    /// Due times are derived anew; who is overdue is released little by little.
    Rederived,
    /// People who wait keep their due time.
    KeepTimers,
    /// It concerns new people only.
    NewEntrants,
    /// People come in who are in the segment of the entry already.
    Backfilled,
    /// People before it meet it, people past it never do.
    Ahead,
    /// People past it go back to it.
    Rerun,
    /// People stay where they are, under the new name.
    Renamed,
    /// People who stand there go to another step.
    Redirected,
    /// People leave.
    Exited,
    /// People finish on the definition under which they came.
    Drained,
    /// People inside for whom the entry does not hold leave.
    Requalified,
    /// People keep the arm that they were given.
    Sticky,
    /// The plan is refused as long as these people are there.
    Refused,
    /// Nobody inside is concerned.
    Nobody,
}

impl Changes {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The changes for which the plan is refused.
    pub fn refused(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.effect == Effect::Refused)
    }

    /// Whether the plan is refused.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.refused().next().is_some()
    }
}
