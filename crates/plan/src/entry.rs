//! Entries that a clock brings about, and how often people may come in.

use crate::{Period, Schedule};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A date of the profile comes near, or has passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DateEntry {
    /// The field of the profile: a date or a datetime.
    pub field: String,
    /// Whether the moment lies before the date.
    pub before: bool,
    /// How far from it.
    pub by: Period,
    /// Minutes since local midnight; without it the time of a datetime, or the first instant of a date.
    pub minute: Option<u16>,
    /// Whether the date comes again every year.
    pub yearly: bool,
    /// When 29 February is kept in a year without one.
    pub leap: LeapDay,
    /// Whether a moment that is over when the date becomes known brings the person in at once, as long as the date
    /// or the moment is of today.
    pub past: bool,
    /// How much later than its moment an entry still happens.
    pub late: Period,
}

/// When 29 February is kept in a year without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum LeapDay {
    /// The day before.
    #[serde(rename = "feb-28")]
    Feb28,
    /// The day after.
    #[serde(rename = "mar-01")]
    Mar01,
}

/// A moment of a schedule has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleEntry {
    /// The schedule.
    pub schedule: Schedule,
    /// Whom it concerns; everybody when absent.
    pub segment: Option<String>,
    /// Whether its moments are those of the project's clock, not of the person's.
    pub project_zone: bool,
    /// How much later than its moment an entry still happens.
    pub late: Period,
}

/// How often a person may come in, whatever the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryLimit {
    /// So many times.
    pub count: u32,
    /// In any stretch of this length.
    pub per: Period,
}

/// Lets people in who are in the segment of the entry when they first meet a plan with it; once for each name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Backfill {
    /// Its name: another one concerns everybody anew.
    pub name: String,
    /// How long it takes until all are in; each person has a moment of their own within it.
    pub over: Period,
}
