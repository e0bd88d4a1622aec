//! Instants as people read them.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The instant of this many milliseconds since 1970, on the clock of `zone`.
#[must_use]
pub fn shown(millis: i64, zone: &TimeZone) -> String {
    Timestamp::from_millisecond(millis).map_or_else(|_| "–".to_owned(), |instant| local(instant, zone))
}

/// The instant of this many milliseconds since 1970, in UTC: it reads the same on every machine.
#[must_use]
pub fn instant(millis: i64) -> String {
    Timestamp::from_millisecond(millis).map_or_else(|_| millis.to_string(), |instant| instant.to_string())
}

fn local(instant: Timestamp, zone: &TimeZone) -> String {
    format!("{} {}", zone.to_datetime(instant).strftime("%Y-%m-%d %H:%M:%S"), zone.to_offset(instant))
}
