//! Days, as people read them.

use crate::Language;
use filrouge_machine::render::{ENGLISH_MONTHS, FRENCH_MONTHS};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The day of `at`: `3 June 2026`, `1er juin 2026`.
pub(crate) fn day(at: i64, zone: &TimeZone, language: Language) -> String {
    let Ok(moment) = Timestamp::from_millisecond(at) else { return String::new() };
    let date = zone.to_datetime(moment).date();
    let names = if language == Language::French { FRENCH_MONTHS } else { ENGLISH_MONTHS };
    let month = usize::try_from(date.month()).ok().and_then(|month| names.get(month.wrapping_sub(1)));
    let first = if date.day() == 1 { language.pick("er", "") } else { "" };
    format!("{}{first} {} {}", date.day(), month.copied().unwrap_or_default(), date.year())
}

/// The minute of `at`, with its zone's distance: `3 June 2026, 10:00 (+02)`.
pub(crate) fn minute(at: i64, zone: &TimeZone, language: Language) -> String {
    let Ok(moment) = Timestamp::from_millisecond(at) else { return String::new() };
    let time = zone.to_datetime(moment).time();
    let offset = zone.to_offset(moment);
    format!("{}, {:02}:{:02} ({offset})", day(at, zone, language), time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_the_one_of_its_zone() {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let at = 1_780_263_000_000; // 2026-05-31T21:30:00Z
        assert_eq!(day(at, &paris, Language::English), "31 May 2026");
        assert_eq!(day(at + 3_600_000, &paris, Language::French), "1er juin 2026");
        assert_eq!(minute(at, &paris, Language::English), "31 May 2026, 23:30 (+02)");
    }
}
