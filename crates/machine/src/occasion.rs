//! When a clock brings a person into a journey: local moments, in milliseconds since 1970 as if local time were UTC.

use filrouge_plan::{DateEntry, LeapDay, Period, ScheduleEntry, Value};
use filrouge_schedule::{local, millis};
use jiff::Span;
use jiff::civil::{Date, DateTime, Time};

/// A day.
const DAY: i64 = 86_400_000;

/// The moments of one entry, for one person.
pub(crate) enum Occasions<'p> {
    /// Around a date: the date, with its time of day.
    Date(&'p DateEntry, DateTime),
    /// Those of a schedule.
    Schedule(&'p ScheduleEntry),
}

impl Occasions<'_> {
    /// The first moment behind `after`.
    pub(crate) fn next(&self, after: i64) -> Option<i64> {
        match self {
            Self::Schedule(entry) => filrouge_schedule::next(&entry.schedule, local(after)?).map(millis),
            Self::Date(entry, date) => {
                let year = local(after)?.year();
                moments(entry, *date, year).map(|(moment, _)| moment).find(|moment| *moment > after)
            }
        }
    }

    /// The last moment behind `after` and not behind `end`.
    pub(crate) fn last(&self, after: i64, end: i64) -> Option<i64> {
        match self {
            Self::Schedule(entry) => {
                filrouge_schedule::last(&entry.schedule, local(after)?, local(end)?).map(millis)
            }
            Self::Date(entry, date) => {
                let found = moments(entry, *date, local(end)?.year()).map(|(moment, _)| moment);
                found.filter(|moment| *moment > after && *moment <= end).last()
            }
        }
    }

    /// Where to begin when the moments become known at `now`: what is over is over, unless the entry takes those whose
    /// day is not over yet.
    pub(crate) fn beginning(&self, now: i64) -> i64 {
        let Self::Date(entry, date) = self else { return now };
        if !entry.past {
            return now;
        }
        let Some(year) = local(now).map(DateTime::year) else { return now };
        let over = moments(entry, *date, year).filter(|(moment, _)| *moment <= now).last();
        let open = over.filter(|(moment, day)| millis(end_of(*day)).max(end_of_day(*moment)) >= now);
        open.map_or(now, |(moment, _)| moment - 1)
    }

    /// Up to where everything is dealt with once `moment` was, at `now`. A date is kept once, at whatever time of day.
    pub(crate) fn passed(&self, moment: i64, now: i64) -> i64 {
        let dealt_with = match self {
            Self::Date(..) => end_of_day(moment),
            Self::Schedule(_) => moment,
        };
        dealt_with.max(now)
    }

    /// How much later than its moment an entry still happens.
    pub(crate) const fn late(&self) -> Period {
        match self {
            Self::Date(entry, _) => entry.late,
            Self::Schedule(entry) => entry.late,
        }
    }

    /// What the entry at `moment`, which was due at `due`, tells the journey.
    pub(crate) fn fields(&self, moment: i64, due: i64) -> Vec<Value> {
        match self {
            Self::Schedule(_) => vec![Value::Datetime(due)],
            Self::Date(entry, date) => {
                let year = local(moment).map_or(0, DateTime::year);
                let mut found = moments(entry, *date, year).filter(|(other, _)| *other == moment);
                let day = found.next().map_or(Date::ZERO, |(_, day)| day);
                let number = millis(DateTime::from_parts(day, Time::midnight())).div_euclid(DAY);
                vec![i32::try_from(number).map_or(Value::Absent, Value::Date)]
            }
        }
    }
}

fn end_of(day: Date) -> DateTime {
    DateTime::from_parts(day, Time::constant(23, 59, 59, 999_000_000))
}

fn end_of_day(moment: i64) -> i64 {
    moment.div_euclid(DAY) * DAY + DAY - 1
}

/// The moments around the dates of the years near `year`, in order, each with its date.
fn moments(entry: &DateEntry, date: DateTime, year: i16) -> impl Iterator<Item = (i64, Date)> {
    let reach = entry.by.months / 12
        + entry.by.days / 365
        + u32::try_from(entry.by.millis / 31_536_000_000).unwrap_or(0);
    let reach = i16::try_from(reach).unwrap_or(i16::MAX).saturating_add(2);
    let years = if entry.yearly {
        year.saturating_sub(reach).max(date.year())..=year.saturating_add(reach)
    } else {
        date.year()..=date.year()
    };
    years.filter_map(move |year| {
        let day = in_year(date.date(), year, entry.leap)?;
        Some((millis(around(entry, DateTime::from_parts(day, date.time()))?), day))
    })
}

/// The day of a date in another year.
fn in_year(date: Date, year: i16, leap: LeapDay) -> Option<Date> {
    let kept = match leap {
        LeapDay::Feb28 => (2, 28),
        LeapDay::Mar01 => (3, 1),
    };
    let same = Date::new(year, date.month(), date.day()).ok();
    same.or_else(|| Date::new(year, kept.0, kept.1).ok())
}

/// The moment of the entry around a date: first the calendar part, then the time of day, then the rest by the clock.
fn around(entry: &DateEntry, date: DateTime) -> Option<DateTime> {
    let calendar = Span::new().try_months(entry.by.months).ok()?.try_days(entry.by.days).ok()?;
    let rest = Span::new().try_milliseconds(i64::try_from(entry.by.millis).ok()?).ok()?;
    let moved = if entry.before { date.checked_sub(calendar) } else { date.checked_add(calendar) }.ok()?;
    let timed = match entry.minute {
        Some(minute) => DateTime::from_parts(moved.date(), time_of(minute)?),
        None => moved,
    };
    if entry.before { timed.checked_sub(rest) } else { timed.checked_add(rest) }.ok()
}

fn time_of(minute: u16) -> Option<Time> {
    Time::new(i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?, 0, 0).ok()
}
