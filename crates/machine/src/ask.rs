//! A question to a service, on its way out.

use crate::Id;
use filrouge_plan::{Field, Type, Value};
use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

/// A question, with everything that its connector needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// Identity of the effect, and the idempotency key for the service: instance, step, visit.
    pub effect: Id,
    /// The input that led to it; absent in a question of an earlier version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<Id>,
    /// The connector that is asked.
    pub connector: String,
    /// Its one purpose.
    pub purpose: String,
    /// The journey that asks.
    pub journey: String,
    /// The step that asks.
    pub step: String,
    /// Segments below the address of the connector, as they mean it: whoever writes the address encodes them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<String>,
    /// Parameters of the address, as they mean it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub query: Vec<(String, String)>,
    /// What the service is told.
    pub tells: Map<String, Json>,
    /// What it must answer.
    pub answer: Vec<Field>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NoAnswer {
    /// The service refused for good, or could not be asked.
    Failed {
        /// What was seen, without personal data.
        detail: String,
    },
    /// What it answered is not what was declared.
    Unfit {
        /// What is wrong with it, without personal data.
        detail: String,
    },
    /// The time was over.
    Timeout,
    /// The person does not permit it any more.
    Refused,
    /// The person left the step first.
    Left,
}

impl Ask {
    /// What a question has in common with another one that gets the same answer: an answer is kept under it.
    #[must_use]
    pub fn subject(&self) -> Id {
        let Self { connector, purpose, path, query, tells, answer, .. } = self;
        let said = json!([connector, purpose, path, query, tells, answer]);
        Id::of(&["asked", &said.to_string()])
    }
}

/// A value that is written in one way only, as it is written; nothing for any other.
pub(crate) fn plainly(value: &Value) -> Option<String> {
    match written(value, &Type::String) {
        Json::String(text) if !matches!(value, Value::Duration(_)) => Some(text),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// Values as JSON, each under its name: exact numbers as texts, moments in RFC 3339.
#[must_use]
pub fn json_by_name(fields: &[Field], values: &[Value]) -> Map<String, Json> {
    let pairs = fields.iter().zip(values);
    pairs.map(|(field, value)| (field.name.clone(), written(value, &field.ty))).collect()
}

fn written(value: &Value, ty: &Type) -> Json {
    match (value, ty.required()) {
        (Value::Absent, _) => Json::Null,
        (Value::Bool(truth), _) => json!(truth),
        (Value::Int(number), _) => json!(number),
        (Value::Decimal(number), _) => json!(number.to_string()),
        (Value::Money(amount, currency), _) => {
            json!({ "amount": amount.to_string(), "currency": currency })
        }
        (Value::Text(text), _) => json!(text),
        (Value::Date(days), _) => json!(date(*days)),
        (Value::Datetime(millis), _) => {
            json!(Timestamp::from_millisecond(*millis).ok().map(|at| at.to_string()))
        }
        (Value::Duration(millis), _) => json!(jiff::SignedDuration::from_millis(*millis).to_string()),
        (Value::Point(lat, lon), _) => json!({ "lat": degrees(*lat), "lon": degrees(*lon) }),
        (Value::List(items), Type::List(item)) => items.iter().map(|value| written(value, item)).collect(),
        (Value::Record(values), Type::Record(fields)) => Json::Object(json_by_name(fields, values)),
        (Value::List(_) | Value::Record(_), _) => Json::Null,
    }
}

fn date(days: i32) -> Option<String> {
    let days = jiff::Span::new().try_days(days).ok()?;
    Some(Date::constant(1970, 1, 1).checked_add(days).ok()?.to_string())
}

fn degrees(millionths: i32) -> f64 {
    f64::from(millionths) / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;
    use filrouge_plan::Bounds;

    fn field(name: &str, ty: Type) -> Field {
        Field { name: name.into(), ty, bounds: Bounds::default(), category: None }
    }

    #[test]
    fn a_question_that_was_stored_before_there_were_paths_is_read() {
        let stored = r#"{"effect":"00000000000000000000000000000001","connector":"stock","purpose":"orders",
            "journey":"back","step":"shelf","tells":{"cart":"c1"},"answer":[]}"#;
        let ask: Ask = serde_json::from_str(stored).unwrap();
        assert_eq!((ask.path.len(), ask.query.len(), ask.tells.len()), (0, 0, 1));
        assert!(!serde_json::to_string(&ask).unwrap().contains("path"), "written as before");
    }

    #[test]
    fn a_service_is_told_values_as_their_types_are_written() {
        let place =
            Type::Record(vec![field("at", Type::Date), field("floor", Type::Optional(Type::Int.into()))]);
        let fields = [
            field("when", Type::Datetime),
            field("price", Type::Decimal),
            field("places", Type::List(place.into())),
            field("pause", Type::Duration),
        ];
        let places = Value::List(vec![Value::Record(vec![Value::Date(-1), Value::Absent])]);
        let values =
            [Value::Datetime(0), Value::Decimal("1.50".parse().unwrap()), places, Value::Duration(90_000)];
        let told = serde_json::to_string(&json_by_name(&fields, &values)).unwrap();
        assert_eq!(
            told,
            r#"{"pause":"PT1M30S","places":[{"at":"1969-12-31","floor":null}],"price":"1.50","when":"1970-01-01T00:00:00Z"}"#
        );
    }
}
