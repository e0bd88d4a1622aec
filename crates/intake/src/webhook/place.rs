//! What stands in a place of a part.

use super::Part;
use filrouge_plan::Value;
use filrouge_plan::source::{Place, Told};
use rust_decimal::Decimal;
use serde_json::Value as Json;
use std::borrow::Cow;

/// What stands in `place`; `null` is nothing only to those who ask for a value.
pub(super) fn at<'p>(place: &Place, part: &'p Part) -> Option<Cow<'p, Json>> {
    match place {
        Place::Body(pointer) => part.item.pointer(pointer).map(Cow::Borrowed),
        Place::Header(name) => part.headers.get(name).map(|value| Cow::Owned(Json::String(value.clone()))),
    }
}

/// How a place is named to people.
pub(super) fn name(place: &Place) -> String {
    match place {
        Place::Body(pointer) => format!("`{pointer}`"),
        Place::Header(name) => format!("the header `{name}`"),
    }
}

/// Whether a condition holds.
pub(super) fn holds(told: &Told, part: &Part) -> bool {
    let found = at(&told.place, part);
    match (&told.is, found.as_deref()) {
        (_, None | Some(Json::Null)) => false,
        (None, Some(_)) => true,
        (Some(is), Some(found)) => equals(is, found),
    }
}

/// Whether a constant and a value are the same. A number may come as a text, as in headers and forms.
fn equals(is: &Value, found: &Json) -> bool {
    match (is, found) {
        (Value::Text(text), Json::String(found)) => **text == *found,
        (Value::Bool(truth), Json::Bool(found)) => truth == found,
        (Value::Bool(truth), Json::String(found)) => *found == truth.to_string(),
        (Value::Int(number), found) => decimal(found) == Some(Decimal::from(*number)),
        (Value::Decimal(number), found) => decimal(found) == Some(*number),
        _ => false,
    }
}

fn decimal(json: &Json) -> Option<Decimal> {
    match json {
        Json::Number(number) => number.to_string().parse().ok(),
        Json::String(digits) => digits.parse().ok(),
        _ => None,
    }
}
