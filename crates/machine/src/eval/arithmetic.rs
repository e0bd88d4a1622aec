//! Arithmetic, checked: a result that does not fit is a reason, never a wrapped number.

use super::operand::Operand;
use super::{Reason, calendar};
use filrouge_plan::Value;
use filrouge_plan::program::Operation;
use rust_decimal::Decimal;

/// Longest text that `+` makes, in bytes.
const TEXT_LIMIT: usize = 65_536;
/// Longest list that `+` makes.
const LIST_LIMIT: usize = 10_000;

pub(super) fn negate(of: &Operand<'_>) -> Result<Value, Reason> {
    match of.value() {
        Some(Value::Int(number)) => number.checked_neg().map(Value::Int).ok_or(Reason::Overflow),
        Some(Value::Decimal(number)) => Ok(Value::Decimal(-*number)),
        Some(Value::Duration(time)) => time.checked_neg().map(Value::Duration).ok_or(Reason::Overflow),
        Some(Value::Money(amount, currency)) => Ok(Value::Money(-*amount, currency.clone())),
        _ => Err(Reason::Shape),
    }
}

pub(super) fn apply(by: Operation, left: &Operand<'_>, right: &Operand<'_>) -> Result<Value, Reason> {
    if let (Operation::Add, Some(left), Some(right)) = (by, left.text(), right.text()) {
        return join(left, right);
    }
    match (left.value(), right.value()) {
        (Some(left), Some(right)) => values(by, left, right),
        _ => Err(Reason::Shape),
    }
}

fn join(left: &str, right: &str) -> Result<Value, Reason> {
    if left.len() + right.len() > TEXT_LIMIT {
        return Err(Reason::TooLarge);
    }
    Ok(Value::Text([left, right].concat().into()))
}

fn values(by: Operation, left: &Value, right: &Value) -> Result<Value, Reason> {
    match (left, right) {
        (Value::Int(left), Value::Int(right)) => ints(by, *left, *right).map(Value::Int),
        (Value::Decimal(left), Value::Decimal(right)) => decimals(by, *left, *right).map(Value::Decimal),
        (Value::Int(left), Value::Decimal(right)) => {
            decimals(by, Decimal::from(*left), *right).map(Value::Decimal)
        }
        (Value::Decimal(left), Value::Int(right)) => {
            decimals(by, *left, Decimal::from(*right)).map(Value::Decimal)
        }
        (Value::Money(..), _) | (_, Value::Money(..)) => money(by, left, right),
        (Value::List(left), Value::List(right)) if by == Operation::Add => concatenate(left, right),
        _ => times(by, left, right),
    }
}

fn ints(by: Operation, left: i64, right: i64) -> Result<i64, Reason> {
    let result = match by {
        Operation::Add => left.checked_add(right),
        Operation::Subtract => left.checked_sub(right),
        Operation::Multiply => left.checked_mul(right),
        Operation::Divide | Operation::Remainder if right == 0 => return Err(Reason::DivisionByZero),
        Operation::Divide => left.checked_div(right),
        Operation::Remainder => left.checked_rem(right),
    };
    result.ok_or(Reason::Overflow)
}

fn decimals(by: Operation, left: Decimal, right: Decimal) -> Result<Decimal, Reason> {
    let result = match by {
        Operation::Add => left.checked_add(right),
        Operation::Subtract => left.checked_sub(right),
        Operation::Multiply => left.checked_mul(right),
        Operation::Divide | Operation::Remainder if right.is_zero() => return Err(Reason::DivisionByZero),
        Operation::Divide => left.checked_div(right),
        Operation::Remainder => left.checked_rem(right),
    };
    result.ok_or(Reason::Overflow)
}

fn money(by: Operation, left: &Value, right: &Value) -> Result<Value, Reason> {
    let (amount, currency) = match (left, right) {
        (Value::Money(left, here), Value::Money(right, there)) if here == there => {
            (decimals(by, *left, *right)?, here)
        }
        (Value::Money(..), Value::Money(..)) => return Err(Reason::Currencies),
        (Value::Money(amount, currency), factor) => (decimals(by, *amount, number(factor)?)?, currency),
        (factor, Value::Money(amount, currency)) => (decimals(by, number(factor)?, *amount)?, currency),
        _ => return Err(Reason::Shape),
    };
    Ok(Value::Money(amount, currency.clone()))
}

fn number(value: &Value) -> Result<Decimal, Reason> {
    match value {
        Value::Int(number) => Ok(Decimal::from(*number)),
        Value::Decimal(number) => Ok(*number),
        _ => Err(Reason::Shape),
    }
}

fn concatenate(left: &[Value], right: &[Value]) -> Result<Value, Reason> {
    if left.len() + right.len() > LIST_LIMIT {
        return Err(Reason::TooLarge);
    }
    Ok(Value::List([left, right].concat()))
}

fn times(by: Operation, left: &Value, right: &Value) -> Result<Value, Reason> {
    let sign = match by {
        Operation::Add => 1,
        Operation::Subtract => -1,
        _ => return Err(Reason::Shape),
    };
    match (left, right) {
        (Value::Datetime(to), Value::Datetime(from)) if sign < 0 => {
            shift(*to, *from, -1).map(Value::Duration)
        }
        (Value::Date(to), Value::Date(from)) if sign < 0 => {
            Ok(Value::Duration(calendar::between(*from, *to)))
        }
        (Value::Datetime(at), Value::Duration(by)) => moved(*at, *by, sign),
        (Value::Duration(by), Value::Datetime(at)) if sign > 0 => moved(*at, *by, sign),
        (Value::Date(day), Value::Duration(by)) => {
            calendar::move_day(*day, by.saturating_mul(sign)).map(Value::Date)
        }
        (Value::Duration(by), Value::Date(day)) if sign > 0 => calendar::move_day(*day, *by).map(Value::Date),
        (Value::Duration(left), Value::Duration(right)) => shift(*left, *right, sign).map(Value::Duration),
        _ => Err(Reason::Shape),
    }
}

fn moved(at: i64, by: i64, sign: i64) -> Result<Value, Reason> {
    shift(at, by, sign).and_then(calendar::instant).map(Value::Datetime)
}

fn shift(at: i64, by: i64, sign: i64) -> Result<i64, Reason> {
    by.checked_mul(sign).and_then(|by| at.checked_add(by)).ok_or(Reason::Overflow)
}
