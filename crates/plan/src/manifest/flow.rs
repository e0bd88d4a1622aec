//! Who receives data, and which.

use super::Stands;
use crate::Period;
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
    /// `processor`, `controller` or `own`.
    pub role: Option<String>,
    /// Reference of the agreement.
    pub agreement: Option<String>,
    /// ISO 3166-1 alpha-2 code of the country that data goes to.
    pub country: Option<String>,
    /// What protects the data there.
    pub safeguards: Option<String>,
    /// The company behind it, when it is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// The owner who answers for it, when it is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// What allows data to go to a country outside the European Economic Area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<TransferBy>,
    /// Those who handle the data for it, in the author's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sub_processors: Vec<SubRecipient>,
    /// Countries where it handles the data when its usual place is down.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failover: Vec<String>,
    /// How long it keeps what it gets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keeps: Option<Period>,
    /// What it does with one person's data when it is asked to: `export`, `rectify`, `erase`, `restrict`, `suppress`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub can: Vec<String>,
    /// What the daemon asks it by a call, and what it is told then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<AskedBy>,
    /// The owner who does by hand what it cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manual: Option<String>,
    /// Channels that it carries, sorted.
    pub channels: Vec<String>,
    /// Purposes that it serves, sorted.
    pub purposes: Vec<String>,
    /// Categories of personal data that it receives, sorted.
    pub categories: Vec<String>,
    /// Where it stands.
    pub stands: Stands,
}

/// What a recipient is asked by a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedBy {
    /// The right: `rectify`, `erase`, `restrict`, `suppress`; or the end of it: `resume`, `lift`.
    pub right: String,
    /// Fields of the profile that it is told, sorted.
    pub told: Vec<String>,
}

/// What allows data to go to a country outside the European Economic Area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferBy {
    /// The mechanism, a word of the language.
    pub mechanism: String,
    /// Since when it is in place, `2026-01-31`.
    pub since: Option<String>,
    /// Where the assessment of the law of that country is kept.
    pub assessment: Option<String>,
    /// What takes its place when it falls.
    pub fallback: Option<String>,
}

/// Somebody who handles the data for a recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubRecipient {
    /// The company.
    pub name: String,
    /// ISO 3166-1 alpha-2 code of the country.
    pub country: String,
    /// What allows the data to go there.
    pub transfer: Option<String>,
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
    /// What is special, or collected for some purposes alone, of all that leaves or is told by it; sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<FlowLabel>,
    /// What would be among them if nothing had made it say less on the way; sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lifted: Vec<LiftedLabel>,
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

/// Data that is special, or collected for some purposes alone, where it leaves.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FlowLabel {
    /// Address of the field that the data comes from, or of the event that happened.
    pub from: String,
    /// Category of personal data.
    pub category: Option<String>,
    /// Whether the category is special (GDPR article 9).
    pub special: bool,
    /// Purposes that it is collected for, sorted; every purpose when there are none.
    pub purposes: Vec<String>,
    /// Whether what leaves holds it, or only tells of it.
    pub told: ToldBy,
}

/// How data is told by what leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ToldBy {
    /// What leaves holds it, or something that is made of it.
    Value,
    /// It decides whether anything leaves.
    Decision,
}

/// Data that was made to say less on its way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LiftedLabel {
    /// Address of the field that the data comes from, or of the event that happened.
    pub from: String,
    /// Address of the trait or the segment that made it say less.
    pub by: String,
}

/// Where data is declared to say less than what it is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Declassifier {
    /// Address of the trait or the segment.
    pub of: String,
    /// What makes it say less: `k-anonymous`, `aggregated`, …
    pub method: String,
    /// In how large a group each person is at least.
    pub k: Option<u32>,
    /// Why that is enough, in the author's words.
    pub reason: String,
    /// Purposes that it is opened for, sorted; every purpose when there are none.
    pub purposes: Vec<String>,
    /// The owner who judged so.
    pub approver: Option<String>,
    /// Where it stands.
    pub stands: Stands,
}
