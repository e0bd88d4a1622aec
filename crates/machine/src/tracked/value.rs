//! The value that follows from what is kept.

use super::{Kept, tally};
use filrouge_plan::{Fold, FoldKind, Made, Trait, Type, Value};
use rust_decimal::Decimal;

/// The value of a trait by what is kept for it.
pub(super) fn value_of(kept: &Kept, own: &Trait) -> Value {
    match (kept, &own.made) {
        (Kept::Pairs { met, .. }, _) => Value::Bool(*met),
        (Kept::Since { lasted, .. }, _) => Value::Bool(*lasted),
        (Kept::Window(events), Made::Fold(fold)) => of_window(events, fold, &own.field.ty),
        (Kept::Tally(values), Made::Fold(fold)) => of_tally(values, fold),
        (Kept::Total { count, value, .. }, Made::Fold(fold)) => of_total(*count, value, fold, &own.field.ty),
        _ => Value::Absent,
    }
}

fn of_total(count: u64, value: &Value, fold: &Fold, ty: &Type) -> Value {
    match fold.by {
        FoldKind::Count => number(count),
        FoldKind::Sum if count == 0 => nothing(ty),
        FoldKind::Average => mean(value, count),
        _ => value.clone(),
    }
}

fn of_tally(values: &[(Value, u64, i64)], fold: &Fold) -> Value {
    match fold.by {
        FoldKind::Distinct => number(values.len() as u64),
        _ => tally::most_frequent(values),
    }
}

fn of_window(events: &[(i64, Value)], fold: &Fold, ty: &Type) -> Value {
    let values = || events.iter().map(|(_, value)| value);
    let count = events.len() as u64;
    let sum = || values().fold(Value::Absent, |sum, value| summed(&sum, value));
    let found = match fold.by {
        FoldKind::Count => return number(count),
        FoldKind::Sum if events.is_empty() => return nothing(ty),
        FoldKind::Sum => return sum(),
        FoldKind::Average => return mean(&sum(), count),
        FoldKind::Distinct | FoldKind::MostFrequent => {
            let mut tally = Vec::new();
            events.iter().for_each(|(at, value)| tally::add(&mut tally, *at, value.clone()));
            return of_tally(&tally, fold);
        }
        FoldKind::Min => values().min(),
        FoldKind::Max => values().max(),
        FoldKind::First => values().next(),
        FoldKind::Last => values().next_back(),
    };
    found.cloned().unwrap_or_default()
}

/// The sum of two values of one type; a sum that is too large stays at the greatest number.
pub(super) fn summed(one: &Value, other: &Value) -> Value {
    match (one, other) {
        (Value::Int(one), Value::Int(other)) => Value::Int(one.saturating_add(*other)),
        (Value::Duration(one), Value::Duration(other)) => Value::Duration(one.saturating_add(*other)),
        (Value::Decimal(one), Value::Decimal(other)) => Value::Decimal(one.saturating_add(*other)),
        (_, other) => other.clone(),
    }
}

/// A sum without a part of it.
pub(super) fn less(sum: &Value, part: &Value) -> Value {
    match (sum, part) {
        (Value::Int(sum), Value::Int(part)) => Value::Int(sum.saturating_sub(*part)),
        (Value::Duration(sum), Value::Duration(part)) => Value::Duration(sum.saturating_sub(*part)),
        (Value::Decimal(sum), Value::Decimal(part)) => Value::Decimal(sum.saturating_sub(*part)),
        (sum, _) => sum.clone(),
    }
}

fn mean(sum: &Value, count: u64) -> Value {
    let sum = match sum {
        Value::Int(sum) => Decimal::from(*sum),
        Value::Decimal(sum) => *sum,
        _ => return Value::Absent,
    };
    sum.checked_div(Decimal::from(count)).map_or(Value::Absent, Value::Decimal)
}

fn number(count: u64) -> Value {
    Value::Int(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The sum of nothing.
const fn nothing(ty: &Type) -> Value {
    match ty {
        Type::Int => Value::Int(0),
        Type::Duration => Value::Duration(0),
        Type::Decimal => Value::Decimal(Decimal::ZERO),
        _ => Value::Absent,
    }
}
