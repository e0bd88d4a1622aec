//! `calendar`: days and hours at which something is open.

use crate::channel::minute;
use crate::linker::{map_opt, name_of};
use crate::project::text;
use filrouge_language::Opt;
use filrouge_language::kinds::{Date, LocalTime, Text, Timezone, Weekday};
use filrouge_language::words::calendar as word;
use filrouge_plan::{ClosedDays, Hours};
use filrouge_source::{Span, Spanned};

/// Days and hours at which something is open.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// Where it is declared, without its block.
    pub at: Span,
    /// Its name.
    pub name: Spanned<Box<str>>,
    /// The zone of its days and hours; the person's when absent.
    pub timezone: Opt<Box<str>>,
    /// What it is.
    pub description: Opt<Box<str>>,
    /// Hours at which it is open; every hour when there are none.
    pub open: Vec<Spanned<Hours>>,
    /// Days on which it is closed all day.
    pub closed: Vec<Spanned<ClosedDays>>,
}

pub(crate) fn link(word: &word::Calendar) -> Calendar {
    let open =
        word.open.iter().filter_map(|open| Some(Spanned::new(hours(&open.value)?, open.value.at.head)));
    let closed =
        word.closed.iter().filter_map(|day| Some(Spanned::new(closed(&day.value)?, day.value.at.head)));
    Calendar {
        at: word.at.head,
        name: name_of(&word.name),
        timezone: text(&word.timezone, Timezone::as_str),
        description: text(&word.description, Text::as_str),
        open: open.collect(),
        closed: closed.collect(),
    }
}

fn hours(word: &word::Open) -> Option<Hours> {
    Some(from_to(*word.from.value()?, *word.to.value()?, &word.weekday))
}

/// Hours of some days of the week.
pub(crate) fn from_to(from: LocalTime, to: LocalTime, weekdays: &[Spanned<Weekday>]) -> Hours {
    let mut weekdays: Vec<u8> = weekdays.iter().map(|day| iso(day.value)).collect();
    weekdays.sort_unstable();
    weekdays.dedup();
    Hours { from: minute(from), to: minute(to), weekdays }
}

fn closed(word: &word::Closed) -> Option<ClosedDays> {
    if let Some(yearly) = word.yearly.value() {
        return Some(ClosedDays::Yearly { month: yearly.month, day: yearly.day });
    }
    let from = days(*word.day.value()?);
    let to = map_opt(&word.to, |to| Some(days(to.value)));
    Some(ClosedDays::Dates { from, to: to.value().copied().unwrap_or(from) })
}

/// The number of a weekday in ISO 8601, 1 is Monday.
pub(crate) const fn iso(day: Weekday) -> u8 {
    match day {
        Weekday::Monday => 1,
        Weekday::Tuesday => 2,
        Weekday::Wednesday => 3,
        Weekday::Thursday => 4,
        Weekday::Friday => 5,
        Weekday::Saturday => 6,
        Weekday::Sunday => 7,
    }
}

/// Days since 1970-01-01, counted in 400-year cycles of the Gregorian calendar that begin in March.
fn days(date: Date) -> i32 {
    let (month, day) = (i32::from(date.month), i32::from(date.day));
    let year = i32::from(date.year) - i32::from(month <= 2);
    let (cycle, of_cycle) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    cycle * 146_097 + of_cycle * 365 + of_cycle / 4 - of_cycle / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        for (year, month, day, number) in [
            (1970, 1, 1, 0),
            (1970, 2, 28, 58),
            (2000, 2, 29, 11_016),
            (2026, 12, 25, 20_812),
            (1969, 12, 31, -1),
        ] {
            assert_eq!(days(Date { year, month, day }), number, "{year}-{month}-{day}");
        }
    }
}
