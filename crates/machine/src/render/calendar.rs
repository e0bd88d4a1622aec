//! Days and moments, as their reader writes them.

use super::locale::Style;
use jiff::civil::{Date, DateTime};
use minijinja::value::{DynObject, Enumerator, Object, ObjectRepr};
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// A day, perhaps with its hour, in the person's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    pub at: DateTime,
    pub has_time: bool,
    pub style: Style,
}

impl Object for When {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::NonEnumerable
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        other.downcast_ref::<Self>().map(|other| self.at.cmp(&other.at))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = if self.has_time { self.date_and_time("long") } else { self.date("long") };
        f.write_str(&words.unwrap_or_default())
    }
}

impl When {
    /// The day in a form: `long`, `full`, `short`, `weekday`, `iso`; none for any other form.
    pub fn date(&self, form: &str) -> Option<String> {
        let date = self.at.date();
        let weekday = weekday(date, self.style);
        Some(match form {
            "long" => long(date, self.style),
            "full" if self.style == Style::American => format!("{weekday}, {}", long(date, self.style)),
            "full" => format!("{weekday} {}", long(date, self.style)),
            "short" if self.style == Style::American => {
                format!("{:02}/{:02}/{:04}", date.month(), date.day(), date.year())
            }
            "short" => format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year()),
            "weekday" => weekday.to_owned(),
            "iso" => date.to_string(),
            _ => return None,
        })
    }

    /// The hour: `20:30`, `8:30 PM`.
    pub fn time(&self) -> String {
        let (hour, minute) = (self.at.hour(), self.at.minute());
        if self.style != Style::American {
            return format!("{hour:02}:{minute:02}");
        }
        let half = if hour < 12 { "AM" } else { "PM" };
        format!("{}:{minute:02} {half}", (hour + 11) % 12 + 1)
    }

    /// The day in a form, and the hour.
    pub fn date_and_time(&self, form: &str) -> Option<String> {
        let between = match (self.style, form) {
            (_, "iso") => {
                return Some(format!("{}T{:02}:{:02}", self.at.date(), self.at.hour(), self.at.minute()));
            }
            (_, "short") => " ",
            (Style::French, _) => " à ",
            _ => " at ",
        };
        Some(format!("{}{between}{}", self.date(form)?, self.time()))
    }
}

fn long(date: Date, style: Style) -> String {
    let (day, month, year) = (date.day(), month(date, style), date.year());
    match style {
        Style::French if day == 1 => format!("1er {month} {year}"),
        Style::American => format!("{month} {day}, {year}"),
        _ => format!("{day} {month} {year}"),
    }
}

/// The months in French, from the first on.
pub const FRENCH_MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
/// The months in English, from the first on.
pub const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month(date: Date, style: Style) -> &'static str {
    let names = if style == Style::French { FRENCH_MONTHS } else { ENGLISH_MONTHS };
    names.get(usize::from(date.month().unsigned_abs()).saturating_sub(1)).copied().unwrap_or("")
}

fn weekday(date: Date, style: Style) -> &'static str {
    const FRENCH: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
    const ENGLISH: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let names = if style == Style::French { FRENCH } else { ENGLISH };
    let at = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
    names.get(at).copied().unwrap_or("")
}
