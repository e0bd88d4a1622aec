//! Values as authors write them.

use filrouge_plan::Value;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// The value as an author would write it.
#[must_use]
pub fn shown(value: &Value) -> String {
    match value {
        Value::Absent => "absent".to_owned(),
        Value::Bool(truth) => truth.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Money(amount, currency) => format!("{amount} {currency}"),
        Value::Text(text) => format!("\"{text}\""),
        Value::Date(days) => date(*days),
        Value::Datetime(millis) => crate::instant(*millis),
        Value::Duration(millis) => format!("{:#}", SignedDuration::from_millis(*millis)),
        Value::Point(lat, lon) => format!("{}, {}", f64::from(*lat) / 1e6, f64::from(*lon) / 1e6),
        Value::List(items) => listed("[", items, "]"),
        Value::Record(fields) => listed("{", fields, "}"),
    }
}

fn date(days: i32) -> String {
    let midnight = Timestamp::from_second(i64::from(days) * 86_400);
    midnight
        .map_or_else(|_| days.to_string(), |midnight| TimeZone::UTC.to_datetime(midnight).date().to_string())
}

fn listed(open: &str, values: &[Value], close: &str) -> String {
    let shown: Vec<String> = values.iter().map(shown).collect();
    format!("{open}{}{close}", shown.join(", "))
}
