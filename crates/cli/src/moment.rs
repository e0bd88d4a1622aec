//! Instants as people read them.

use jiff::tz::TimeZone;
use serde_json::Value;

/// The instant of a JSON number of milliseconds, in this machine's zone; a dash for none.
pub fn shown(millis: Option<&Value>) -> String {
    let millis = millis.and_then(Value::as_i64);
    millis.map_or_else(|| "–".to_owned(), |millis| filrouge_explain::shown(millis, &TimeZone::system()))
}
