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
        if read.is_none() {
            reader.push(rules::invalid_duration::InvalidDuration {
                written: text.to_owned(),
                place: written.span,
                meant: meant(text),
            });
        }
        read
    }
}
