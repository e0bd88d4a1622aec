//! Waits: what lets time pass, and until when.

use crate::{Period, Program, Target};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Lets time pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Wait {
    /// For this long since the step was entered.
    For(Period),
    /// Until the next such moment in the person's zone.
    Until {
        /// Minutes since local midnight; a gap of the clock gives the first valid instant, an overlap the first.
        minute: Option<u16>,
        /// ISO weekdays that count, 1 is Monday; empty for every day.
        weekdays: Vec<u8>,
        /// Days of the month that count; empty for every day. A month that ends before one ends on it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        days: Vec<u8>,
    },
    /// Until a moment that a date gives.
    Date(Box<DateWait>),
    /// Until the person's clock stands in a window; no time at all when it does.
    Window(Window),
    /// Until the end of another wait, and a share of `millis` longer that hangs on the instance.
    Spread {
        /// The other wait.
        wait: Box<Wait>,
        /// The longest share. It never leads out of a window.
        millis: u64,
    },
}

/// Until a moment that a date gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DateWait {
    /// The date or datetime; roots: `profile`, `entry`.
    pub date: Program,
    /// How far from it: the calendar part first, then the time of day, then the elapsed part.
    pub offset: Offset,
    /// Minutes since local midnight; without it the time of a datetime, or the first instant of a date.
    pub minute: Option<u16>,
    /// What happens when the moment is over at arrival, or when the date becomes one whose moment is over.
    pub past: Instead,
    /// What happens when there is no date.
    pub absent: Instead,
}

/// A distance in time, to either side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Offset {
    /// Whether it leads back.
    pub before: bool,
    /// How far.
    pub by: Period,
}

/// What happens instead of a wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Instead {
    /// The person goes on at once.
    Continue,
    /// The person goes on behind the next step.
    Skip(Target),
    /// The person leaves the journey.
    Exit,
}

/// A time of day, on certain days of the week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// Minutes since local midnight at which it opens.
    pub from: u16,
    /// Minutes since local midnight at which it has closed: later than `from`, at most 1440.
    pub to: u16,
    /// ISO weekdays on which it opens, 1 is Monday; empty for every day.
    pub weekdays: Vec<u8>,
}
