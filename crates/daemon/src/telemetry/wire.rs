//! What is sent: OTLP in JSON, as opentelemetry-proto 1.x describes it. Its ids are hex, its large numbers texts.

mod metrics;
mod spans;

pub(super) use metrics::metrics;
pub(super) use spans::spans;

use super::span::Word;
use serde::Serialize;

/// Who tells: us, in this version.
#[derive(Serialize)]
struct Scope {
    name: &'static str,
    version: &'static str,
}

const SCOPE: Scope = Scope { name: "filrouge", version: env!("CARGO_PKG_VERSION") };

/// What all of it is about.
#[derive(Serialize)]
struct Resource<'a> {
    attributes: Vec<KeyValue<'a>>,
}

#[derive(Serialize)]
struct KeyValue<'a> {
    key: &'a str,
    value: Value<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Value<'a> {
    StringValue(&'a str),
    IntValue(String),
}

fn resource(pairs: &[(String, String)]) -> Resource<'_> {
    Resource { attributes: pairs.iter().map(|(key, value)| pair(key, value)).collect() }
}

const fn pair<'a>(key: &'a str, value: &'a str) -> KeyValue<'a> {
    KeyValue { key, value: Value::StringValue(value) }
}

fn attribute<'a>(key: &'a str, word: &'a Word) -> KeyValue<'a> {
    let value = match word {
        Word::Text(text) => Value::StringValue(text),
        Word::Number(number) => Value::IntValue(number.to_string()),
    };
    KeyValue { key, value }
}
