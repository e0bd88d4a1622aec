//! Whether it is a time for messages, and when it may be one next.
//!
//! Everything here is constant within a minute of the local clock, so the next change is a minute that somebody wrote
//! down, midnight, or a change of the clock itself.

use crate::moment;
use filrouge_plan::{Calendar, CalendarUnit, ClosedDays, Hours, QuietHours};
use jiff::tz::TimeZone;

const DAY: u16 = 24 * 60;

/// When quiet hours may be over in which it is `at`; none outside of them.
pub(crate) fn after_quiet(hours: QuietHours, at: i64, zone: &TimeZone) -> Option<i64> {
    is_quiet(hours, moment::minute_of(at, zone)).then(|| moment::jump(at, hours.to, zone))
}

const fn is_quiet(hours: QuietHours, minute: u16) -> bool {
    if hours.from <= hours.to {
        hours.from <= minute && minute < hours.to
    } else {
        minute >= hours.from || minute < hours.to
    }
}

/// When one of `hours` may begin; none while one of them lasts, or when there are none.
pub(crate) fn opens(hours: &[Hours], at: i64, zone: &TimeZone) -> Option<i64> {
    if hours.is_empty() || hours.iter().any(|hours| is_open(hours, at, zone)) {
        return None;
    }
    hours.iter().map(|hours| moment::jump(at, hours.from, zone)).min()
}

fn is_open(hours: &Hours, at: i64, zone: &TimeZone) -> bool {
    let (minute, today) = (moment::minute_of(at, zone), moment::weekday_of(at, zone));
    let yesterday = if today == 1 { 7 } else { today.saturating_sub(1) };
    let on = |day: u8| hours.weekdays.is_empty() || hours.weekdays.contains(&day);
    if hours.from < hours.to {
        return hours.from <= minute && minute < hours.to && on(today);
    }
    (minute >= hours.from && on(today)) || (minute < hours.to && on(yesterday))
}

/// When `calendar` may be open; none while it is.
pub(crate) fn calendar_opens(calendar: &Calendar, at: i64, zone: &TimeZone) -> Option<i64> {
    if calendar.closed.iter().any(|days| is_closed(*days, at, zone)) {
        return Some(moment::jump(at, 0, zone));
    }
    opens(&calendar.open, at, zone)
}

fn is_closed(days: ClosedDays, at: i64, zone: &TimeZone) -> bool {
    let Some(date) = moment::date_of(at, zone) else { return false };
    match days {
        ClosedDays::Dates { from, to } => (from..=to).contains(&date.day),
        ClosedDays::Yearly { month, day } => (date.month, date.day_of_month) == (month, day),
    }
}

/// When the unit of the calendar in which it is `at` is over.
pub(crate) fn next_unit(unit: CalendarUnit, at: i64, zone: &TimeZone) -> i64 {
    let mut next = moment::jump(at, 0, zone);
    // A clock that changes at midnight may stop on the way; 40 midnights are behind every month.
    for _ in 0..80 {
        if !is_same_unit(unit, at, next, zone) {
            return next;
        }
        next = moment::jump(next, 0, zone);
    }
    next
}

/// Whether two moments are in the same unit of the calendar.
pub(crate) fn is_same_unit(unit: CalendarUnit, one: i64, other: i64, zone: &TimeZone) -> bool {
    let (Some(one), Some(other)) = (moment::date_of(one, zone), moment::date_of(other, zone)) else {
        return false;
    };
    match unit {
        CalendarUnit::Day => one.day == other.day,
        // 1970-01-01 was a Thursday.
        CalendarUnit::Week => (one.day + 3).div_euclid(7) == (other.day + 3).div_euclid(7),
        CalendarUnit::Month => (one.year, one.month) == (other.year, other.month),
    }
}

/// Minutes from one minute of the day to the next time of another; a whole day when they are equal.
pub(crate) const fn minutes_between(from: u16, to: u16) -> u16 {
    let between = (to % DAY + DAY - from % DAY) % DAY;
    if between == 0 { DAY } else { between }
}

#[cfg(test)]
mod tests;
