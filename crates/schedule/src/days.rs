//! Whether a day belongs to a schedule.

use filrouge_plan::{Cycle, OnWeekday, Round, Schedule};
use jiff::civil::{Date, Weekday};
use jiff::{ToSpan as _, Unit};

/// Whether `date` fits every part of `schedule`.
pub(crate) fn counts(schedule: &Schedule, date: Date) -> bool {
    in_round(schedule, date) && fits(schedule, date) && in_position(schedule, date)
}

/// Whether the month, the day of the month and the day of the week fit.
fn fits(schedule: &Schedule, date: Date) -> bool {
    let month = schedule.months.is_empty()
        || schedule.months.iter().any(|month| i8::try_from(*month) == Ok(date.month()));
    month && day_fits(schedule, date)
}

fn day_fits(schedule: &Schedule, date: Date) -> bool {
    let monthday = schedule.monthdays.iter().any(|day| is_monthday(*day, date));
    let weekday = schedule.weekdays.iter().any(|day| is_weekday(*day, date));
    match (schedule.monthdays.is_empty(), schedule.weekdays.is_empty()) {
        (true, true) => true,
        (false, true) => monthday,
        (true, false) => weekday,
        (false, false) if schedule.either => monthday || weekday,
        (false, false) => monthday && weekday,
    }
}

fn is_monthday(day: i8, date: Date) -> bool {
    day == date.day() || day == from_the_end(date)
}

fn from_the_end(date: Date) -> i8 {
    date.day() - date.days_in_month() - 1
}

fn is_weekday(on: OnWeekday, date: Date) -> bool {
    let nth = match on.nth {
        0 => true,
        nth if nth > 0 => (date.day() - 1) / 7 + 1 == nth,
        nth => (from_the_end(date) + 1) / 7 - 1 == nth,
    };
    nth && iso(date.weekday()) == i64::from(on.day)
}

fn iso(day: Weekday) -> i64 {
    i64::from(day.to_monday_one_offset())
}

/// Whether `date` is in a round that counts.
fn in_round(schedule: &Schedule, date: Date) -> bool {
    let Some(cycle) = schedule.cycle else { return true };
    let Some(anchor) = day(cycle.anchor) else { return false };
    let rounds = match cycle.unit {
        Round::Day => days_between(anchor, date),
        Round::Week => days_between(week_of(anchor, cycle), week_of(date, cycle)) / 7,
        Round::Month => months(date) - months(anchor),
        Round::Year => i64::from(date.year()) - i64::from(anchor.year()),
    };
    rounds.rem_euclid(i64::from(cycle.interval.max(1))) == 0
}

/// Whether `date` is one of the days of its round that were asked for.
fn in_position(schedule: &Schedule, date: Date) -> bool {
    let (Some(cycle), false) = (schedule.cycle, schedule.positions.is_empty()) else { return true };
    let days: Vec<Date> = round_of(date, cycle).filter(|day| fits(schedule, *day)).collect();
    let Some(place) = days.iter().position(|day| *day == date).and_then(|at| i16::try_from(at).ok()) else {
        return false;
    };
    let count = i16::try_from(days.len()).unwrap_or(i16::MAX);
    schedule.positions.iter().any(|position| *position == place + 1 || *position == place - count)
}

/// Every day of the round that `date` is in.
fn round_of(date: Date, cycle: Cycle) -> impl Iterator<Item = Date> {
    let (first, length) = match cycle.unit {
        Round::Day => (date, 1),
        Round::Week => (week_of(date, cycle), 7),
        Round::Month => (date.first_of_month(), i64::from(date.days_in_month())),
        Round::Year => (date.first_of_year(), i64::from(date.days_in_year())),
    };
    (0..length).filter_map(move |ahead| first.checked_add(ahead.days()).ok())
}

/// The first day of the week that `date` is in.
fn week_of(date: Date, cycle: Cycle) -> Date {
    let behind = (iso(date.weekday()) - i64::from(cycle.week_start)).rem_euclid(7);
    date.checked_sub(behind.days()).unwrap_or(date)
}

fn months(date: Date) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month())
}

pub(crate) fn days_between(first: Date, last: Date) -> i64 {
    first.until((Unit::Day, last)).map_or(0, |span| i64::from(span.get_days()))
}

/// The day of this number since 1970.
fn day(number: i32) -> Option<Date> {
    Date::constant(1970, 1, 1).checked_add(i64::from(number).days()).ok()
}

/// The number of a day since 1970.
pub(crate) fn number(date: Date) -> i32 {
    i32::try_from(days_between(Date::constant(1970, 1, 1), date)).unwrap_or(i32::MAX)
}
