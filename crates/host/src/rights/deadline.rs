//! Until when a request must be answered: a month, and two more where it is extended (Article 12(3)).

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// Months for an answer.
const MONTHS: i32 = 1;
/// Months more, where the request is hard or there are many.
const MORE: i32 = 2;

/// Until when a request that was received at `at` must be answered.
pub(super) fn due(at: i64) -> i64 {
    months_after(at, MONTHS)
}

/// The same where it was extended.
pub(super) fn extended(at: i64) -> i64 {
    months_after(at, MONTHS + MORE)
}

/// By the calendar; of a month that has no such day it is the last day.
fn months_after(at: i64, months: i32) -> i64 {
    let later = || {
        let moment = Timestamp::from_millisecond(at).ok()?;
        let day = TimeZone::UTC.to_datetime(moment).checked_add(Span::new().try_months(months).ok()?).ok()?;
        Some(TimeZone::UTC.to_timestamp(day).ok()?.as_millisecond())
    };
    // A moment that no calendar knows is due at once.
    later().unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> i64 {
        let text = format!("{text}T10:00:00Z");
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    #[test]
    fn a_month_is_one_of_the_calendar_and_an_extension_two_more() {
        assert_eq!(due(day("2026-11-30")), day("2026-12-30"));
        assert_eq!(due(day("2027-01-31")), day("2027-02-28"));
        assert_eq!(extended(day("2026-11-30")), day("2027-02-28"));
        assert_eq!(due(i64::MAX), i64::MAX);
    }
}
