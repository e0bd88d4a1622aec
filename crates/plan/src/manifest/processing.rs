//! Records of processing.

use super::Stands;
use crate::Basis;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One record of processing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Processing {
    /// The purpose.
    pub purpose: String,
    /// Use of data, a fideslang key.
    pub data_use: Option<String>,
    /// What the purpose is, in the author's words.
    pub description: Option<String>,
    /// Lawful basis.
    pub basis: Basis,
    /// Journeys that serve the purpose, sorted.
    pub journeys: Vec<JourneyOf>,
    /// Categories of personal data that these journeys read, change or send, sorted.
    pub categories: Vec<CategoryRead>,
    /// Addresses of the other fields that they read, change or send: the author gives them no category.
    pub without_category: Vec<String>,
    /// Names of events of which they use that they happened, sorted.
    pub events: Vec<String>,
    /// Names of the connectors that receive data, sorted.
    pub recipients: Vec<String>,
    /// Where it stands.
    pub stands: Stands,
}

/// A journey that serves a purpose.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JourneyOf {
    /// The journey.
    pub journey: String,
    /// Its owner.
    pub owner: Option<String>,
    /// What it does, in the author's words.
    pub description: Option<String>,
    /// Where it stands.
    pub stands: Stands,
}

/// A category of personal data, and the fields through which it is used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryRead {
    /// Category, a fideslang key.
    pub category: String,
    /// Addresses of the fields, sorted.
    pub fields: Vec<String>,
}
