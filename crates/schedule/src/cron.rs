//! The five fields of cron: minute, hour, day of the month, month, day of the week.

use crate::Problem;
use filrouge_plan::{OnWeekday, Schedule};
use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// In the numbers of cron, where Sunday is 0 and 7.
const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// One field.
struct Field {
    name: &'static str,
    range: RangeInclusive<u8>,
    names: &'static [&'static str],
    /// The number of the first name.
    first: u8,
}

const MINUTE: Field = Field { name: "minute", range: 0..=59, names: &[], first: 0 };
const HOUR: Field = Field { name: "hour", range: 0..=23, names: &[], first: 0 };
const MONTHDAY: Field = Field { name: "day of the month", range: 1..=31, names: &[], first: 0 };
const MONTH: Field = Field { name: "month", range: 1..=12, names: &MONTHS, first: 1 };
const WEEKDAY: Field = Field { name: "day of the week", range: 0..=7, names: &WEEKDAYS, first: 0 };

type Words<'t> = Vec<(usize, &'t str)>;

pub(crate) fn parse(text: &str) -> Result<Schedule, Problem> {
    let words = words(text);
    let [minute, hour, monthday, month, weekday] = words.as_slice() else {
        return Err(miscounted(text, &words));
    };
    let (minutes, hours) = (MINUTE.read(*minute)?, HOUR.read(*hour)?);
    let (monthdays, months, weekdays) =
        (MONTHDAY.read(*monthday)?, MONTH.read(*month)?, WEEKDAY.read(*weekday)?);
    // Cron asks the first character: `*/2` does not make a field a restriction that may stand alone.
    let either = !monthday.1.starts_with('*') && !weekday.1.starts_with('*');
    Ok(Schedule {
        minutes: minutes.into_iter().collect(),
        hours: hours.into_iter().collect(),
        months: unless_all(months, 12),
        monthdays: unless_all(monthdays, 31).into_iter().filter_map(|day| i8::try_from(day).ok()).collect(),
        weekdays: unless_all(iso(weekdays), 7).into_iter().map(|day| OnWeekday { day, nth: 0 }).collect(),
        either,
        ..Schedule::default()
    })
}

fn words(text: &str) -> Words<'_> {
    let starts = text.split_whitespace().map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word));
    starts.collect()
}

fn miscounted(text: &str, words: &Words<'_>) -> Problem {
    let fields = if words.len() == 1 { "field" } else { "fields" };
    let problem =
        Problem::new(0..text.len(), format!("cron has five fields, this has {} {fields}", words.len()));
    problem.help(match words.len() {
        6 => "there are no seconds: minute, hour, day of the month, month, day of the week",
        _ => "minute, hour, day of the month, month, day of the week: `0 9 * * 1` is Mondays at nine",
    })
}

/// Sunday is 7, not 0.
fn iso(days: BTreeSet<u8>) -> BTreeSet<u8> {
    days.into_iter().map(|day| if day == 0 { 7 } else { day }).collect()
}

/// Every value is no restriction.
fn unless_all(values: BTreeSet<u8>, all: usize) -> Vec<u8> {
    if values.len() == all { Vec::new() } else { values.into_iter().collect() }
}

impl Field {
    fn read(&self, (start, word): (usize, &str)) -> Result<BTreeSet<u8>, Problem> {
        let mut values = BTreeSet::new();
        let mut at = start;
        for item in word.split(',') {
            values.extend(self.item(item, at..at + item.len())?);
            at += item.len() + 1;
        }
        Ok(values)
    }

    /// `*`, `5`, `1-5`, `mon-fri`, `*/15`, `0-30/10`.
    fn item(&self, item: &str, at: Range<usize>) -> Result<Vec<u8>, Problem> {
        let (range, step) = item.split_once('/').map_or((item, None), |(range, step)| (range, Some(step)));
        let (first, last) = self.range_of(range, step.is_some(), &at)?;
        let step = match step.map(str::parse::<u8>) {
            None => 1,
            Some(Ok(step)) if step > 0 => step,
            Some(_) => return Err(self.refuse(item, at)),
        };
        if first > last {
            return Err(Problem::new(at, format!("`{item}` ends before it begins"))
                .help("write the two parts one after the other, as in `22-23,0-6`"));
        }
        Ok((first..=last).step_by(usize::from(step)).collect())
    }

    fn range_of(&self, range: &str, stepped: bool, at: &Range<usize>) -> Result<(u8, u8), Problem> {
        let (least, greatest) = (*self.range.start(), *self.range.end());
        // `*` of a week is seven days, not eight.
        let greatest_of_all = if greatest == 7 { 6 } else { greatest };
        let refuse = || self.refuse(range, at.clone());
        if range == "*" {
            return Ok((least, greatest_of_all));
        }
        if let Some((first, last)) = range.split_once('-') {
            let (first, last) =
                (self.number(first).ok_or_else(refuse)?, self.number(last).ok_or_else(refuse)?);
            let sunday_last = greatest == 7 && last == 0 && first > 0;
            return Ok((first, if sunday_last { 7 } else { last }));
        }
        let first = self.number(range).ok_or_else(refuse)?;
        Ok((first, if stepped { greatest_of_all.max(first) } else { first }))
    }

    fn number(&self, text: &str) -> Option<u8> {
        let lower = text.to_ascii_lowercase();
        let named = self.names.iter().position(|name| *name == lower);
        let number = match named {
            Some(place) => u8::try_from(place).ok()?.checked_add(self.first)?,
            None if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok()?,
            None => return None,
        };
        self.range.contains(&number).then_some(number)
    }

    fn refuse(&self, item: &str, at: Range<usize>) -> Problem {
        let (least, greatest) = (self.range.start(), self.range.end());
        Problem::new(at, format!("`{item}` is no {}", self.name)).help(match self.names {
            [] => format!(
                "write a number from {least} to {greatest}, a range like `{least}-{greatest}`, or `*`"
            ),
            names => format!("write a number from {least} to {greatest}, or one of {}", names.join(", ")),
        })
    }
}
