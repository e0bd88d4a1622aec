//! Windows: times of day in which something may happen.

use super::{days_from, end_of_time, instants, local, minute_of, resolve, weekday};
use filrouge_plan::Window;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// The first moment from `from` on at which the clock stands in the window. It is what the clock shows that counts: a
/// window that the clock skips does not open on that day, and one that comes twice opens twice.
pub(crate) fn opening(from: i64, window: &Window, zone: &TimeZone) -> i64 {
    let is_open = |at: &i64| *at >= from && stands_in(*at, window, zone);
    if is_open(&from) {
        return from;
    }
    // Where the hand of the clock may come into the window: at its beginning, and wherever it jumps.
    let first = days_from(from, zone).find_map(|date| {
        let day = on_day(date, window.from, zone).into_iter().chain(jumps(date, zone));
        day.filter(is_open).min()
    });
    first.unwrap_or_else(end_of_time)
}

/// The first moment behind `from` at which the clock does not stand in the window any more.
pub(crate) fn closing(from: i64, window: &Window, zone: &TimeZone) -> i64 {
    let is_shut = |at: &i64| *at > from && !stands_in(*at, window, zone);
    let first = days_from(from, zone).find_map(|date| {
        let day = on_day(date, window.to, zone).into_iter().chain(jumps(date, zone));
        day.filter(is_shut).min()
    });
    first.unwrap_or_else(end_of_time)
}

fn stands_in(at: i64, window: &Window, zone: &TimeZone) -> bool {
    let minute = minute_of(at, zone);
    let day = local(at, zone).map(|now| weekday(now.date()));
    window.from <= minute
        && minute < window.to
        && (window.weekdays.is_empty() || day.is_some_and(|day| window.weekdays.contains(&day)))
}

/// The moments at which the clock shows `minute` of a day, or jumps over it; the end of the day is minute 1440.
fn on_day(date: Date, minute: u16, zone: &TimeZone) -> Vec<i64> {
    let midnight = DateTime::from_parts(date, Time::midnight());
    let Ok(shown) = midnight.checked_add(Span::new().minutes(i64::from(minute))) else { return Vec::new() };
    instants(shown, zone).into_iter().chain(resolve(shown, zone)).collect()
}

/// The moments of a day at which the clock jumps.
fn jumps(date: Date, zone: &TimeZone) -> Vec<i64> {
    let Some((start, end)) = bounds(date, zone) else { return Vec::new() };
    let Ok(before) = start.checked_sub(Span::new().seconds(1)) else { return Vec::new() };
    let jumps = zone.following(before).map(|jump| jump.timestamp()).take_while(|jump| *jump < end);
    jumps.map(Timestamp::as_millisecond).collect()
}

/// The first instant of a day, and the first one of the next day.
fn bounds(date: Date, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
    let start = |date| resolve(DateTime::from_parts(date, Time::midnight()), zone);
    let (start, end) = (start(date)?, start(date.tomorrow().ok()?)?);
    Some((Timestamp::from_millisecond(start).ok()?, Timestamp::from_millisecond(end).ok()?))
}
