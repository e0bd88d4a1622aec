//! Which data there is, where it comes from, and where it lies.

use super::Stands;
use crate::Retention;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A field of the profile or of an event.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Collected {
    /// Address of the field.
    pub field: String,
    /// Category of personal data, its own or that of the record around it.
    pub category: Option<String>,
    /// Where it stands.
    pub stands: Stands,
}

/// Where data comes in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// The source.
    pub source: String,
    /// How it speaks: `http`, `webhook`.
    pub kind: String,
    /// Addresses of what it may tell, sorted; empty for a source that may tell whatever is declared.
    pub tells: Vec<String>,
    /// Where it stands.
    pub stands: Stands,
}

/// A place where data about people lies, and how one person's part of it is found: what a request of a person has to reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Store {
    /// Its address: `store/events`, `connector/mail`.
    pub store: String,
    /// By what a person is found there, sorted: addresses of fields, or of the store that leads there. Empty where one person's
    /// part cannot be told from that of others.
    pub found_by: Vec<String>,
    /// Categories of personal data in it, sorted.
    pub categories: Vec<String>,
    /// How long it keeps them, where that is declared.
    pub retention: Option<Retention>,
    /// Who reaches it.
    pub reached: Reached,
    /// Where it stands; absent for what the daemon keeps without being told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands: Option<Stands>,
}

/// Who exports, corrects and erases what lies somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reached {
    /// The daemon itself.
    Itself,
    /// Somebody has to ask the recipient.
    Asked,
}
