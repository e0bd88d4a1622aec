//! Literals adapt to what they stand against, and are checked against it.

use super::{Check, shape};
use crate::rules::{impossible_value::ImpossibleValue, unknown_enum_value::UnknownEnumValue};
use crate::typed::{Op, Ty, Typed};
use filrouge_plan::{Type, Value};
use filrouge_report::nearest;
use rust_decimal::Decimal;

impl<'s> Check<'_, 's> {
    /// The operand, adapted to `other` when it is a literal; poison when `other` can never have its value.
    pub(super) fn fitted(&mut self, typed: Typed<'s>, other: &Ty<'_>) -> Typed<'s> {
        let Some(other) = other.known() else { return typed };
        let at = typed.at;
        match (&typed.op, other) {
            (Op::Constant(Value::Int(number)), Type::Decimal) => {
                Typed::constant(at, Type::Decimal, Value::Decimal(Decimal::from(*number)))
            }
            (Op::Constant(Value::Text(text)), Type::Enum(words)) => {
                let text = text.clone();
                self.member(typed, &text, words)
            }
            (Op::Constant(Value::Text(text)), form) => {
                let text = text.clone();
                self.formed(typed, &text, form)
            }
            (Op::Choose(_), _) => self.fitted_choice(typed, other),
            (Op::List(_), Type::List(item)) => {
                let item = Ty::of((**item).clone());
                self.fitted_items(typed, &item)
            }
            _ => typed,
        }
    }

    fn fitted_choice(&mut self, typed: Typed<'s>, other: &Type) -> Typed<'s> {
        let Op::Choose(parts) = typed.op else { return typed };
        let other = Ty::of(other.clone());
        let [when, then, otherwise] = *parts;
        let parts = [when, self.fitted(then, &other), self.fitted(otherwise, &other)];
        let poisoned = parts.iter().any(|part| part.ty.is_poison());
        let ty = if poisoned { Ty::Poison } else { typed.ty };
        Typed { ty, op: Op::Choose(Box::new(parts)), at: typed.at, trail: typed.trail }
    }

    /// A list whose items stand against `item`.
    pub(super) fn fitted_items(&mut self, list: Typed<'s>, item: &Ty<'_>) -> Typed<'s> {
        let Op::List(items) = list.op else { return list };
        let items: Vec<Typed<'s>> = items.into_iter().map(|each| self.fitted(each, item)).collect();
        let adapted = items.first().filter(|first| items.iter().all(|other| other.ty == first.ty));
        let ty = match adapted.map(|first| &first.ty) {
            Some(Ty::Known(item)) => Ty::of(Type::List(Box::new(item.clone().into_owned()))),
            _ if items.iter().any(|item| item.ty.is_poison()) => Ty::Poison,
            _ => list.ty,
        };
        Typed { ty, op: Op::List(items), at: list.at, trail: list.trail }
    }

    fn member(&mut self, typed: Typed<'s>, word: &str, words: &[String]) -> Typed<'s> {
        if words.iter().any(|known| known == word) {
            return Typed { ty: Ty::of(Type::Enum(words.to_vec())), ..typed };
        }
        let known = || words.iter().map(String::as_str);
        self.findings.push(UnknownEnumValue {
            word: word.to_owned(),
            place: self.span(typed.at),
            near: nearest(word, known()).map(str::to_owned),
            allowed: words.to_vec(),
        });
        Typed::poison(typed.at)
    }

    fn formed(&mut self, typed: Typed<'s>, text: &str, form: &Type) -> Typed<'s> {
        let upper = |length| is_code(text, length);
        let (kind, described, fits) = match form {
            Type::Country => ("country", "two capital letters, as `'FR'`", upper(2)),
            Type::Currency => ("currency", "three capital letters, as `'EUR'`", upper(3)),
            Type::Email => ("email address", "of the form `'name@example.com'`", text.contains('@')),
            _ => ("text", "", true),
        };
        if fits {
            let ty = if shape::is_text(form) { Ty::of(form.clone()) } else { typed.ty };
            return Typed { ty, ..typed };
        }
        let capital = text.to_ascii_uppercase();
        let near = [(Type::Country, 2), (Type::Currency, 3)]
            .into_iter()
            .any(|(ty, length)| ty == *form && is_code(&capital, length));
        self.findings.push(ImpossibleValue {
            text: text.to_owned(),
            kind,
            form: described,
            place: self.span(typed.at),
            near: near.then_some(capital),
        });
        Typed::poison(typed.at)
    }
}

fn is_code(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_uppercase())
}
