//! How messages go out: connectors and channels.

use crate::ask::Ask;
use crate::policy::is_false;
use crate::{Cap, Hours, Period, QuietHours};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A secret by reference. Its value is never in the plan.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Secret {
    /// Name of an environment variable.
    Env(String),
    /// Path of a file that holds it.
    File(String),
}

/// One account at one service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Connector {
    /// The connector's name.
    pub name: String,
    /// What it speaks to.
    pub kind: ConnectorKind,
    /// How often it may be called.
    pub rate: Option<Rate>,
    /// Most calls at the same time, where the author says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub together: Option<u32>,
    /// How long after it was due a message may leave, where its send says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Period>,
    /// How a failed call is tried again.
    pub retry: Retry,
    /// The calls by which the service is asked to do what people have a right to, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<Ask>,
    /// Whether its messages are held until somebody lets them go.
    #[serde(default, skip_serializing_if = "is_false")]
    pub paused: bool,
}

/// What a connector speaks to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum ConnectorKind {
    /// A mail server: `smtp://user:password@host:port` or `smtps://…`.
    Smtp {
        /// Its address, credentials included.
        url: Secret,
    },
    /// An HTTP endpoint that takes signed JSON (Standard Webhooks).
    Http {
        /// Its address.
        url: Secret,
        /// Key of the signature (`whsec_…`); absent for an unsigned endpoint.
        signing: Option<Secret>,
        /// Longest time for one call, in milliseconds.
        timeout_ms: u64,
        /// Whether it may be in a private network.
        #[serde(default, skip_serializing_if = "is_false")]
        private_network: bool,
    },
}

/// At most `count` calls in each `per`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Number of calls.
    pub count: u32,
    /// Window, in milliseconds.
    pub per_ms: u64,
}

/// Exponential backoff with a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retry {
    /// Calls in all, the first included.
    pub attempts: u32,
    /// Pause before the second call, in milliseconds; it doubles each time.
    pub base_ms: u64,
    /// Longest pause, in milliseconds.
    pub max_ms: u64,
}

/// Five hours and a half in all: an outage of a provider should not lose a message, and a message of yesterday is
/// seldom worth sending.
impl Default for Retry {
    fn default() -> Self {
        Self { attempts: 30, base_ms: 1_000, max_ms: 900_000 }
    }
}

/// A way to reach a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// The channel's name: `email`, `sms`, or the author's own.
    pub name: String,
    /// The connector that carries it.
    pub connector: String,
    /// Sender's address.
    pub from: Option<String>,
    /// Profile slot that holds the person's address on this channel.
    pub address: u32,
    /// Most messages a person gets.
    pub caps: Vec<Cap>,
    /// Hours without messages, in the person's zone.
    pub quiet_hours: Option<QuietHours>,
    /// Hours at which messages may leave, in the person's zone; empty for every hour.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub windows: Vec<Hours>,
    /// The calendar that must be open when a message leaves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// Whether messages are held until somebody lets them go.
    #[serde(default, skip_serializing_if = "is_false")]
    pub paused: bool,
}
