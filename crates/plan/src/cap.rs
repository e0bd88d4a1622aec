//! Caps: how many messages one person gets.

use crate::Period;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// At most `count` messages to one person in each window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// Number of messages.
    pub count: u32,
    /// Window.
    pub per: CapWindow,
    /// Counts messages over this channel alone; for the cap of a purpose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// What becomes of a message that comes when the cap is full.
    #[serde(default, skip_serializing_if = "WhenFull::is_usual")]
    pub then: WhenFull,
}

/// The time in which a cap counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum CapWindow {
    /// Any time of this length.
    Rolling(Period),
    /// A unit of the calendar of the person's zone.
    Calendar(CalendarUnit),
}

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CalendarUnit {
    /// From midnight to midnight.
    Day,
    /// From Monday to Sunday.
    Week,
    /// From the first to the last of the month.
    Month,
}

/// What becomes of a message that comes when a cap is full.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WhenFull {
    /// It is skipped.
    #[default]
    Skip,
    /// It waits for room, at most for this long since it was due; absent for as long as any message is held.
    Hold(Option<Period>),
}

impl WhenFull {
    const fn is_usual(&self) -> bool {
        matches!(self, Self::Skip)
    }
}
