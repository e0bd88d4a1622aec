//! Records of processing.

use super::{SourceText, Stands};
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
    /// Kinds of people whose data it uses, words of the language, sorted; the project does not say when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<String>,
    /// Lawful basis.
    pub basis: Basis,
    /// The condition under which it uses special data (Article 9(2)), a word of the language: `explicit-consent`.
    #[serde(default)]
    pub special_categories: Option<String>,
    /// The interest that is pursued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interest: Option<String>,
    /// Where its weighing is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessment: Option<String>,
    /// What allows letters to customers who were never asked, words of the language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub soft_opt_in: Vec<String>,
    /// The owner who answers for it, when it is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Purposes whose data may be used for it as well (Article 6(4)), in the author's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub compatible_with: Vec<CompatibleUse>,
    /// Categories of personal data that it needs; no others may leave for it, when any is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// Channels that may carry it, sorted.
    #[serde(default)]
    pub channels: Vec<String>,
    /// The text that people are shown.
    #[serde(default)]
    pub notice: Option<SourceText>,
    /// Rights of people, by the ground that it rests on.
    #[serde(default)]
    pub rights: Vec<Right>,
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

/// A purpose whose data may be used for another one as well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompatibleUse {
    /// The purpose that the data was collected for.
    pub purpose: String,
    /// Where it was weighed whether the new purpose is compatible.
    pub reference: Option<String>,
}

/// A right of people, by the ground of the processing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Right {
    /// To take a consent back (Article 7(3)).
    Withdrawal,
    /// To know (Article 15).
    Access,
    /// To correct (Article 16).
    Rectification,
    /// To be forgotten (Article 17).
    Erasure,
    /// To have it kept and not used (Article 18).
    Restriction,
    /// To take it elsewhere (Article 20).
    Portability,
    /// To object (Article 21).
    Objection,
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
