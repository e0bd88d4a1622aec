//! When messages may leave: quiet hours, windows, calendars.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Hours without messages, as minutes since local midnight; `from` may be greater than `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    /// First quiet minute.
    pub from: u16,
    /// First minute that is not quiet any more.
    pub to: u16,
}

/// Hours of some days of the week, as minutes since local midnight. One whose `to` is not behind its `from` ends on
/// the next day, and belongs to the day on which it begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// First minute.
    pub from: u16,
    /// First minute behind.
    pub to: u16,
    /// ISO weekdays, 1 is Monday; empty for every day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weekdays: Vec<u8>,
}

/// Days and hours at which something is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// The calendar's name.
    pub name: String,
    /// The zone of its days and hours; the person's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// Hours at which it is open; empty for every hour.
    pub open: Vec<Hours>,
    /// Days on which it is closed all day, whatever its hours say.
    pub closed: Vec<ClosedDays>,
}

/// Days on which a calendar is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum ClosedDays {
    /// From one day to another, both included; days since 1970-01-01.
    Dates {
        /// First day.
        from: i32,
        /// Last day.
        to: i32,
    },
    /// This day of each year that has it.
    Yearly {
        /// Month, from 1.
        month: u8,
        /// Day of the month, from 1.
        day: u8,
    },
}
