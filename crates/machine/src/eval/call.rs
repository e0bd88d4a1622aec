//! Functions and methods.

use super::operand::Operand;
use super::{Reason, calendar};
use filrouge_plan::Value;
use filrouge_plan::program::Function;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

pub(super) fn apply(
    function: Function,
    of: &Operand<'_>,
    with: Option<&Operand<'_>>,
    zone: &TimeZone,
) -> Result<Value, Reason> {
    match function {
        Function::Size => size(of).map(Value::Int),
        Function::Contains => about_texts(of, with, |text, part| text.contains(part)),
        Function::StartsWith => about_texts(of, with, |text, part| text.starts_with(part)),
        Function::EndsWith => about_texts(of, with, |text, part| text.ends_with(part)),
        Function::Lower => text(of).map(|text| Value::Text(text.to_lowercase().into())),
        Function::Upper => text(of).map(|text| Value::Text(text.to_uppercase().into())),
        Function::ToInt => to_int(of).map(Value::Int),
        Function::ToDecimal => to_decimal(of).map(Value::Decimal),
        Function::ToText => to_text(of).map(|text| Value::Text(text.into())),
        Function::ToDate => to_date(value(of)?, zone).map(Value::Date),
        Function::ToDatetime => to_datetime(value(of)?, zone).map(Value::Datetime),
        Function::Amount => money(of).map(|(amount, _)| Value::Decimal(amount)),
        Function::CurrencyOf => money(of).map(|(_, currency)| Value::from(currency)),
        Function::Part(part) => calendar::part(part, value(of)?, zone).map(Value::Int),
    }
}

fn value<'o>(of: &'o Operand<'_>) -> Result<&'o Value, Reason> {
    of.value().ok_or(Reason::Shape)
}

fn text<'o>(of: &'o Operand<'_>) -> Result<&'o str, Reason> {
    of.text().ok_or(Reason::Shape)
}

fn about_texts(
    of: &Operand<'_>,
    with: Option<&Operand<'_>>,
    holds: impl Fn(&str, &str) -> bool,
) -> Result<Value, Reason> {
    Ok(Value::Bool(holds(text(of)?, text(with.ok_or(Reason::Shape)?)?)))
}

fn size(of: &Operand<'_>) -> Result<i64, Reason> {
    let size = match of.text() {
        Some(text) => text.chars().count(),
        None => of.items()?.len(),
    };
    i64::try_from(size).map_err(|_| Reason::Overflow)
}

fn to_int(of: &Operand<'_>) -> Result<i64, Reason> {
    if let Some(text) = of.text() {
        return text.parse().map_err(|_| Reason::Unreadable);
    }
    match value(of)? {
        Value::Int(number) => Ok(*number),
        Value::Decimal(number) => number.trunc().to_i64().ok_or(Reason::Overflow),
        Value::Datetime(instant) => Ok(instant.div_euclid(1000)),
        _ => Err(Reason::Shape),
    }
}

fn to_decimal(of: &Operand<'_>) -> Result<Decimal, Reason> {
    if let Some(text) = of.text() {
        return Decimal::from_str_exact(text).map_err(|_| Reason::Unreadable);
    }
    match value(of)? {
        Value::Int(number) => Ok(Decimal::from(*number)),
        Value::Decimal(number) => Ok(*number),
        _ => Err(Reason::Shape),
    }
}

fn to_text(of: &Operand<'_>) -> Result<String, Reason> {
    if let Some(text) = of.text() {
        return Ok(text.to_owned());
    }
    match value(of)? {
        Value::Int(number) => Ok(number.to_string()),
        Value::Decimal(number) => Ok(number.normalize().to_string()),
        Value::Bool(truth) => Ok(truth.to_string()),
        Value::Duration(time) => Ok(format!("{}s", Decimal::new(*time, 3).normalize())),
        other => calendar::text(other),
    }
}

fn to_date(value: &Value, zone: &TimeZone) -> Result<i32, Reason> {
    match value {
        Value::Date(day) => Ok(*day),
        Value::Datetime(instant) => calendar::day_of(*instant, zone),
        _ => Err(Reason::Shape),
    }
}

fn to_datetime(value: &Value, zone: &TimeZone) -> Result<i64, Reason> {
    match value {
        Value::Date(day) => calendar::start_of(*day, zone),
        Value::Datetime(instant) => Ok(*instant),
        Value::Int(seconds) => seconds.checked_mul(1000).ok_or(Reason::Overflow).and_then(calendar::instant),
        _ => Err(Reason::Shape),
    }
}

fn money<'o>(of: &'o Operand<'_>) -> Result<(Decimal, &'o str), Reason> {
    match value(of)? {
        Value::Money(amount, currency) => Ok((*amount, currency)),
        _ => Err(Reason::Shape),
    }
}
