//! Durations: `"7d"`, `"1h30m"`, `"13mo"`.

use super::{Kind, Written};
use crate::{Quoting, Reader, Shape, rules};
use std::fmt;

/// A span of time. Calendar units and elapsed ones are kept apart: a day is a day of the person's calendar, and
/// 24 hours are 24 hours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration {
    /// Calendar months; a year is twelve.
    pub months: u32,
    /// Calendar days; a week is seven.
    pub days: u32,
    /// Elapsed seconds.
    pub seconds: u64,
}

/// The units, from long to short: the word, and how many months, days and seconds it is.
const UNITS: [(&str, u32, u32, u64); 7] = [
    ("y", 12, 0, 0),
    ("mo", 1, 0, 0),
    ("w", 0, 7, 0),
    ("d", 0, 1, 0),
    ("h", 0, 0, 3600),
    ("m", 0, 0, 60),
    ("s", 0, 0, 1),
];

/// How people write units, and the word for it.
const SPELLINGS: [(&str, &[&str]); 7] = [
    ("y", &["y", "yr", "yrs", "year", "years", "an", "ans", "année", "années"]),
    ("mo", &["mo", "mos", "mon", "month", "months", "mois"]),
    ("w", &["w", "wk", "wks", "week", "weeks", "semaine", "semaines"]),
    ("d", &["d", "day", "days", "j", "jour", "jours"]),
    ("h", &["h", "hr", "hrs", "hour", "hours", "heure", "heures"]),
    ("m", &["m", "min", "mins", "minute", "minutes", "mn"]),
    ("s", &["s", "sec", "secs", "second", "seconds", "seconde", "secondes"]),
];

/// No duration is longer than a person's life with the company.
const MOST_MONTHS: u32 = 100 * 12;

impl Duration {
    /// Reads the exact form: whole numbers with units, from long to short, each unit at most once.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut total = Self::default();
        let mut rest = text;
        let mut longest = 0;
        while !rest.is_empty() {
            let (count, unit, behind) = part(rest)?;
            let at = UNITS.iter().skip(longest).position(|(word, ..)| *word == unit)? + longest;
            total = total.plus(count, *UNITS.get(at)?)?;
            longest = at + 1;
            rest = behind;
        }
        (!text.is_empty() && total.is_sane()).then_some(total)
    }

    /// What the author of a text that is no duration probably meant: `90min` for `1h30m`.
    #[must_use]
    pub fn meant(text: &str) -> Option<String> {
        meant(text)
    }

    /// Whether every unit is an elapsed one.
    #[must_use]
    pub const fn is_elapsed(self) -> bool {
        self.months == 0 && self.days == 0
    }

    /// Whether it is no time at all.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.is_elapsed() && self.seconds == 0
    }

    fn plus(self, count: u32, (_, months, days, seconds): (&str, u32, u32, u64)) -> Option<Self> {
        Some(Self {
            months: self.months.checked_add(count.checked_mul(months)?)?,
            days: self.days.checked_add(count.checked_mul(days)?)?,
            seconds: self.seconds.checked_add(u64::from(count).checked_mul(seconds)?)?,
        })
    }

    const fn is_sane(self) -> bool {
        self.months <= MOST_MONTHS
            && self.days <= MOST_MONTHS * 31
            && self.seconds <= MOST_MONTHS as u64 * 31 * 86_400
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut left = *self;
        if self.is_zero() {
            return f.write_str("0s");
        }
        for (unit, months, days, seconds) in UNITS {
            let count = u64::from(take(&mut left.months, months))
                + u64::from(take(&mut left.days, days))
                + take_long(&mut left.seconds, seconds);
            if count > 0 {
                write!(f, "{count}{unit}")?;
            }
        }
        Ok(())
    }
}

fn take(left: &mut u32, size: u32) -> u32 {
    let count = left.checked_div(size).unwrap_or(0);
    *left -= count * size;
    count
}

