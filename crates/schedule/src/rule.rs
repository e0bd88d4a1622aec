//! Recurrence rules of RFC 5545, as far as they name days and times of day.

use crate::days::number;
use crate::{Problem, moments};
use filrouge_plan::{Cycle, OnWeekday, Round, Schedule};
use jiff::civil::{Date, DateTime, Time};
use std::collections::BTreeMap;
use std::ops::Range;
use std::str::FromStr;

const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
/// Moments that are counted at most: more than one a day for a decade.
const MOST: u32 = 5_000;

/// The value of a part, and where it stands.
#[derive(Clone)]
struct Part<'t> {
    value: &'t str,
    at: Range<usize>,
}

struct Rule<'t> {
    parts: BTreeMap<&'t str, Part<'t>>,
    from: Option<DateTime>,
    whole: Range<usize>,
}

pub(crate) fn parse(text: &str, start: usize, from: Option<DateTime>) -> Result<Schedule, Problem> {
    let mut rule = Rule { parts: BTreeMap::new(), from, whole: start..start + text.len() };
    let mut at = start;
    for part in text.split(';') {
        rule.add(part, at)?;
        at += part.len() + 1;
    }
    rule.schedule()
}

impl<'t> Rule<'t> {
    fn add(&mut self, part: &'t str, start: usize) -> Result<(), Problem> {
        let at = start..start + part.len();
        let Some((name, value)) = part.split_once('=').filter(|(_, value)| !value.is_empty()) else {
            let what = if part.is_empty() {
                "a part of the rule is empty".to_owned()
            } else {
                format!("`{part}` is no part of a rule")
            };
            return Err(Problem::new(at, what).help("a part is a name and a value, as in `FREQ=WEEKLY`"));
        };
        if let Some(why) = unsupported(name) {
            return Err(Problem::new(at, format!("`{name}` is not understood")).help(why));
        }
        let value = Part { value, at: start + name.len() + 1..at.end };
        match self.parts.insert(name, value) {
            None => Ok(()),
            Some(_) => Err(Problem::new(at, format!("`{name}` stands twice"))),
        }
    }

    fn schedule(&self) -> Result<Schedule, Problem> {
        let unit = self.unit()?;
        let weekdays = self.weekdays(unit)?;
        let months: Vec<u8> = self.numbers("BYMONTH", 1..=12)?;
        let monthdays: Vec<i8> = self.numbers("BYMONTHDAY", -31..=31)?;
        let mut schedule = Schedule { months, monthdays, weekdays, ..Schedule::default() };
        self.times(&mut schedule)?;
        self.cycle(unit, &mut schedule)?;
        self.day_of_start(unit, &mut schedule)?;
        schedule.until = self.until()?;
        self.count(schedule)
    }

    fn unit(&self) -> Result<Round, Problem> {
        let Some(part) = self.parts.get("FREQ") else {
            return Err(Problem::new(self.whole.clone(), "the rule does not say how often")
                .help("write `FREQ=DAILY`, `WEEKLY`, `MONTHLY` or `YEARLY`"));
        };
        Ok(match part.value {
            "DAILY" => Round::Day,
            "WEEKLY" => Round::Week,
            "MONTHLY" => Round::Month,
            "YEARLY" => Round::Year,
            other => {
                return Err(Problem::new(part.at.clone(), format!("`{other}` is no frequency of a journey"))
                    .help("use `DAILY`, `WEEKLY`, `MONTHLY` or `YEARLY`; name hours with `BYHOUR=9,15`"));
            }
        })
    }

    fn numbers<N>(&self, name: &str, range: std::ops::RangeInclusive<N>) -> Result<Vec<N>, Problem>
    where
        N: FromStr + Ord + Copy + Default + std::fmt::Display,
    {
        let Some(part) = self.parts.get(name) else { return Ok(Vec::new()) };
        // Zero is no number of a day; it is the least hour and minute.
        let zero = *range.start() == N::default();
        let fits = |number: &N| range.contains(number) && (zero || *number != N::default());
        let mut numbers = part
            .value
            .split(',')
            .map(|word| word.parse().ok().filter(fits))
            .collect::<Option<Vec<N>>>()
            .ok_or_else(|| {
                let between = format!("numbers from {} to {}", range.start(), range.end());
                Problem::new(part.at.clone(), format!("`{name}` is a list of {between}"))
            })?;
        numbers.sort_unstable();
        numbers.dedup();
        Ok(numbers)
    }

