//! Instants as people read them.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

/// The instant of a JSON number of milliseconds, in this machine's zone; a dash for none.
pub fn shown(millis: Option<&Value>) -> String {
    let instant = millis.and_then(Value::as_i64).and_then(|millis| Timestamp::from_millisecond(millis).ok());
    instant.map_or_else(|| "–".to_owned(), local)
}

/// The instant of this many milliseconds, in UTC: tests read the same on every machine.
pub fn instant(millis: i64) -> String {
    Timestamp::from_millisecond(millis).map_or_else(|_| millis.to_string(), |instant| instant.to_string())
}

fn local(instant: Timestamp) -> String {
    let zone = TimeZone::system();
    format!("{} {}", zone.to_datetime(instant).strftime("%Y-%m-%d %H:%M:%S"), zone.to_offset(instant))
}
