//! Moments that a date gives.

use super::{at_minute, end_of_time, local, resolve};
use filrouge_plan::{Offset, Value};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};

const EPOCH: Date = Date::constant(1970, 1, 1);

/// The moment that lies `offset` from a date or a datetime, at `minute` of that day: first the calendar part, then the
/// time of day, then the elapsed part. None for a value that is no date. Beyond the calendar it is its first or last
/// moment.
pub(crate) fn of_date(value: &Value, offset: Offset, minute: Option<u16>, zone: &TimeZone) -> Option<i64> {
    let shown = shown_by(value, zone)?;
    let by = offset.by;
    let day = match value {
        Value::Datetime(at) if by.months == 0 && by.days == 0 && minute.is_none() => Some(*at),
        _ => on_calendar(shown, offset, minute, zone),
    };
    let elapsed = i64::try_from(by.millis).unwrap_or(i64::MAX);
    let edge = if offset.before { Timestamp::MIN.as_millisecond() } else { end_of_time() };
    let moment = day.map_or(edge, |day| {
        if offset.before { day.saturating_sub(elapsed) } else { day.saturating_add(elapsed) }
    });
    Some(moment.clamp(Timestamp::MIN.as_millisecond(), end_of_time()))
}

fn shown_by(value: &Value, zone: &TimeZone) -> Option<DateTime> {
    match value {
        Value::Date(days) => {
            let date = EPOCH.checked_add(SignedDuration::from_hours(i64::from(*days) * 24)).ok()?;
            Some(DateTime::from_parts(date, Time::midnight()))
        }
        Value::Datetime(at) => local(*at, zone),
        _ => None,
    }
}

fn on_calendar(shown: DateTime, offset: Offset, minute: Option<u16>, zone: &TimeZone) -> Option<i64> {
    let span = Span::new().try_months(offset.by.months).ok()?.try_days(offset.by.days).ok()?;
    let moved = if offset.before { shown.checked_sub(span) } else { shown.checked_add(span) }.ok()?;
    match minute {
        Some(minute) => at_minute(moved.date(), minute, zone),
        None => resolve(moved, zone),
    }
}
