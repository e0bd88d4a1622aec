//! Traits: what is computed over the events of a person.

use crate::{Field, Period, Program};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something that is computed over what a person did. Conditions read it as a slot of the profile, behind its fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Trait {
    /// Its name, type and category.
    pub field: Field,
    /// How it comes about.
    pub made: Made,
    /// The purposes that it is computed for, by name, if people may refuse each of them and nothing else uses it: who
    /// refuses all of them is not profiled by it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only_for: Vec<String>,
}

/// How a trait comes about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Made {
    /// Of the events of one kind.
    Fold(Fold),
    /// One event, then another one soon after it.
    Sequence {
        /// The first event.
        first: String,
        /// Which of these; root: `event`.
        when: Option<Program>,
        /// The second event.
        then: String,
        /// How soon it must come.
        within: Period,
        /// How late either may come in and still count from when it happened.
        late: Option<Period>,
    },
    /// No event for some time.
    Absence {
        /// The event.
        event: String,
        /// Which of these; root: `event`.
        when: Option<Program>,
        /// For how long.
        lasting: Period,
        /// How late it may come in and still count from when it happened.
        late: Option<Period>,
    },
    /// A condition that has held for some time.
    Held {
        /// The condition; roots: `profile`, `now`.
        when: Program,
        /// For how long.
        lasting: Period,
    },
}

/// One value made of the events of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fold {
    /// What is made of them.
    pub by: FoldKind,
    /// The event.
    pub event: String,
    /// Which of these; root: `event`.
    pub when: Option<Program>,
    /// What is taken of each; root: `event`. Only `count` does without.
    pub of: Option<Program>,
    /// How long an event counts; for ever without.
    pub within: Option<Period>,
    /// How late it may come in and still count from when it happened; without, it counts from when it comes in.
    pub late: Option<Period>,
}

/// What is made of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FoldKind {
    /// Their number.
    Count,
    /// The sum of their values.
    Sum,
    /// The least value.
    Min,
    /// The greatest value.
    Max,
    /// The mean value.
    Average,
    /// The value of the first.
    First,
    /// The value of the last.
    Last,
    /// The number of different values.
    Distinct,
    /// The value that came most often.
    MostFrequent,
}

impl Made {
    /// The events that it is made of.
    pub fn events(&self) -> impl Iterator<Item = &str> {
        let (first, then) = match self {
            Self::Fold(Fold { event, .. }) | Self::Absence { event, .. } => (Some(event), None),
            Self::Sequence { first, then, .. } => (Some(first), Some(then)),
            Self::Held { .. } => (None, None),
        };
        first.into_iter().chain(then).map(String::as_str)
    }
}
