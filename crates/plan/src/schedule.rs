//! Days and times of day that come again.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Moments on a calendar without a zone: each time of day, on each day that fits every part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Hours of the day, ascending.
    pub hours: Vec<u8>,
    /// Minutes of each of these hours, ascending.
    pub minutes: Vec<u8>,
    /// Months, 1 is January; any when empty.
    pub months: Vec<u8>,
    /// Days of the month, −1 is the last one; any when empty.
    pub monthdays: Vec<i8>,
    /// Days of the week; any when empty.
    pub weekdays: Vec<OnWeekday>,
    /// Whether a day of the month *or* a day of the week is enough when both are given, as in cron.
    pub either: bool,
    /// Only every so many days, weeks, months or years.
    pub cycle: Option<Cycle>,
    /// Only these among the days of a round of the cycle, −1 is the last one; all when empty.
    pub positions: Vec<i16>,
    /// The first moment that counts, in milliseconds since 1970 as if local time were UTC.
    pub from: Option<i64>,
    /// The last moment that counts, in the same way.
    pub until: Option<i64>,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OnWeekday {
    /// ISO number, 1 is Monday.
    pub day: u8,
    /// Which of these days of the month, −1 is the last one; every one when 0.
    pub nth: i8,
}

/// A round of days, and how many rounds apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cycle {
    /// How long a round is.
    pub unit: Round,
    /// Every how many rounds.
    pub interval: u16,
    /// A day of the first round, in days since 1970.
    pub anchor: i32,
    /// The first day of a week, 1 is Monday.
    pub week_start: u8,
}

/// How long a round is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Round {
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}
