//! Who receives data, and which.

use super::Stands;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Somebody who receives data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// The connector.
    pub connector: String,
    /// What it speaks: `smtp`, `http`.
    pub kind: String,
    /// `processor` or `controller`.
    pub role: Option<String>,
    /// Reference of the agreement.
    pub agreement: Option<String>,
    /// ISO 3166-1 alpha-2 code of the country that data goes to.
    pub country: Option<String>,
    /// What protects the data there.
    pub safeguards: Option<String>,
    /// Channels that it carries, sorted.
    pub channels: Vec<String>,
    /// Purposes that it serves, sorted.
    pub purposes: Vec<String>,
    /// Categories of personal data that it receives, sorted.
    pub categories: Vec<String>,
    /// Where it stands.
    pub stands: Stands,
}

/// Data on its way out of a step, over one channel or to a service that is asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataFlow {
    /// Address of the step.
    pub step: String,
    /// The channel; absent where a service is asked.
    pub channel: Option<String>,
    /// The connector.
    pub to: String,
    /// The country of the connector.
    pub country: Option<String>,
    /// The purpose.
    pub purpose: String,
    /// What leaves: the person's address and the fields that the message holds, in any of its languages, or the fields
    /// that the service is told; sorted.
    pub carries: Vec<FieldRead>,
    /// What the message may reveal without holding it: the fields that decide whether, when and in which language it
    /// is sent, sorted.
    pub decided_by: Vec<FieldRead>,
    /// Names of events on the way to the step that decide it, sorted.
    pub events: Vec<String>,
    /// Where it stands.
    pub stands: Stands,
}

/// A field, with its category.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldRead {
    /// Address of the field.
    pub field: String,
    /// Category of personal data, its own or that of the record around it.
    pub category: Option<String>,
}
