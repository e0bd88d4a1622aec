//! Days, instants and their parts, in the person's zone.

use super::Reason;
use filrouge_plan::Value;
use filrouge_plan::program::Part;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

const EPOCH: Date = Date::constant(1970, 1, 1);
const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;
const MINUTE: i64 = 60_000;
const SECOND: i64 = 1_000;

fn local(instant: i64, zone: &TimeZone) -> Result<DateTime, Reason> {
    let instant = Timestamp::from_millisecond(instant).map_err(|_| Reason::Overflow)?;
    Ok(zone.to_datetime(instant))
}

fn days(date: Date) -> Result<i32, Reason> {
    i32::try_from(date.duration_since(EPOCH).as_hours() / 24).map_err(|_| Reason::Overflow)
}

fn date(days: i32) -> Result<Date, Reason> {
    EPOCH.checked_add(SignedDuration::from_hours(i64::from(days) * 24)).map_err(|_| Reason::Overflow)
}

/// The day on which `instant` falls in `zone`, in days since 1970.
pub(super) fn day_of(instant: i64, zone: &TimeZone) -> Result<i32, Reason> {
    days(local(instant, zone)?.date())
}

/// The first instant of a day in `zone`.
pub(super) fn start_of(day: i32, zone: &TimeZone) -> Result<i64, Reason> {
    let start = zone.to_timestamp(date(day)?.at(0, 0, 0, 0)).map_err(|_| Reason::Overflow)?;
    Ok(start.as_millisecond())
}

/// A day moved by the whole days of a duration.
pub(super) fn move_day(day: i32, by: i64) -> Result<i32, Reason> {
    let moved = i64::from(day) + by / DAY;
    let moved = i32::try_from(moved).map_err(|_| Reason::Overflow)?;
    date(moved).map(|_| moved)
}

/// The time from one day to another, as if each had 24 hours.
pub(super) fn between(from: i32, to: i32) -> i64 {
    (i64::from(to) - i64::from(from)) * DAY
}

/// Instants of years 1 to 9999, as CEL has them.
pub(super) fn instant(milliseconds: i64) -> Result<i64, Reason> {
    let fits = (-62_135_596_800_000..=253_402_300_799_999).contains(&milliseconds);
    fits.then_some(milliseconds).ok_or(Reason::Overflow)
}

/// A text in the form of RFC 3339: an instant in UTC, or a day.
pub(super) fn text(value: &Value) -> Result<String, Reason> {
    match value {
        Value::Date(day) => date(*day).map(|date| date.to_string()),
        Value::Datetime(instant) => Timestamp::from_millisecond(*instant)
            .map(|instant| instant.to_string())
            .map_err(|_| Reason::Overflow),
        _ => Err(Reason::Shape),
    }
}

pub(super) fn part(part: Part, value: &Value, zone: &TimeZone) -> Result<i64, Reason> {
    match value {
        Value::Datetime(instant) => part_of_local(part, local(*instant, zone)?),
        Value::Date(day) => part_of_local(part, date(*day)?.at(0, 0, 0, 0)),
        Value::Duration(duration) => part_of_duration(part, *duration),
        _ => Err(Reason::Shape),
    }
}

fn part_of_local(part: Part, local: DateTime) -> Result<i64, Reason> {
    Ok(match part {
        Part::FullYear => i64::from(local.year()),
        Part::Month => i64::from(local.month()) - 1,
        Part::Date => i64::from(local.day()),
        Part::DayOfMonth => i64::from(local.day()) - 1,
        Part::DayOfWeek => i64::from(local.weekday().to_sunday_zero_offset()),
        Part::DayOfYear => i64::from(local.day_of_year()) - 1,
        Part::Hours => i64::from(local.hour()),
        Part::Minutes => i64::from(local.minute()),
        Part::Seconds => i64::from(local.second()),
        Part::Milliseconds => i64::from(local.millisecond()),
    })
}

const fn part_of_duration(part: Part, duration: i64) -> Result<i64, Reason> {
    match part {
        Part::Hours => Ok(duration / HOUR),
        Part::Minutes => Ok(duration / MINUTE),
        Part::Seconds => Ok(duration / SECOND),
        Part::Milliseconds => Ok(duration % SECOND),
        _ => Err(Reason::Shape),
    }
}
