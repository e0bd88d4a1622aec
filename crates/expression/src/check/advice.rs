//! What to write instead, where a type does not fit.

use super::{Check, shape};
use crate::times;
use crate::typed::{Op, Typed};
use filrouge_plan::{Type, Value};
use filrouge_report::{Edit, Fix, Safety};

/// Help, and the fix when there is one.
type Advice = (Option<String>, Option<Fix>);

impl<'s> Check<'_, 's> {
    /// `function(` before and `)` behind what is written.
    pub(super) fn wrapped(&self, typed: &Typed<'s>, function: &str) -> Option<Fix> {
        let convertible = typed.ty.known().is_some_and(|ty| {
            shape::is_number(ty) || matches!(ty, Type::Bool | Type::Date | Type::Datetime | Type::Duration)
        });
        let span = self.span(typed.at);
        let edits = vec![
            Edit { span: span.at_start(), text: format!("{function}(") },
            Edit { span: span.at_end(), text: ")".to_owned() },
        ];
        convertible.then(|| Fix {
            title: format!("convert it with `{function}`"),
            safety: Safety::Unsafe,
            edits,
        })
    }

    /// Two operands that do not go together.
    pub(super) fn operands_advice(&self, left: &Typed<'s>, right: &Typed<'s>) -> Advice {
        let (Some(left_ty), Some(right_ty)) = (left.ty.known(), right.ty.known()) else {
            return (None, None);
        };
        for (typed, other) in [(left, right_ty), (right, left_ty)] {
            let advice = self.literal_advice(typed, other);
            if advice.0.is_some() {
                return advice;
            }
        }
        match (left_ty, right_ty) {
            (Type::Money, number) if shape::is_number(number) => self.amount(left),
            (number, Type::Money) if shape::is_number(number) => self.amount(right),
            (Type::Bool, _) if matches!(left.op, Op::Compare(..) | Op::Poison) => {
                (Some("comparisons do not chain; write `a < b && b < c`".to_owned()), None)
            }
            (Type::List(_), _) | (_, Type::List(_)) => {
                (Some("ask about the items of a list with `in` or `.exists(item, …)`".to_owned()), None)
            }
            (text, number) | (number, text) if shape::is_text(text) && shape::is_number(number) => {
                (Some("read a text as a number with `int(…)` or `decimal(…)`".to_owned()), None)
            }
            _ => (None, None),
        }
    }

    fn amount(&self, money: &Typed<'s>) -> Advice {
        let fix = Fix::risky("compare its number", self.span(money.at).at_end(), ".amount");
        (
            Some("money goes only with money of the same currency; its number is `.amount`".to_owned()),
            Some(fix),
        )
    }

    /// A text literal that stands where something else is wanted.
    fn literal_advice(&self, typed: &Typed<'s>, other: &Type) -> Advice {
        let Op::Constant(Value::Text(text)) = &typed.op else { return (None, None) };
        let (help, ours) = match other {
            Type::Date | Type::Datetime if times::date(text).is_some() => {
                ("a day", format!("date('{text}')"))
            }
            Type::Date | Type::Datetime if times::instant(text).is_some() => {
                ("an instant", format!("timestamp('{text}')"))
            }
            Type::Duration if times::duration(text).is_some() => {
                ("a duration", format!("duration('{text}')"))
            }
            Type::Int | Type::Decimal if is_number(text) => ("a number without quotes", (**text).to_owned()),
            Type::Bool if matches!(&**text, "true" | "false") => {
                ("a truth without quotes", (**text).to_owned())
            }
            _ => return (None, None),
        };
        let fix = Fix::safe(format!("use `{ours}`"), self.span(typed.at), ours);
        (Some(format!("write {help}")), Some(fix))
    }

    /// Something that stands where a condition is wanted.
    pub(super) fn truth_advice(&self, typed: &Typed<'s>) -> Advice {
        let literal = self.literal_advice(typed, &Type::Bool);
        if literal.0.is_some() {
            return literal;
        }
        let help = match typed.ty.known() {
            Some(Type::List(_)) => "compare its `.size()`, or ask about its items with `.exists(item, …)`",
            _ => "compare it with something",
        };
        (Some(help.to_owned()), None)
    }

    pub(super) fn assignment_advice(&self, wanted: &Type, typed: &Typed<'s>) -> Advice {
        let literal = self.literal_advice(typed, wanted);
        if literal.0.is_some() {
            return literal;
        }
        let function = match wanted {
            Type::String => "string",
            Type::Int if typed.ty.is(&Type::Decimal) => "int",
            Type::Date if typed.ty.is(&Type::Datetime) => "date",
            Type::Datetime if typed.ty.is(&Type::Date) => "timestamp",
            _ => return (None, None),
        };
        let repair = self.wrapped(typed, function);
        (repair.as_ref().map(|_| format!("convert it with `{function}(…)`")), repair)
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit()) && rust_decimal::Decimal::from_str_exact(text).is_ok()
}
