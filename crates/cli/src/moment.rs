//! Instants as people read them.

use filrouge_compile::Date;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

/// The instant of a JSON number of milliseconds, in this machine's zone; a dash for none.
pub fn shown(millis: Option<&Value>) -> String {
    let millis = millis.and_then(Value::as_i64);
    millis.map_or_else(|| "–".to_owned(), |millis| filrouge_explain::shown(millis, &TimeZone::system()))
}

/// The day on which exceptions to rules may have ended, in UTC: the same on every machine.
pub fn today() -> Option<Date> {
    let day = TimeZone::UTC.to_datetime(Timestamp::now()).date();
    Date::parse(&day.to_string())
}

/// When a day of the command line begins in UTC, in milliseconds since 1970.
pub fn start_of_day(text: &str) -> Result<i64, String> {
    let day = text.parse::<jiff::civil::Date>().map_err(|_| "a day is written `2027-02-01`".to_owned())?;
    let start = TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).map_err(|error| error.to_string())?;
    Ok(start.as_millisecond())
}

/// A day of the command line.
pub fn day(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "a day is written `2027-02-01`".to_owned())
}
