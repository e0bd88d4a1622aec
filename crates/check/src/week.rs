//! The minutes of a week, and those of them at which something may happen.

use filrouge_plan::{Hours, QuietHours};

const DAY: u16 = 24 * 60;
const WEEK: u16 = 7 * DAY;

/// A minute of the week, from Monday at midnight.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Minute(u16);

impl Minute {
    /// Every minute of the week.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..WEEK).map(Self)
    }

    /// The minute of a moment, in milliseconds since 1970 of the clock on the wall.
    pub fn at(millis: i64) -> Self {
        // 1970 began on a Thursday.
        let minute = millis.div_euclid(60_000).saturating_add(3 * i64::from(DAY));
        Self(u16::try_from(minute.rem_euclid(i64::from(WEEK))).unwrap_or(0))
    }

    const fn of_day(self) -> u16 {
        self.0 % DAY
    }

    /// The day of the week, 1 is Monday.
    fn day(self) -> u8 {
        u8::try_from(self.0 / DAY + 1).unwrap_or(7)
    }

    /// Whether it is quiet.
    pub const fn is_quiet(self, hours: QuietHours) -> bool {
        let minute = self.of_day();
        if hours.from <= hours.to {
            hours.from <= minute && minute < hours.to
        } else {
            minute >= hours.from || minute < hours.to
        }
    }

    /// Whether it is within the hours, which may go over midnight.
    pub fn is_within(self, hours: &Hours) -> bool {
        let (minute, today) = (self.of_day(), self.day());
        let yesterday = if today == 1 { 7 } else { today.saturating_sub(1) };
        let on = |day: u8| hours.weekdays.is_empty() || hours.weekdays.contains(&day);
        if hours.from < hours.to {
            return hours.from <= minute && minute < hours.to && on(today);
        }
        (minute >= hours.from && on(today)) || (minute < hours.to && on(yesterday))
    }
}

/// Whether some minute of this day of the week is within the hours.
pub(crate) fn touches(hours: &Hours, day: u8) -> bool {
    let yesterday = if day == 1 { 7 } else { day.saturating_sub(1) };
    let on = |day: u8| hours.weekdays.is_empty() || hours.weekdays.contains(&day);
    on(day) || (hours.from >= hours.to && hours.to > 0 && on(yesterday))
}
