//! What sorts of values there are, and what is known of each.

use filrouge_plan::program::{Function, Part};
use filrouge_plan::{Type, Value};
use rust_decimal::Decimal;

/// What sort of values a side has. Only like is compared with like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Whole,
    Decimal,
    Date,
    Datetime,
    Duration,
    Text,
    Truth,
    /// What a step left behind may be a text or a number.
    Left,
}

/// The sort of the values of a type.
pub(super) fn sort(ty: &Type) -> Option<Sort> {
    Some(match ty {
        Type::Int => Sort::Whole,
        Type::Decimal => Sort::Decimal,
        Type::Date => Sort::Date,
        Type::Datetime => Sort::Datetime,
        Type::Duration => Sort::Duration,
        Type::Bool => Sort::Truth,
        Type::Enum(_) => Sort::Text,
        text if text.is_text() => Sort::Text,
        _ => return None,
    })
}

/// The number that a value is counted by.
pub(super) fn number(value: &Value) -> Option<Decimal> {
    match value {
        Value::Decimal(number) => Some(*number),
        Value::Int(number) | Value::Datetime(number) | Value::Duration(number) => Some((*number).into()),
        Value::Date(days) => Some((*days).into()),
        _ => None,
    }
}

pub(super) fn negated(value: &Value) -> Option<Value> {
    match value {
        Value::Int(number) => number.checked_neg().map(Value::Int),
        Value::Decimal(number) => Some(Value::Decimal(-*number)),
        Value::Duration(millis) => millis.checked_neg().map(Value::Duration),
        _ => None,
    }
}

/// The greatest number of a part of an instant; none where there is no such bound.
pub(super) const fn most(part: Part) -> Option<i64> {
    Some(match part {
        Part::FullYear => return None,
        Part::Month => 11,
        Part::Date => 31,
        Part::DayOfMonth => 30,
        Part::DayOfWeek => 6,
        Part::DayOfYear => 365,
        Part::Hours => 23,
        Part::Minutes | Part::Seconds => 59,
        Part::Milliseconds => 999,
    })
}

/// Whether the function has a value for all operands.
pub(super) const fn is_total(function: Function) -> bool {
    matches!(
        function,
        Function::Size
            | Function::Contains
            | Function::StartsWith
            | Function::EndsWith
            | Function::Lower
            | Function::Upper
            | Function::Part(_)
    )
}
