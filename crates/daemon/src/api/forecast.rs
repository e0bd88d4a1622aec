//! What `POST /admin/v1/forecast` answers.

use schemars::JsonSchema;
use serde::Serialize;

/// The messages of the next hours, if nothing else happened, under the plan that runs and under the proposed one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Forecast {
    /// Version of this document.
    pub version: u32,
    /// How far it looks, in hours.
    pub hours: u32,
    /// How many people were looked at: everybody, or so many by chance.
    pub people: u64,
    /// How many people there are.
    pub of: u64,
    /// Messages of the people who were looked at, by journey and channel.
    pub messages: Vec<Outlook>,
}

/// The messages of a journey over a channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Outlook {
    /// The journey.
    pub journey: String,
    /// The channel.
    pub channel: String,
    /// How many under the plan that runs.
    pub old: u64,
    /// How many under the proposed one.
    pub new: u64,
}
