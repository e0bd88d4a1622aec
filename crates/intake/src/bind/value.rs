//! JSON to typed values.

use super::number::{decimal, int, point_part, within};
use super::{Mismatch, format};
use filrouge_plan::{Bounds, Field, Type, Value};
use jiff::{SignedDuration, Timestamp, civil};
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;

/// Types values against declarations of one plan.
#[derive(Debug, Clone, Copy)]
pub struct Binder<'a> {
    /// Currency of amounts that come without one.
    pub currency: Option<&'a str>,
}

/// Values in the order of the declaration, and how many members were not declared.
#[derive(Debug, PartialEq, Eq)]
pub struct Bound {
    /// The values.
    pub values: Vec<Value>,
    /// Members that no field has the name of.
    pub undeclared: usize,
}

impl Binder<'_> {
    /// The declared fields of `object`. A member is found by the field's name, or by its name in camel case
    /// (`cartId` for `cart_id`), as Segment's own libraries spell things. What is not declared is left out.
    pub fn fields(self, fields: &[Field], object: &Map<String, Json>) -> Result<Bound, Mismatch> {
        let mut used = BTreeSet::new();
        let mut values = Vec::with_capacity(fields.len());
        for field in fields {
            let found = member(object, &field.name);
            used.extend(found.map(|(name, _)| name));
            values.push(self.field(field, found.map(|(_, json)| json))?);
        }
        let undeclared = object.len() - used.len();
        Ok(Bound { values, undeclared })
    }

    /// The value of one field.
    pub fn field(self, field: &Field, json: Option<&Json>) -> Result<Value, Mismatch> {
        self.value(&field.ty, &field.bounds, json).map_err(|mismatch| mismatch.inside(&field.name))
    }

    fn value(self, ty: &Type, bounds: &Bounds, json: Option<&Json>) -> Result<Value, Mismatch> {
        match (json, ty) {
            (None | Some(Json::Null), Type::Optional(_)) => Ok(Value::Absent),
            (None | Some(Json::Null), _) => Err(Mismatch::new("is missing")),
            (Some(json), ty) => {
                let value = self.present(ty.required(), json)?;
                within(&value, bounds).map_err(Mismatch::new)?;
                Ok(value)
            }
        }
    }

    fn present(self, ty: &Type, json: &Json) -> Result<Value, Mismatch> {
        let expected = || Mismatch::new(format!("is not a valid {}", ty.word()));
        match (ty, json) {
            (Type::Bool, Json::Bool(truth)) => Ok(Value::Bool(*truth)),
            // In a form, in a header and in a table everything is a text.
            (Type::Bool, Json::String(text)) => text.parse().map(Value::Bool).map_err(|_| expected()),
            (Type::Int, json) => int(json).map(Value::Int).ok_or_else(expected),
            (Type::Decimal, json) => decimal(json).map(Value::Decimal).ok_or_else(expected),
            (Type::Money, json) => self.money(json).ok_or_else(expected),
            (Type::Point, json) => point(json).ok_or_else(expected),
            (Type::List(item), Json::Array(items)) => self.list(item, items),
            (Type::Record(fields), Json::Object(object)) => {
                Ok(Value::Record(self.fields(fields, object)?.values))
            }
            // Clients send `cart_id: 3` for what others call `"3"`; a fraction has more than one spelling, and is refused.
            (Type::String, Json::Number(number)) if !number.is_f64() => {
                Ok(number.to_string().as_str().into())
            }
            (ty, Json::String(text)) => text_value(ty, text).ok_or_else(expected),
            _ => Err(expected()),
        }
    }

    fn list(self, item: &Type, items: &[Json]) -> Result<Value, Mismatch> {
        let bind = |(index, json)| {
            let bound = self.value(item, &Bounds::default(), Some(json));
            bound.map_err(|mismatch| mismatch.inside(&format!("[{index}]")))
        };
        Ok(Value::List(items.iter().enumerate().map(bind).collect::<Result<_, _>>()?))
    }

    /// `12.5` in the project's currency, or `{"amount": 12.5, "currency": "EUR"}`.
    fn money(self, json: &Json) -> Option<Value> {
        let of = |amount: Decimal, currency: &str| Some(Value::Money(amount, currency.into()));
        match json {
            Json::Object(object) => {
                let currency = object.get("currency").and_then(Json::as_str);
                let currency = currency.map_or_else(|| self.currency.map(str::to_owned), format::currency)?;
                of(decimal(object.get("amount")?)?, &currency)
            }
            amount => of(decimal(amount)?, self.currency?),
        }
    }
}

/// The member called `name`, or its camel case.
pub fn member<'a>(object: &'a Map<String, Json>, name: &str) -> Option<(&'a String, &'a Json)> {
    object.get_key_value(name).or_else(|| {
        let camel = camel_case(name);
        object.get_key_value(&camel)
    })
}

/// `cart_id` as `cartId`.
#[must_use]
pub fn camel_case(name: &str) -> String {
    let mut parts = name.split('_');
    let mut camel = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut letters = part.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}

fn text_value(ty: &Type, text: &str) -> Option<Value> {
    let of = |text: String| Value::Text(text.into());
    match ty {
        Type::String => Some(text.into()),
        Type::Email => format::email(text).map(of),
        Type::Phone => format::phone(text).map(of),
        Type::Url => format::is_url(text).then(|| text.into()),
        Type::Country => format::country(text).map(of),
        Type::Currency => format::currency(text).map(of),
        Type::Locale => format::locale(text).map(of),
        Type::Timezone => format::is_timezone(text).then(|| text.into()),
        Type::Enum(words) => words.iter().any(|word| word == text).then(|| text.into()),
        Type::Date => date(text),
        Type::Datetime => text.parse::<Timestamp>().ok().map(|at| Value::Datetime(at.as_millisecond())),
        Type::Duration => duration(text),
        _ => None,
    }
}

fn date(text: &str) -> Option<Value> {
    // `2026-11-23T10:00` is a date to jiff as well; to us it is a mistake of the sender.
    let day: civil::Date = (text.len() == 10).then(|| text.parse().ok()).flatten()?;
    let since = day.since(civil::date(1970, 1, 1)).ok()?;
    Some(Value::Date(since.get_days()))
}

fn duration(text: &str) -> Option<Value> {
    let elapsed: SignedDuration = text.parse().ok()?;
    i64::try_from(elapsed.as_millis()).ok().map(Value::Duration)
}

/// `{"lat": 48.85, "lon": 2.35}`, also with `lng`, `latitude` or `longitude`.
fn point(json: &Json) -> Option<Value> {
    let object = json.as_object()?;
    let part = |names: &[&str]| names.iter().find_map(|name| object.get(*name));
    let lat = point_part(part(&["lat", "latitude"])?, 90)?;
    let lon = point_part(part(&["lon", "lng", "longitude"])?, 180)?;
    Some(Value::Point(lat, lon))
}