fn take_long(left: &mut u64, size: u64) -> u64 {
    let count = left.checked_div(size).unwrap_or(0);
    *left -= count * size;
    count
}

/// A whole number, the letters behind it, and what follows.
fn part(text: &str) -> Option<(u32, &str, &str)> {
    let (digits, behind) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
    let end = behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len());
    let (unit, behind) = behind.split_at(end);
    Some((digits.parse().ok()?, unit, behind))
}

/// What the author probably meant: `1 hour`, `90min`, `P1D`, `2 days 4 hours`.
pub(crate) fn meant(text: &str) -> Option<String> {
    let iso = text.strip_prefix('P').map(iso);
    let spelled: String = match iso {
        Some(spelled) => spelled?,
        None => text.to_lowercase(),
    };
    let words = spelled.replace([',', '+'], " ").replace(" and ", " ").replace(" et ", " ");
    let mut compact: &str = &words.split_whitespace().collect::<String>();
    let mut exact = String::new();
    while !compact.is_empty() {
        let (count, unit, behind) = part(compact)?;
        let (word, _) = SPELLINGS.iter().find(|(_, spellings)| spellings.contains(&unit))?;
        exact.push_str(&format!("{count}{word}"));
        compact = behind;
    }
    Duration::parse(&exact).map(|_| exact)
}

/// The part of ISO 8601 behind the `P`, with our units.
fn iso(behind: &str) -> Option<String> {
    let (date, time) = behind.split_once('T').unwrap_or((behind, ""));
    Some(format!("{}{}", date.to_lowercase().replace('m', "mo"), time.to_lowercase()))
}

impl Kind for Duration {
    const SHAPE: Shape = Shape::new("a duration", "\"7d\"", Quoting::Quoted);

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let text = reader.text_of(written, Self::SHAPE)?;
        let parsed = Self::parse(text);
        if parsed.is_none() {
            reader.push(rules::invalid_duration::InvalidDuration {
                written: text.to_owned(),
                place: written.span,
                meant: meant(text),
            });
        }
        parsed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calendar_and_elapsed_units_are_kept_apart() {
        assert_eq!(Duration::parse("1d"), Some(Duration { days: 1, ..Duration::default() }));
        assert_eq!(Duration::parse("24h"), Some(Duration { seconds: 86_400, ..Duration::default() }));
        assert_eq!(Duration::parse("3y1mo2w"), Some(Duration { months: 37, days: 14, seconds: 0 }));
        assert_eq!(Duration::parse("1h30m"), Some(Duration { seconds: 5400, ..Duration::default() }));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "7", "d", "1 h", "30m1h", "1h1h", "1.5h", "-1d", "1M", "5000000000s", "9999y", "1d "]
        {
            assert_eq!(Duration::parse(text), None, "{text}");
        }
    }

    #[test]
    fn usual_spellings_are_understood_for_the_fix() {
        for (text, exact) in [
            ("1 hour", "1h"),
            ("90min", "90m"),
            ("2 days", "2d"),
            ("1 h 30 min", "1h30m"),
            ("2 jours et 4 heures", "2d4h"),
            ("P1Y2M", "1y2mo"),
            ("PT15M", "15m"),
            ("P7D", "7d"),
            ("1D", "1d"),
        ] {
            assert_eq!(meant(text).as_deref(), Some(exact), "{text}");
        }
        assert_eq!(meant("a while"), None);
        assert_eq!(meant("P"), None);
    }

    #[test]
    fn what_is_printed_reads_as_the_same() {
        for text in ["1y1mo", "2w1d", "1h30m", "13s", "0s"] {
            let duration = Duration::parse(text).unwrap();
            assert_eq!(Duration::parse(&duration.to_string()), Some(duration), "{text}");
        }
        assert_eq!(Duration::parse("13mo").unwrap().to_string(), "1y1mo");
    }
}