    fn weekdays(&self, unit: Round) -> Result<Vec<OnWeekday>, Problem> {
        let Some(part) = self.parts.get("BYDAY") else { return Ok(Vec::new()) };
        let days = part.value.split(',').map(weekday).collect::<Option<Vec<_>>>();
        let days = days.ok_or_else(|| {
            Problem::new(part.at.clone(), "`BYDAY` is a list of days of the week").help(
                "write `MO,TU`, or `1MO` for the first Monday and `-1FR` for the last Friday of a month",
            )
        })?;
        let of_month = unit == Round::Month || unit == Round::Year && self.parts.contains_key("BYMONTH");
        if days.iter().any(|day| day.nth != 0) && !of_month {
            return Err(Problem::new(part.at.clone(), "a numbered day of the week needs a month")
                .help("use `FREQ=MONTHLY`, or name the months with `BYMONTH`"));
        }
        Ok(days)
    }

    /// The hours and minutes; without them, the time at which the schedule starts.
    fn times(&self, schedule: &mut Schedule) -> Result<(), Problem> {
        let clock = self.from.map(DateTime::time);
        let of_start = |part: fn(Time) -> i8| clock.and_then(|time| u8::try_from(part(time)).ok());
        schedule.hours = self.numbers("BYHOUR", 0..=23)?;
        schedule.minutes = self.numbers("BYMINUTE", 0..=59)?;
        if schedule.hours.is_empty() {
            let Some(hour) = of_start(Time::hour) else {
                return Err(Problem::new(self.whole.clone(), "the rule does not say at what time")
                    .help("add `BYHOUR=9`, or say when it starts: `from=\"2026-01-05T09:00\"`"));
            };
            schedule.hours = vec![hour];
        }
        if schedule.minutes.is_empty() {
            schedule.minutes = vec![of_start(Time::minute).unwrap_or(0)];
        }
        Ok(())
    }

    fn cycle(&self, unit: Round, schedule: &mut Schedule) -> Result<(), Problem> {
        let interval = self.numbers::<u16>("INTERVAL", 1..=1_000)?.first().copied().unwrap_or(1);
        schedule.positions = self.numbers("BYSETPOS", -366..=366)?;
        if interval > 1 && self.from.is_none() {
            return Err(self.needs_start("INTERVAL"));
        }
        if !schedule.positions.is_empty() && schedule.hours.len() * schedule.minutes.len() > 1 {
            return Err(Problem::new(
                self.place("BYSETPOS"),
                "`BYSETPOS` counts days, and there are several times a day",
            )
            .help("name one hour and one minute"));
        }
        let week_start = match self.parts.get("WKST") {
            None => 1,
            Some(part) => {
                weekday(part.value).filter(|day| day.nth == 0).map(|day| day.day).ok_or_else(|| {
                    Problem::new(part.at.clone(), format!("`{}` is no day of the week", part.value))
                })?
            }
        };
        let anchor = self.from.map_or(0, |from| number(from.date()));
        schedule.cycle = (interval > 1 || !schedule.positions.is_empty()).then_some(Cycle {
            unit,
            interval,
            anchor,
            week_start,
        });
        Ok(())
    }

    /// Without a day of its own, a rule means the day on which it starts.
    fn day_of_start(&self, unit: Round, schedule: &mut Schedule) -> Result<(), Problem> {
        let named = !schedule.weekdays.is_empty() || !schedule.monthdays.is_empty();
        if named || unit == Round::Day {
            return Ok(());
        }
        let Some(date) = self.from.map(DateTime::date) else { return Err(self.needs_day(unit)) };
        if unit == Round::Week {
            let day = u8::try_from(date.weekday().to_monday_one_offset()).unwrap_or(1);
            schedule.weekdays = vec![OnWeekday { day, nth: 0 }];
            return Ok(());
        }
        schedule.monthdays = vec![date.day()];
        if unit == Round::Year && schedule.months.is_empty() {
            schedule.months = vec![u8::try_from(date.month()).unwrap_or(1)];
        }
        Ok(())
    }

