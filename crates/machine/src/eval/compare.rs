//! Comparisons.

use super::operand::Operand;
use super::{Reason, calendar};
use filrouge_plan::Value;
use filrouge_plan::program::Comparison;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use std::cmp::Ordering;

pub(super) fn operands(
    by: Comparison,
    left: &Operand<'_>,
    right: &Operand<'_>,
    zone: &TimeZone,
) -> Result<bool, Reason> {
    if let (Some(left), Some(right)) = (left.text(), right.text()) {
        return Ok(texts(by, left, right));
    }
    match (left.value(), right.value()) {
        (Some(left), Some(right)) => values(by, left, right, zone),
        _ => Err(Reason::Shape),
    }
}

pub(super) fn values(by: Comparison, left: &Value, right: &Value, zone: &TimeZone) -> Result<bool, Reason> {
    alike(by, left, right).map_or_else(|| rarely(by, left, right, zone), Ok)
}

/// The comparison of values of one type that conditions use most; none for others.
#[inline(always)]
pub(super) fn alike(by: Comparison, left: &Value, right: &Value) -> Option<bool> {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => Some(texts(by, left, right)),
        (Value::Decimal(left), Value::Decimal(right)) => Some(fits(by, decimals(left, right))),
        (Value::Int(left), Value::Int(right)) => Some(fits(by, left.cmp(right))),
        _ => None,
    }
}

#[inline(never)]
fn rarely(by: Comparison, left: &Value, right: &Value, zone: &TimeZone) -> Result<bool, Reason> {
    match by {
        Comparison::Equal => same(left, right, zone),
        Comparison::NotEqual => same(left, right, zone).map(|same| !same),
        _ => order(left, right, zone).map(|ordering| fits(by, ordering)),
    }
}

#[inline]
fn texts(by: Comparison, left: &str, right: &str) -> bool {
    match by {
        Comparison::Equal => same_text(left, right),
        Comparison::NotEqual => !same_text(left, right),
        _ => fits(by, left.cmp(right)),
    }
}

/// Codes, tags and words of an enum are shorter than what is worth a call of `memcmp`.
const SHORT: usize = 16;

#[inline]
fn same_text(left: &str, right: &str) -> bool {
    if left.len() != right.len() {
        return false;
    }
    if left.len() > SHORT {
        return left == right;
    }
    left.bytes().zip(right.bytes()).all(|(one, other)| one == other)
}

#[inline]
const fn fits(by: Comparison, ordering: Ordering) -> bool {
    match by {
        Comparison::Equal => ordering.is_eq(),
        Comparison::NotEqual => ordering.is_ne(),
        Comparison::Less => ordering.is_lt(),
        Comparison::AtMost => ordering.is_le(),
        Comparison::Greater => ordering.is_gt(),
        Comparison::AtLeast => ordering.is_ge(),
    }
}

/// Prices have few digits: brought to one scale, they compare as whole numbers.
#[inline(always)]
fn decimals(left: &Decimal, right: &Decimal) -> Ordering {
    let (one, other) = (left.unpack(), right.unpack());
    if one.hi != 0 || other.hi != 0 || one.negative || other.negative {
        return left.cmp(right);
    }
    let whole = |lo: u32, mid: u32| u64::from(mid) << 32 | u64::from(lo);
    let (a, b) = (whole(one.lo, one.mid), whole(other.lo, other.mid));
    match one.scale.cmp(&other.scale) {
        Ordering::Equal => a.cmp(&b),
        Ordering::Less => {
            scaled(a, other.scale - one.scale).map_or_else(|| left.cmp(right), |a| a.cmp(&u128::from(b)))
        }
        Ordering::Greater => {
            scaled(b, one.scale - other.scale).map_or_else(|| left.cmp(right), |b| u128::from(a).cmp(&b))
        }
    }
}

/// Powers of ten up to the number of digits that amounts of money and shares of them have.
const POWERS: [u64; 10] =
    [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

#[inline]
fn scaled(number: u64, by: u32) -> Option<u128> {
    let power = POWERS.get(by as usize)?;
    Some(u128::from(number) * u128::from(*power))
}

fn order(left: &Value, right: &Value, zone: &TimeZone) -> Result<Ordering, Reason> {
    Ok(match (left, right) {
        (Value::Int(left), Value::Int(right)) => left.cmp(right),
        (Value::Decimal(left), Value::Decimal(right)) => decimals(left, right),
        (Value::Int(left), Value::Decimal(right)) => Decimal::from(*left).cmp(right),
        (Value::Decimal(left), Value::Int(right)) => left.cmp(&Decimal::from(*right)),
        (Value::Text(left), Value::Text(right)) => left.cmp(right),
        (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
        (Value::Date(left), Value::Date(right)) => left.cmp(right),
        (Value::Datetime(left), Value::Datetime(right)) | (Value::Duration(left), Value::Duration(right)) => {
            left.cmp(right)
        }
        (Value::Date(left), Value::Datetime(right)) => left.cmp(&calendar::day_of(*right, zone)?),
        (Value::Datetime(left), Value::Date(right)) => calendar::day_of(*left, zone)?.cmp(right),
        (Value::Money(left, here), Value::Money(right, there)) if here == there => decimals(left, right),
        (Value::Money(..), Value::Money(..)) => return Err(Reason::Currencies),
        _ => return Err(Reason::Shape),
    })
}

fn same(left: &Value, right: &Value, zone: &TimeZone) -> Result<bool, Reason> {
    match (left, right) {
        (Value::List(left), Value::List(right)) | (Value::Record(left), Value::Record(right)) => {
            all_same(left, right, zone)
        }
        (Value::Point(..), Value::Point(..)) => Ok(left == right),
        (Value::Absent, _) | (_, Value::Absent) => Ok(left.is_absent() && right.is_absent()),
        _ => order(left, right, zone).map(Ordering::is_eq),
    }
}

fn all_same(left: &[Value], right: &[Value], zone: &TimeZone) -> Result<bool, Reason> {
    if left.len() != right.len() {
        return Ok(false);
    }
    for (left, right) in left.iter().zip(right) {
        if !same(left, right, zone)? {
            return Ok(false);
        }
    }
    Ok(true)
}

pub(super) fn is_among(item: &Operand<'_>, list: &Operand<'_>, zone: &TimeZone) -> Result<bool, Reason> {
    for candidate in list.items()? {
        if operands(Comparison::Equal, item, &Operand::Held(candidate), zone)? {
            return Ok(true);
        }
    }
    Ok(false)
}
