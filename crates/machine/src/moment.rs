//! Moments on the calendar of a person's zone.
//!
//! A local time that the clock skips is the first instant behind the gap; one that comes twice is its first
//! occurrence.

mod date;
mod window;

pub(crate) use date::of_date;
pub(crate) use window::{closing, opening};

use crate::hours::minutes_between;
use filrouge_plan::Period;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Span, Timestamp};

/// Days that are looked at for one that counts. The rarest is a Monday that is the 1st of the month: it may take more
/// than a year, and some more where the calendar skips a day.
const HORIZON: i64 = 800;

/// Which days count: days of the week by their ISO numbers, and days of the month; every one where none is named.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Days<'d> {
    pub(crate) weekdays: &'d [u8],
    pub(crate) month: &'d [u8],
}

impl Days<'_> {
    fn count(self, date: Date) -> bool {
        let is_weekday = self.weekdays.is_empty() || self.weekdays.contains(&weekday(date));
        is_weekday && (self.month.is_empty() || self.month.iter().any(|day| is_day_of_month(date, *day)))
    }
}

/// Whether a date is this day of its month, or its last one when the month is too short.
fn is_day_of_month(date: Date, day: u8) -> bool {
    let day = i8::try_from(day).unwrap_or(i8::MAX);
    date.day() == day.min(date.days_in_month())
}

/// The moment `period` after `from`. Calendar parts are counted first, then the elapsed part. Beyond the calendar
/// it is its last moment.
pub(crate) fn after(from: i64, period: Period, zone: &TimeZone) -> i64 {
    let days =
        if period.months == 0 && period.days == 0 { Some(from) } else { on_calendar(from, period, zone) };
    let elapsed = i64::try_from(period.millis).unwrap_or(i64::MAX);
    days.map_or_else(end_of_time, |day| day.saturating_add(elapsed)).min(end_of_time())
}

/// A moment from which `period` leads to `to`, or the nearest from which it leads before it: no day leads a month to a 31st of
/// March.
pub(crate) fn before(to: i64, period: Period, zone: &TimeZone) -> i64 {
    let elapsed = i64::try_from(period.millis).unwrap_or(i64::MAX);
    let to = to.saturating_sub(elapsed);
    if period.months == 0 && period.days == 0 {
        return to;
    }
    let span = || Span::new().try_months(period.months).ok()?.try_days(period.days).ok();
    let days = || resolve(local(to, zone)?.checked_sub(span()?).ok()?, zone);
    days().unwrap_or(to)
}

/// A moment that [`after`] is never before, in any zone, without looking at a calendar: months have 28 days at least,
/// and no zone changes its clocks by more than two days.
pub(crate) fn soonest(from: i64, period: Period) -> i64 {
    let (months, days) = (i64::from(period.months), i64::from(period.days));
    let days = if months == 0 && days == 0 { 0 } else { months * 28 + days - 2 };
    let elapsed = i64::try_from(period.millis).unwrap_or(i64::MAX);
    from.saturating_add(days.saturating_mul(DAY)).saturating_add(elapsed).min(end_of_time())
}

const DAY: i64 = 86_400_000;

fn on_calendar(from: i64, period: Period, zone: &TimeZone) -> Option<i64> {
    let span = Span::new().try_months(period.months).ok()?.try_days(period.days).ok()?;
    resolve(local(from, zone)?.checked_add(span).ok()?, zone)
}

/// The next moment behind `from` at `minute` of the day, on one of `days`. A day that the calendar of the zone skips
/// does not count.
pub(crate) fn next(from: i64, minute: u16, days: Days<'_>, zone: &TimeZone) -> i64 {
    days_from(from, zone)
        .filter(|date| days.count(*date) && exists(*date, zone))
        .filter_map(|date| at_minute(date, minute, zone))
        .find(|moment| *moment > from)
        .unwrap_or_else(end_of_time)
}

/// Whether a day has an instant: one that a zone skipped to change sides of the date line has none.
fn exists(date: Date, zone: &TimeZone) -> bool {
    let start = resolve(DateTime::from_parts(date, Time::midnight()), zone);
    start.and_then(|start| local(start, zone)).is_some_and(|start| start.date() == date)
}

/// The instant at which the clock shows `local`, given in milliseconds as if it were UTC.
pub(crate) fn shown(local: i64, zone: &TimeZone) -> i64 {
    let local = Timestamp::from_millisecond(local).map(|local| TimeZone::UTC.to_datetime(local));
    local.ok().and_then(|local| resolve(local, zone)).unwrap_or_else(end_of_time)
}

