//! What a wait leads to: a time of day, or a field that holds a date; and how far from it.

use super::{Duration, Kind, LocalTime, Written};
use crate::{Quoting, Reader, Shape, rules};
use std::fmt;

/// A time of day, or a field: `"09:00"`, `profile.renewal_date`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Until {
    /// The next time that the clock shows this.
    Clock(LocalTime),
    /// The date that a field holds, as an expression.
    Field(Box<str>),
}

/// How far before (`"-3d"`) or behind (`"3d"`) something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offset {
    /// Whether it lies before.
    pub before: bool,
    /// How far.
    pub by: Duration,
}

/// A day of the month, from 1 to 31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MonthDay(pub u8);

impl Until {
    /// The field that `text` leads to, from `profile` or `entry` on.
    fn field(text: &str) -> Option<Self> {
        let (root, path) = text.split_once('.')?;
        let is_name = |part: &str| {
            part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        };
        let leads = matches!(root, "profile" | "entry") && path.split('.').all(is_name);
        leads.then(|| Self::Field(text.into()))
    }
}

impl Kind for Until {
    const SHAPE: Shape = Shape::new("a time of day or a field", "\"09:00\"", Quoting::Kept);

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let text = reader.text_of(written, Self::SHAPE)?;
        match Self::field(text) {
            Some(field) => Some(field),
            None => LocalTime::read(written, reader).map(Self::Clock),
        }
    }
}

impl Kind for Offset {
    const SHAPE: Shape = Shape::new("an offset", "\"-3d\"", Quoting::Quoted);

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let text = reader.text_of(written, Self::SHAPE)?;
        let (before, distance) = text.strip_prefix('-').map_or((false, text), |distance| (true, distance));
        let distance = distance.strip_prefix('+').filter(|_| !before).unwrap_or(distance);
        let by = Duration::parse(distance);
        if by.is_none() {
            let sign = if before { "-" } else { "" };
            reader.push(rules::invalid_duration::InvalidDuration {
                written: text.to_owned(),
                place: written.span,
                meant: super::duration::meant(distance.trim()).map(|meant| format!("{sign}{meant}")),
            });
        }
        by.map(|by| Self { before, by })
    }
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.before { "-" } else { "" }, self.by)
    }
}

impl Kind for MonthDay {
    const SHAPE: Shape = Shape::new("a day of the month", "1", Quoting::Kept);

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let number = u32::read(written, reader)?;
        let day = u8::try_from(number).ok().filter(|day| *day <= 31);
        if day.is_none() {
            reader.wrong_kind(written, Self::SHAPE);
        }
        day.map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_lead_from_the_person_or_the_entry() {
        for text in ["profile.renewal_date", "entry.trip.starts_at"] {
            assert_eq!(Until::field(text), Some(Until::Field(text.into())));
        }
        for text in
            ["09:00", "event.at", "profile", "profile.", "profile.a b", "profile.1a", "now.x", "profile.a()"]
        {
            assert_eq!(Until::field(text), None, "{text}");
        }
    }
}
