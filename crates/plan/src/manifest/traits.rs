//! What is computed about people.

use super::{FieldRead, Stands};
use crate::Period;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something that is computed over what people do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Computed {
    /// The trait.
    #[serde(rename = "trait")]
    pub name: String,
    /// What is computed, a word of the language: `count`, `held`.
    pub by: String,
    /// Category of personal data of the value, its own or that of what it is made of.
    pub category: Option<String>,
    /// Fields that it is made of, sorted.
    pub inputs: Vec<FieldRead>,
    /// Names of events of which it uses that they happened, sorted.
    pub events: Vec<String>,
    /// How long an event counts, or how soon the second must follow; absent when it counts for ever.
    pub within: Option<Period>,
    /// How long nothing must have come, or the condition must have held.
    pub lasting: Option<Period>,
    /// How late an event may come and still count from when it happened.
    pub late: Option<Period>,
    /// Purposes that it is used for, sorted; none when no journey with a purpose reads it.
    pub purposes: Vec<String>,
    /// Where it stands.
    pub stands: Stands,
}