/// What the clock shows at an instant, in milliseconds as if it were UTC.
pub(crate) fn showing(at: i64, zone: &TimeZone) -> i64 {
    let shown = local(at, zone).and_then(|local| TimeZone::UTC.to_timestamp(local).ok());
    shown.map_or_else(end_of_time, Timestamp::as_millisecond)
}

/// Minutes since local midnight.
pub(crate) fn minute_of(at: i64, zone: &TimeZone) -> u16 {
    local(at, zone)
        .map_or(0, |now| u16::try_from(i32::from(now.hour()) * 60 + i32::from(now.minute())).unwrap_or(0))
}

/// ISO number of the day of the week.
pub(crate) fn weekday_of(at: i64, zone: &TimeZone) -> u8 {
    local(at, zone).map_or(0, |now| weekday(now.date()))
}

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day {
    /// Days since 1970-01-01.
    pub(crate) day: i32,
    pub(crate) year: i16,
    pub(crate) month: u8,
    pub(crate) day_of_month: u8,
}

/// The day that it is.
pub(crate) fn date_of(at: i64, zone: &TimeZone) -> Option<Day> {
    let date = local(at, zone)?.date();
    let since = date.since(jiff::civil::date(1970, 1, 1)).ok()?;
    let (month, day_of_month) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    Some(Day { day: since.get_days(), year: date.year(), month, day_of_month })
}

/// The next moment behind `at` at which the clock shows `minute`, or changes, whichever comes first: nothing that
/// depends on the clock and begins at that minute begins before it.
pub(crate) fn jump(at: i64, minute: u16, zone: &TimeZone) -> i64 {
    let Some(now) = local(at, zone) else { return end_of_time() };
    let minutes = minutes_between(minute_of(at, zone), minute);
    let into = i64::from(now.second()) * 1_000 + i64::from(now.millisecond());
    let shown = at.saturating_sub(into).saturating_add(i64::from(minutes) * 60_000);
    let change = Timestamp::from_millisecond(at).ok().and_then(|at| zone.following(at).next());
    change.map_or(shown, |change| shown.min(change.timestamp().as_millisecond()))
}

fn days_from(from: i64, zone: &TimeZone) -> impl Iterator<Item = Date> {
    let today = local(from, zone).map(DateTime::date);
    today
        .into_iter()
        .flat_map(|day| (0..HORIZON).filter_map(move |ahead| day.checked_add(Span::new().days(ahead)).ok()))
}

fn weekday(date: Date) -> u8 {
    u8::try_from(date.weekday().to_monday_one_offset()).unwrap_or(0)
}

fn at_minute(date: Date, minute: u16, zone: &TimeZone) -> Option<i64> {
    let (hour, minute) = (i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?);
    let local = DateTime::new(date.year(), date.month(), date.day(), hour, minute, 0, 0).ok()?;
    resolve(local, zone)
}

fn local(at: i64, zone: &TimeZone) -> Option<DateTime> {
    Timestamp::from_millisecond(at).ok().map(|at| zone.to_datetime(at))
}

/// Every instant at which the clock shows `local`: none in a gap, two in an overlap.
fn instants(local: DateTime, zone: &TimeZone) -> Vec<i64> {
    let offsets = match zone.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { offset } => vec![offset],
        AmbiguousOffset::Gap { .. } => Vec::new(),
        AmbiguousOffset::Fold { before, after } => vec![before, after],
    };
    let shown = offsets.into_iter().filter_map(|offset| offset.to_timestamp(local).ok());
    shown.map(Timestamp::as_millisecond).collect()
}

fn resolve(local: DateTime, zone: &TimeZone) -> Option<i64> {
    let moment = zone.to_ambiguous_timestamp(local);
    let is_gap = matches!(moment.offset(), AmbiguousOffset::Gap { .. });
    let found = moment.compatible().ok()?;
    let found = if is_gap { gap_end(found, zone) } else { found };
    Some(found.as_millisecond())
}

/// A time inside a gap is moved behind it by the length of the gap: the transition before that is the gap's end.
fn gap_end(moved: Timestamp, zone: &TimeZone) -> Timestamp {
    let behind = moved.checked_add(Span::new().seconds(1)).unwrap_or(moved);
    zone.preceding(behind).next().map_or(moved, |transition| transition.timestamp())
}

fn end_of_time() -> i64 {
    Timestamp::MAX.as_millisecond()
}

#[cfg(test)]
mod matrix;
#[cfg(test)]
mod tests;
