//! The time in which a cap counts: a rolling one (`"7d"`), or a unit of the calendar (`day`).

use super::duration::meant;
use super::{Duration, Kind, Written};
use crate::{Quoting, Reader, Shape, rules};

/// The time in which a cap counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// Any time of this length.
    Rolling(Duration),
    /// From midnight to midnight.
    Day,
    /// From Monday to Sunday.
    Week,
    /// From the first to the last of the month.
    Month,
}

/// The units of the calendar.
const UNITS: &[&str] = &["day", "week", "month"];

impl Kind for Per {
    const SHAPE: Shape =
        Shape::new("a duration, or `day`, `week` or `month` of the calendar", "\"7d\"", Quoting::Kept);

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let text = reader.text_of(written, Self::SHAPE)?;
        let read = match text {
            "day" => Some(Self::Day),
            "week" => Some(Self::Week),
            "month" => Some(Self::Month),
            _ => Duration::parse(text).map(Self::Rolling),
        };
        if read.is_none() && !text.contains(|letter: char| letter.is_ascii_digit()) {
            reader.push(rules::unknown_choice::UnknownChoice {
                wanted: "a duration like `7d`, nor a unit of the calendar",
                written: text.to_owned(),
                place: written.span,
                near: filrouge_report::nearest(text, UNITS.iter().copied()),
                choices: UNITS,
            });
        } else if read.is_none() {
            reader.push(rules::invalid_duration::InvalidDuration {
                written: text.to_owned(),
                place: written.span,
                meant: meant(text),
            });
        }
        read
    }
}
