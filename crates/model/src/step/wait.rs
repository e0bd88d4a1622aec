//! `wait`: lets time pass.

use crate::channel::minute;
use crate::retain::period;
use filrouge_language::kinds::Weekday;
use filrouge_language::words::wait as word;
use filrouge_plan::Period;
use filrouge_source::Span;

/// Lets time pass.
#[derive(Debug, Clone, PartialEq)]
pub enum Wait {
    /// For this long since the step was entered.
    For {
        /// How long.
        period: Period,
        /// Where that is written.
        at: Span,
    },
    /// Until the next such moment in the person's zone.
    Until {
        /// Minutes since local midnight.
        minute: u16,
        /// ISO weekdays that count, 1 is Monday; empty for every day.
        weekdays: Vec<u8>,
        /// Where the time is written.
        at: Span,
    },
}

pub(super) fn link(word: &word::Wait) -> Option<Wait> {
    if let Some(given) = word.for_.get() {
        return Some(Wait::For { period: period(given.value), at: given.span });
    }
    let until = word.until.get()?;
    let mut weekdays: Vec<u8> = word.weekday.iter().map(|day| iso(day.value)).collect();
    weekdays.sort_unstable();
    weekdays.dedup();
    Some(Wait::Until { minute: minute(until.value), weekdays, at: until.span })
}

const fn iso(day: Weekday) -> u8 {
    match day {
        Weekday::Monday => 1,
        Weekday::Tuesday => 2,
        Weekday::Wednesday => 3,
        Weekday::Thursday => 4,
        Weekday::Friday => 5,
        Weekday::Saturday => 6,
        Weekday::Sunday => 7,
    }
}
