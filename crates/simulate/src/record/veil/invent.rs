//! Invented values. Addresses and numbers are those that are kept free for examples.

use filrouge_plan::{Type, Value};
use rust_decimal::Decimal;

/// Whether values of a type are shared by so many that they name nobody.
pub(super) const fn is_shared(ty: &Type) -> bool {
    matches!(ty, Type::Bool | Type::Enum(_) | Type::Country | Type::Locale | Type::Timezone | Type::Currency)
}

/// The value of this number for the field called `name`, in the place of `real`.
pub(super) fn value(ty: &Type, name: &str, number: i64, real: &Value) -> Value {
    match real {
        Value::Int(real) => Value::Int(digits(*real).saturating_add(number)),
        Value::Decimal(_) => Value::Decimal(Decimal::from(9 + number)),
        Value::Money(_, currency) => Value::Money(Decimal::from(9 + number), currency.clone()),
        Value::Date(_) => Value::Date(i32::try_from(7_304 + number).unwrap_or(7_304)),
        Value::Datetime(_) => Value::Datetime((20_453 + number) * 86_400_000),
        Value::Duration(_) => Value::Duration(number.saturating_mul(3_600_000)),
        Value::Point(..) => Value::Point(48_856_600, 2_352_200 + i32::try_from(number).unwrap_or(0)),
        Value::Text(_) => Value::from(text(ty, name, number).as_str()),
        other => other.clone(),
    }
}

/// A number with as many digits and the same sign.
fn digits(real: i64) -> i64 {
    let power = 10_i64.saturating_pow(real.unsigned_abs().checked_ilog10().unwrap_or(0));
    if real < 0 { -power.saturating_mul(2) } else { power }
}

fn text(ty: &Type, name: &str, number: i64) -> String {
    match ty {
        Type::Email => format!("somebody{number}@example.com"),
        Type::Phone => format!("+447700900{:03}", number.rem_euclid(1_000)),
        Type::Url => format!("https://example.com/{number}"),
        _ => format!("{}-{number}", name.replace('_', "-")),
    }
}

/// Values around one that a condition speaks of.
pub(super) fn near(value: &Value) -> Vec<Value> {
    match value {
        Value::Int(number) => [-1, 0, 1].map(|step| Value::Int(number.saturating_add(step))).to_vec(),
        Value::Decimal(number) => {
            [-1, 0, 1].map(|step| Value::Decimal(*number + Decimal::from(step))).to_vec()
        }
        Value::Money(amount, code) => {
            [-1, 0, 1].map(|step| Value::Money(*amount + Decimal::from(step), code.clone())).to_vec()
        }
        Value::Date(day) => [-1, 0, 1].map(|step| Value::Date(day.saturating_add(step))).to_vec(),
        other => vec![other.clone()],
    }
}
