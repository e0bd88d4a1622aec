//! The moments of a schedule, one after the other.

use crate::days::counts;
use filrouge_plan::Schedule;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Days after which the calendar repeats itself, weekdays included: 400 years.
const WHOLE_CALENDAR: usize = 146_097;

/// The first moment behind `after`; none when there is no further one.
#[must_use]
pub fn next(schedule: &Schedule, after: DateTime) -> Option<DateTime> {
    let from = schedule.from.and_then(local);
    let until = schedule.until.and_then(local);
    let first = from.map_or(after.date(), |from| from.date().max(after.date()));
    let may = |moment: &DateTime| *moment > after && from.is_none_or(|from| *moment >= from);
    let days = first.series(jiff::Span::new().days(1)).take(WHOLE_CALENDAR);
    let days = days.take_while(|date| until.is_none_or(|until| *date <= until.date()));
    let found = days.filter(|date| counts(schedule, *date)).find_map(|date| times(schedule, date).find(may));
    found.filter(|moment| until.is_none_or(|until| *moment <= until))
}

/// The last moment behind `after` and not behind `end`; none when there is none.
#[must_use]
pub fn last(schedule: &Schedule, after: DateTime, end: DateTime) -> Option<DateTime> {
    let end = schedule.until.and_then(local).map_or(end, |until| until.min(end));
    let after_start = schedule.from.and_then(local).map_or(after, |from| after.max(before(from)));
    let may = |moment: &DateTime| *moment > after_start && *moment <= end;
    let days = end.date().series(jiff::Span::new().days(-1)).take(WHOLE_CALENDAR);
    let days = days.take_while(|date| *date >= after_start.date()).filter(|date| counts(schedule, *date));
    let mut latest = days.map(|date| times(schedule, date).filter(may).max());
    latest.find_map(|moment| moment)
}

fn before(moment: DateTime) -> DateTime {
    moment.checked_sub(jiff::Span::new().milliseconds(1)).unwrap_or(moment)
}

/// The `count`th moment from the first one on.
#[must_use]
pub fn nth(schedule: &Schedule, count: u32) -> Option<DateTime> {
    let from = schedule.from.and_then(local)?;
    (0..count).try_fold(before(from), |moment, _| next(schedule, moment))
}

/// The times of one day, in order.
fn times(schedule: &Schedule, date: Date) -> impl Iterator<Item = DateTime> {
    let hours = schedule.hours.iter().filter_map(|hour| i8::try_from(*hour).ok());
    hours.flat_map(move |hour| {
        let minutes = schedule.minutes.iter().filter_map(|minute| i8::try_from(*minute).ok());
        minutes.filter_map(move |minute| {
            date.to_datetime(jiff::civil::Time::midnight()).with().hour(hour).minute(minute).build().ok()
        })
    })
}

/// The local time that is `millis` after 1970, as if it were UTC.
#[must_use]
pub fn local(millis: i64) -> Option<DateTime> {
    Timestamp::from_millisecond(millis).ok().map(|moment| TimeZone::UTC.to_datetime(moment))
}

/// A local time as milliseconds since 1970, as if it were UTC.
#[must_use]
pub fn millis(local: DateTime) -> i64 {
    TimeZone::UTC.to_timestamp(local).map_or(i64::MAX, Timestamp::as_millisecond)
}
