//! Days and hours that are tried.

use filrouge_plan::program::Part;
use jiff::civil::{Date, DateTime, date};
use jiff::{Timestamp, tz::TimeZone};

/// The hours of a day, from those at which most things happen.
pub(super) fn hours() -> impl Iterator<Item = i64> {
    [12, 10, 15].into_iter().chain(0..24)
}

/// Days that are tried: the month of the usual one, each month, ends of months, and other years.
pub(super) fn places() -> impl Iterator<Item = i64> {
    let june = (1..=30).map(|day| date(2026, 6, day));
    let months = (1..=12).map(|month| date(2026, month, 15));
    let ends = [date(2026, 7, 31), date(2026, 12, 31), date(2027, 1, 1), date(2028, 2, 29)];
    let years = (2000..=2040).map(|year| date(year, 6, 3));
    june.chain(months).chain(ends).chain(years).filter_map(start)
}

fn start(day: Date) -> Option<i64> {
    Some(TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok()?.as_millisecond())
}

/// What the clock shows.
pub(super) fn local(at: i64) -> Option<DateTime> {
    Some(TimeZone::UTC.to_datetime(Timestamp::from_millisecond(at).ok()?))
}

/// A part of what the clock shows, as conditions number it.
pub(super) fn part_of(part: Part, at: i64) -> Option<i64> {
    let shown = local(at)?;
    Some(match part {
        Part::FullYear => shown.year().into(),
        Part::Month => i64::from(shown.month()) - 1,
        Part::Date => shown.day().into(),
        Part::DayOfMonth => i64::from(shown.day()) - 1,
        Part::DayOfWeek => shown.weekday().to_sunday_zero_offset().into(),
        Part::DayOfYear => i64::from(shown.day_of_year()) - 1,
        Part::Hours => shown.hour().into(),
        Part::Minutes => shown.minute().into(),
        Part::Seconds => shown.second().into(),
        Part::Milliseconds => shown.millisecond().into(),
    })
}
