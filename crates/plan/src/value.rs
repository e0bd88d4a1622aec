//! Values that fields hold and expressions yield.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A value at run time. Text-like types (email, country, enum words, …) are all [`Value::Text`]: their shape was
/// checked when the value came in.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// No value: the field is optional and was not given.
    #[default]
    Absent,
    /// Truth.
    Bool(bool),
    /// Whole number.
    Int(i64),
    /// Exact decimal.
    Decimal(#[schemars(with = "String")] Decimal),
    /// Amount and ISO 4217 code.
    Money(#[schemars(with = "String")] Decimal, Box<str>),
    /// Any text-like type.
    Text(Box<str>),
    /// Days since 1970-01-01.
    Date(i32),
    /// Milliseconds since 1970-01-01T00:00:00Z.
    Datetime(i64),
    /// Milliseconds.
    Duration(i64),
    /// Latitude and longitude in millionths of a degree.
    Point(i32, i32),
    /// Values in order.
    List(Vec<Value>),
    /// Values of a record's fields, in the order of declaration.
    Record(Vec<Value>),
}

impl Value {
    /// Whether there is no value.
    #[inline]
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// The text of a text-like value.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}
