//! What concerns people directly: how long their data is kept, what they agree to, and what is decided about them.

use super::{FieldRead, SourceText, Stands};
use crate::{DoubleOptIn, Period, Retention, SignalMap};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is kept, and how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// Address of the profile, of an event, or of a field that is kept for another time than the rest.
    pub object: String,
    /// How long; absent when nothing personal is in it and nothing was declared.
    pub retention: Option<Retention>,
    /// Where it stands.
    pub stands: Stands,
}

/// What people are asked to agree to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentAsked {
    /// The purpose.
    pub purpose: String,
    /// Channels, sorted; each is agreed to by itself.
    pub channels: Vec<String>,
    /// The text that is shown.
    pub notice: Option<SourceText>,
    /// After how long it must be asked again.
    pub expires: Option<Period>,
    /// How a consent is confirmed before it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub double_opt_in: Option<DoubleOptIn>,
    /// How it can be withdrawn, by channel, sorted.
    pub withdrawal: Vec<WithdrawalRoutes>,
    /// Where it stands.
    pub stands: Stands,
}

/// What the fields of a signal of consent tools mean, and where it is declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignalRead {
    /// What each field means.
    pub map: SignalMap,
    /// Where it stands.
    pub stands: Stands,
}

/// How a consent can be withdrawn on one channel.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawalRoutes {
    /// The channel.
    pub channel: String,
    /// The ways.
    pub routes: Vec<WithdrawalRoute>,
}

/// A way to withdraw a consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WithdrawalRoute {
    /// The headers of RFC 8058 in each message.
    OneClick,
    /// A link that is handed to the service with each message.
    Link,
    /// A call of the consent API, as a preference centre makes it.
    Api,
}

/// What a withdrawal of one purpose touches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawalPlan {
    /// The purpose.
    pub purpose: String,
    /// Addresses of the sends that fall silent, sorted.
    pub sends: Vec<String>,
    /// Addresses of the fetches that ask no more, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<String>,
    /// Addresses of the steps where people may be waiting for one of these sends, sorted. Whoever has anything else to
    /// come goes on; the consent is judged anew when the send is reached.
    pub waits: Vec<String>,
    /// Addresses of the steps on which people leave the journey, because nothing is left for them but such messages,
    /// sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ends: Vec<String>,
    /// Connectors whose queued messages are called back, sorted.
    pub recipients: Vec<String>,
    /// Where the purpose stands.
    pub stands: Stands,
}

/// A decision that is taken without a human.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AutomatedDecision {
    /// Address of the step.
    pub step: String,
    /// How far it goes, when it is said: `profiling`, `legal-or-similar`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// What allows it, where it goes far (Article 22(2)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<String>,
    /// Where people contest it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contest: Option<String>,
    /// Its logic: the first way that fits is taken.
    pub logic: Vec<DecisionRule>,
    /// Fields that are read, sorted.
    pub inputs: Vec<FieldRead>,
    /// Where it stands.
    pub stands: Stands,
}

/// One way of a decision.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionRule {
    /// The way's name.
    pub way: String,
    /// What must hold, in the author's words; absent for `otherwise`.
    pub when: Option<String>,
    /// Where it stands.
    pub stands: Stands,
}
