//! Numbers and bounds, exactly.

use filrouge_plan::{Bounds, Value};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::Value as Json;

/// A whole number; `3.0` is one, and so is a text of digits.
pub(super) fn int(json: &Json) -> Option<i64> {
    json.as_i64().or_else(|| match json {
        Json::String(digits) => digits.parse().ok(),
        _ => {
            let number = json.as_number().and_then(|_| decimal(json))?;
            number.is_integer().then(|| number.to_i64()).flatten()
        }
    })
}

/// A decimal, as a number or, for more than 15 digits, as a text of digits.
pub(super) fn decimal(json: &Json) -> Option<Decimal> {
    match json {
        Json::Number(number) => {
            let digits = number.to_string();
            digits.parse().ok().or_else(|| Decimal::from_scientific(&digits).ok())
        }
        Json::String(digits) => digits.parse().ok(),
        _ => None,
    }
}

/// Degrees as millionths, when they are no more than `most`.
pub(super) fn point_part(json: &Json, most: i64) -> Option<i32> {
    let degrees = decimal(json)?;
    let fits = degrees.abs() <= Decimal::from(most);
    fits.then(|| (degrees * Decimal::from(1_000_000)).round().to_i32()).flatten()
}

/// Whether a value, or its length, is within its bounds; else what is wrong.
pub(super) fn within(value: &Value, bounds: &Bounds) -> Result<(), String> {
    if bounds.is_empty() {
        return Ok(());
    }
    let Some((measure, what)) = measure(value) else { return Ok(()) };
    let parse = |bound: &Option<String>| bound.as_ref().and_then(|digits| digits.parse::<Decimal>().ok());
    match (parse(&bounds.min), parse(&bounds.max)) {
        (Some(min), _) if measure < min => Err(format!("{what} less than {min}")),
        (_, Some(max)) if measure > max => Err(format!("{what} more than {max}")),
        _ => Ok(()),
    }
}

fn measure(value: &Value) -> Option<(Decimal, &'static str)> {
    match value {
        Value::Int(number) => Some((Decimal::from(*number), "is")),
        Value::Decimal(number) | Value::Money(number, _) => Some((*number, "is")),
        Value::Text(text) => Some((Decimal::from(text.chars().count()), "has a length of")),
        Value::List(items) => Some((Decimal::from(items.len()), "has a length of")),
        _ => None,
    }
}
