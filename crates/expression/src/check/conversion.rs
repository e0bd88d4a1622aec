//! `int`, `decimal`, `string`, `date`, `timestamp` and `duration`.

use super::{Check, shape};
use crate::Extent;
use crate::ast::{Expr, ExprKind};
use crate::rules::type_mismatch::Clash;
use crate::times;
use crate::typed::{Op, Ty, Typed};
use filrouge_plan::program::Function;
use filrouge_plan::{Type, Value};

impl<'s> Check<'_, 's> {
    pub(super) fn convert(&mut self, at: Extent, name: &str, argument: &Expr) -> Typed<'s> {
        let of = self.check(argument);
        let (function, ty, wanted) = match name {
            "int" => (Function::ToInt, Type::Int, "a number, a text or an instant"),
            "decimal" => (Function::ToDecimal, Type::Decimal, "a number or a text"),
            _ => (Function::ToText, Type::String, "a text, a number, a truth or a time"),
        };
        let fits = of.ty.known().is_none_or(|found| converts(function, found));
        if !fits || of.ty == Ty::EmptyList {
            let clash =
                Clash::Argument { function: name.to_owned(), wanted: wanted.to_owned(), found: of.ty.name() };
            self.mismatch(clash, &of, None);
            return Typed::new(at, Ty::of(ty), Op::Poison);
        }
        let trail = of.trail.clone();
        Typed {
            trail: trail.map(|trail| crate::typed::Trail { indexed: true, ..trail }),
            ..Typed::new(at, Ty::of(ty), Op::Call(function, vec![of]))
        }
    }

    /// Times are written out, so that a mistake in one is found here and not at run time.
    pub(super) fn time(&mut self, at: Extent, name: &str, argument: &Expr) -> Typed<'s> {
        if let ExprKind::Text(text) = &argument.kind {
            return self.written_time(at, name, (text, argument.at));
        }
        let of = self.check(argument);
        let (function, ty) = match name {
            "date" => (Function::ToDate, Type::Date),
            "timestamp" => (Function::ToDatetime, Type::Datetime),
            _ => return self.not_written(at, name, &of),
        };
        let fits = match of.ty.known() {
            Some(Type::Date | Type::Datetime) => true,
            Some(Type::Int) => name == "timestamp",
            Some(_) => false,
            None => of.ty.is_poison(),
        };
        if !fits {
            return self.not_written(at, name, &of);
        }
        Typed::new(at, Ty::of(ty), Op::Call(function, vec![of]))
    }

    fn written_time(&mut self, at: Extent, name: &str, (text, text_at): (&str, Extent)) -> Typed<'s> {
        let (ty, value) = match name {
            "date" => (Type::Date, times::date(text).map(Value::Date)),
            "timestamp" => (Type::Datetime, times::instant(text).map(Value::Datetime)),
            _ => (Type::Duration, times::duration(text).map(Value::Duration)),
        };
        match value {
            Some(value) => Typed::constant(at, ty, value),
            None => {
                let about = Typed::poison(text_at);
                let clash = Clash::Written { function: name.to_owned(), wanted: form(name).to_owned() };
                self.mismatch(clash, &about, None);
                Typed::new(at, Ty::of(ty), Op::Poison)
            }
        }
    }

    fn not_written(&mut self, at: Extent, name: &str, of: &Typed<'s>) -> Typed<'s> {
        if !of.ty.is_poison() {
            let clash = Clash::Written { function: name.to_owned(), wanted: form(name).to_owned() };
            self.mismatch(clash, of, None);
        }
        Typed::poison(at)
    }
}

fn form(name: &str) -> &'static str {
    match name {
        "date" => "a day written out, as `date('2026-03-28')`, or an instant",
        "timestamp" => "an instant written out, as `timestamp('2026-03-28T20:30:00Z')`, or a day",
        _ => "a duration written out, as `duration('30m')`; units are w, d, h, m, s and ms",
    }
}

fn converts(function: Function, found: &Type) -> bool {
    shape::is_text(found)
        || shape::is_number(found)
        || match function {
            Function::ToInt => *found == Type::Datetime,
            Function::ToText => {
                matches!(found, Type::Bool | Type::Date | Type::Datetime | Type::Duration)
            }
            _ => false,
        }
}
