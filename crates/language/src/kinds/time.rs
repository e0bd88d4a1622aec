//! Dates and times of day, without a zone: the zone is the person's or the project's.

use super::closed::closed;
use super::{Kind, Written};
use crate::{Quoting, Reader, Shape, rules};
use std::fmt;

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year, from 1 to 9999.
    pub year: u16,
    /// Month, from 1.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

/// A day of every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YearDay {
    /// Month, from 1.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime {
    /// Hour, from 0 to 23.
    pub hour: u8,
    /// Minute, from 0 to 59.
    pub minute: u8,
    /// Second, from 0 to 59.
    pub second: u8,
}

/// A day and a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime {
    /// The day.
    pub date: Date,
    /// The time of day.
    pub time: LocalTime,
}

closed! {
    /// A day of the week.
    pub enum Weekday: "a day of the week" {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

impl Date {
    /// Reads `2026-03-28`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let date = Self { year: digits(year, 4)?, month: byte(month)?, day: byte(day)? };
        (parts.next().is_none() && date.exists()).then_some(date)
    }

    fn exists(self) -> bool {
        let leap =
            self.year.is_multiple_of(4) && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        let days = match self.month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            1..=12 => 31,
            _ => 0,
        };
        self.year > 0 && (1..=days).contains(&self.day)
    }
}

impl YearDay {
    /// Reads `12-25`; `02-29` is a day of leap years alone.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (month, day) = text.split_once('-')?;
        let date = Date { year: 2000, month: byte(month)?, day: byte(day)? };
        date.exists().then_some(Self { month: date.month, day: date.day })
    }
}

impl LocalTime {
    /// Reads `21:00` or `21:00:30`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(':');
        let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next().unwrap_or("00"));
        let time = Self { hour: byte(hour)?, minute: byte(minute)?, second: byte(second)? };
        let sane = time.hour < 24 && time.minute < 60 && time.second < 60 && parts.next().is_none();
        sane.then_some(time)
    }
}

impl DateTime {
    /// Reads `2026-03-28T20:30`, with seconds if there are any.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (date, time) = text.split_once('T')?;
        Some(Self { date: Date::parse(date)?, time: LocalTime::parse(time)? })
    }
}

fn digits<N: std::str::FromStr>(text: &str, count: usize) -> Option<N> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn byte(text: &str) -> Option<u8> {
    digits(text, 2)
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}:{:02}", self.hour, self.minute, self.second)
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.date, self.time)
    }
}

/// Declares how one of them is read.
macro_rules! time {
    ($name:ident, $title:literal, $example:literal) => {
        impl Kind for $name {
            const SHAPE: Shape = Shape::new($title, $example, Quoting::Quoted);

            fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
                let text = reader.text_of(written, Self::SHAPE)?;
                let parsed = Self::parse(text);
                if parsed.is_none() {
                    reader.push(rules::invalid_time::InvalidTime {
                        wanted: $title,
                        example: $example,
                        written: text.to_owned(),
                        place: written.span,
                        meant: meant(text).filter(|meant| Self::parse(meant).is_some()),
                    });
                }
                parsed
            }
        }
    };
}

time!(Date, "a date", "\"2026-03-28\"");
time!(YearDay, "a day of every year", "\"12-25\"");
time!(LocalTime, "a time of day", "\"21:00\"");
time!(DateTime, "a date and time", "\"2026-03-28T20:30\"");

/// What the author probably meant: `9:00`, `21h30`, `2026-03-28 20:30`, `9pm`.
fn meant(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('Z');
    let (date, time) = text.split_once(['T', ' ']).map_or(("", text), |(date, time)| (date, time));
    let time = clock(time.trim()).unwrap_or_else(|| time.to_owned());
    Some(if date.is_empty() { time } else { format!("{date}T{time}") })
}

fn clock(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let (clock, noon) = match (lower.strip_suffix("pm"), lower.strip_suffix("am")) {
        (Some(clock), _) => (clock, Some(12)),
        (_, Some(clock)) => (clock, Some(0)),
        _ => (lower.as_str(), None),
    };
    let (hour, minute) = clock.trim().split_once([':', 'h', '.']).unwrap_or((clock.trim(), "00"));
    let hour: u8 = hour.parse().ok()?;
    let minute: u8 = if minute.is_empty() { 0 } else { minute.parse().ok()? };
    let hour = noon.map_or(hour, |noon| hour % 12 + noon);
    (hour < 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_that_exist_are_dates() {
        assert!(Date::parse("2028-02-29").is_some());
        for text in
            ["2026-02-29", "2026-13-01", "2026-1-1", "0000-01-01", "2026-04-31", "1900-02-29", "2026-01-01-"]
        {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_of_every_year_may_be_one_of_leap_years() {
        assert_eq!(YearDay::parse("02-29"), Some(YearDay { month: 2, day: 29 }));
        for text in ["02-30", "2-3", "13-01", "05-01-", "05"] {
            assert_eq!(YearDay::parse(text), None, "{text}");
        }
    }

    #[test]
    fn times_of_day_have_two_digits_each() {
        assert_eq!(LocalTime::parse("08:05"), Some(LocalTime { hour: 8, minute: 5, second: 0 }));
        for text in ["8:05", "24:00", "12:60", "12", "12:00:00:00", "+8:00"] {
            assert_eq!(LocalTime::parse(text), None, "{text}");
        }
    }

    #[test]
    fn usual_spellings_are_understood_for_the_fix() {
        for (text, exact) in [
            ("9:00", "09:00"),
            ("21h30", "21:30"),
            ("9pm", "21:00"),
            ("12am", "00:00"),
            ("2026-03-28 20:30", "2026-03-28T20:30"),
        ] {
            assert_eq!(meant(text).as_deref(), Some(exact));
        }
    }
}
