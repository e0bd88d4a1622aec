//! Purposes, retention, and time as the language counts it.

use crate::Cap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A length of time. Calendar parts are counted on the calendar of the person's zone, the rest is elapsed.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// Calendar months: `1mo` is 1, `1y` is 12.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub months: u32,
    /// Calendar days: `1d` is 1, `1w` is 7.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub days: u32,
    /// Elapsed milliseconds: `1h` is 3,600,000.
    #[serde(default, skip_serializing_if = "is_zero_64")]
    pub millis: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
pub(crate) const fn is_false(truth: &bool) -> bool {
    !*truth
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_zero_64(number: &u64) -> bool {
    *number == 0
}

/// How long something is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// For how long.
    pub keep: Period,
    /// Counted from what.
    pub since: RetentionClock,
    /// What happens then.
    pub then: RetentionAction,
}

/// How long a store keeps what no retention of a profile or an event covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StoreRetention {
    /// Its name.
    pub name: String,
    /// The store: `messages`, `decisions`, …
    pub store: String,
    /// How long.
    pub retention: Retention,
}

/// The act from which a retention is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RetentionClock {
    /// When it was collected.
    Collection,
    /// The person's last activity.
    LastActivity,
    /// The person's last order or invoice.
    LastPurchase,
    /// The withdrawal of the consent.
    Withdrawal,
}

/// What happens to data at the end of its retention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RetentionAction {
    /// It is destroyed.
    Erase,
    /// It is kept without any link to the person.
    Anonymise,
    /// It is kept apart, for a legal ground.
    Archive,
}

/// Why the project may contact a person or use data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// The purpose's name.
    pub name: String,
    /// Use of data, a fideslang key.
    #[serde(rename = "use")]
    pub data_use: Option<String>,
    /// Lawful basis.
    pub basis: Basis,
    /// Channels that may carry it.
    pub channels: Vec<String>,
    /// After how long a consent must be asked again.
    pub expires: Option<Period>,
    /// Most messages to one person for it, over all channels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caps: Vec<Cap>,
    /// The text that people are shown when they are asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<Notice>,
    /// How a consent is confirmed before it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub double_opt_in: Option<DoubleOptIn>,
    /// Signals of browsers that refuse it without asking.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signals: Vec<Signal>,
}

/// What a browser says for its user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Signal {
    /// Global Privacy Control.
    Gpc,
}

/// The text that people are shown when they are asked, by its hash. The text itself is among the files of the bundle's
/// origins, so that it can be shown for as long as the plan is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Its file in the project.
    pub file: String,
    /// SHA-256 of the text, in hex; its beginning is the version.
    pub sha256: String,
}

impl Notice {
    /// Its version: the first 12 digits of the hash.
    #[must_use]
    pub fn version(&self) -> String {
        self.sha256.chars().take(12).collect()
    }
}

/// How a consent is confirmed before it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DoubleOptIn {
    /// The event that confirms it.
    pub by: Option<String>,
    /// How long it can be confirmed.
    pub within: Period,
}

/// Lawful basis of Article 6(1) GDPR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// 6(1)(a): nothing is sent unless the person has granted it.
    Consent,
    /// 6(1)(b): performance of a contract.
    Contract,
    /// 6(1)(c).
    LegalObligation,
    /// 6(1)(d).
    VitalInterests,
    /// 6(1)(e).
    PublicTask,
    /// 6(1)(f): sent unless the person has objected.
    LegitimateInterests,
}