    fn until(&self) -> Result<Option<i64>, Problem> {
        let Some(part) = self.parts.get("UNTIL") else { return Ok(None) };
        if part.value.ends_with('Z') {
            return Err(Problem::new(part.at.clone(), "`UNTIL` is local time here")
                .help("leave out the `Z`: each person has a clock of their own"));
        }
        let day = part.value.parse::<Date>().ok().map(|day| day.to_datetime(Time::constant(23, 59, 59, 0)));
        let moment = if part.value.contains('T') { part.value.parse::<DateTime>().ok() } else { day };
        moment.map(|moment| Some(moments::millis(moment))).ok_or_else(|| {
            Problem::new(part.at.clone(), format!("`{}` is no moment", part.value))
                .help("write it as `20261231` or `20261231T180000`")
        })
    }

    /// So many times: until the last of them.
    fn count(&self, mut schedule: Schedule) -> Result<Schedule, Problem> {
        let Some(count) = self.numbers::<u32>("COUNT", 1..=MOST)?.first().copied() else {
            return Ok(schedule);
        };
        if schedule.until.is_some() {
            return Err(Problem::new(
                self.place("COUNT"),
                "a rule ends by `COUNT` or by `UNTIL`, not by both",
            ));
        }
        if self.from.is_none() {
            return Err(self.needs_start("COUNT"));
        }
        schedule.from = self.from.map(moments::millis);
        schedule.until = moments::nth(&schedule, count).map(moments::millis);
        Ok(schedule)
    }

    fn needs_start(&self, name: &str) -> Problem {
        Problem::new(self.place(name), format!("`{name}` is counted from a start, and there is none"))
            .help("say when it starts: `from=\"2026-01-05T09:00\"`")
    }

    fn needs_day(&self, unit: Round) -> Problem {
        let example = match unit {
            Round::Week => "BYDAY=MO",
            Round::Year => "BYMONTH=1;BYMONTHDAY=1",
            Round::Day | Round::Month => "BYMONTHDAY=1",
        };
        Problem::new(self.whole.clone(), "the rule does not say on which day")
            .help(format!("add `{example}`, or say when it starts: `from=\"2026-01-05T09:00\"`"))
    }

    fn place(&self, name: &str) -> Range<usize> {
        self.parts.get(name).map_or_else(|| self.whole.clone(), |part| part.at.clone())
    }
}

/// `MO`, `1MO`, `-1FR`.
fn weekday(word: &str) -> Option<OnWeekday> {
    let (nth, day) = word.split_at_checked(word.len().checked_sub(2)?)?;
    let place = WEEKDAYS.iter().position(|weekday| *weekday == day)?;
    let nth: i8 = if nth.is_empty() { 0 } else { nth.parse().ok().filter(|nth| *nth != 0)? };
    let day = u8::try_from(place).ok()? + 1;
    (-5..=5).contains(&nth).then_some(OnWeekday { day, nth })
}

/// Parts of the standard that a journey has no use for, and what to write instead; a name that is no part at all.
fn unsupported(name: &str) -> Option<&'static str> {
    match name {
        "FREQ" | "INTERVAL" | "COUNT" | "UNTIL" | "BYMONTH" | "BYMONTHDAY" | "BYDAY" | "BYSETPOS"
        | "BYHOUR" | "BYMINUTE" | "WKST" => None,
        "BYSECOND" => Some("schedules count in minutes"),
        "BYWEEKNO" | "BYYEARDAY" => Some("name the days with `BYMONTH`, `BYMONTHDAY` and `BYDAY`"),
        _ => Some(
            "the parts are FREQ, INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY, BYDAY, BYSETPOS, BYHOUR, BYMINUTE and WKST",
        ),
    }
}
