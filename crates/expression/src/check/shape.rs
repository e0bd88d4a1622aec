//! Which types go together.

use crate::typed::Ty;
use filrouge_plan::Type;
use filrouge_plan::program::Operation;

/// Types whose values are texts at run time.
pub(super) const fn is_text(ty: &Type) -> bool {
    ty.is_text() || matches!(ty, Type::Enum(_))
}

/// Types whose values are written in one way only.
pub(super) const fn is_written(ty: &Type) -> bool {
    is_text(ty) || is_number(ty) || matches!(ty, Type::Bool | Type::Date | Type::Datetime)
}

pub(super) const fn is_number(ty: &Type) -> bool {
    matches!(ty, Type::Int | Type::Decimal)
}

/// Whether `==` may stand between them; with `ordered`, whether `<` may.
pub(super) fn comparable(left: &Type, right: &Type, ordered: bool) -> bool {
    match (left, right) {
        (Type::Enum(one), Type::Enum(other)) => one.iter().any(|word| other.contains(word)),
        (Type::List(left), Type::List(right)) => !ordered && comparable(left, right, false),
        (Type::Point, Type::Point) => !ordered,
        (Type::Date | Type::Datetime, Type::Date | Type::Datetime) => true,
        (Type::Bool, Type::Bool) | (Type::Duration, Type::Duration) | (Type::Money, Type::Money) => true,
        _ => (is_number(left) && is_number(right)) || (is_text(left) && is_text(right)),
    }
}

/// The one type of two values that stand in the same place.
pub(super) fn joined<'s>(left: &Ty<'s>, right: &Ty<'s>) -> Option<Ty<'s>> {
    match (left, right) {
        (Ty::Poison, _) | (_, Ty::Poison) => Some(Ty::Poison),
        (Ty::EmptyList, Ty::EmptyList) => Some(Ty::EmptyList),
        (Ty::EmptyList, list) | (list, Ty::EmptyList) => {
            matches!(list.known(), Some(Type::List(_))).then(|| list.clone())
        }
        (Ty::Known(one), Ty::Known(other)) if one == other => Some(left.clone()),
        (Ty::Known(one), Ty::Known(other)) => joined_types(one, other).map(Ty::of),
    }
}

fn joined_types(left: &Type, right: &Type) -> Option<Type> {
    match (left, right) {
        (Type::List(left), Type::List(right)) if left == right => Some(Type::List(left.clone())),
        (Type::List(left), Type::List(right)) => {
            joined_types(left, right).map(|item| Type::List(Box::new(item)))
        }
        _ if is_number(left) && is_number(right) => Some(Type::Decimal),
        _ if is_text(left) && is_text(right) => Some(Type::String),
        _ => None,
    }
}

/// The type of an operation's result; none when it cannot take these operands.
pub(super) fn result(by: Operation, left: &Type, right: &Type) -> Option<Type> {
    use Operation::{Add, Divide, Multiply, Subtract};
    match (left, right) {
        (Type::Int, Type::Int) => Some(Type::Int),
        _ if is_number(left) && is_number(right) => (by != Operation::Remainder).then_some(Type::Decimal),
        _ if is_text(left) && is_text(right) => (by == Add).then_some(Type::String),
        (Type::Money, Type::Money) => matches!(by, Add | Subtract).then_some(Type::Money),
        (Type::Money, number) if is_number(number) => matches!(by, Multiply | Divide).then_some(Type::Money),
        (number, Type::Money) if is_number(number) => (by == Multiply).then_some(Type::Money),
        (Type::Date, Type::Date) | (Type::Datetime, Type::Datetime) => {
            (by == Subtract).then_some(Type::Duration)
        }
        (Type::Duration, Type::Duration) => matches!(by, Add | Subtract).then_some(Type::Duration),
        (time @ (Type::Date | Type::Datetime), Type::Duration) => {
            matches!(by, Add | Subtract).then(|| time.clone())
        }
        (Type::Duration, time @ (Type::Date | Type::Datetime)) => (by == Add).then(|| time.clone()),
        _ => None,
    }
}
