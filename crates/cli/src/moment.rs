//! Instants as people read them.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

/// The instant of a JSON number of milliseconds, in this machine's zone; a dash for none.
pub fn shown(millis: Option<&Value>) -> String {
    let instant = millis.and_then(Value::as_i64).and_then(|millis| Timestamp::from_millisecond(millis).ok());
    instant.map_or_else(
        || "–".to_owned(),
        |instant| instant.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S %:z").to_string(),
    )
}
