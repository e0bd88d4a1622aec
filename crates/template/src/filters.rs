//! Filters: what each takes and what it gives.

use crate::expression::{Checker, Typed, arguments, range};
use filrouge_plan::{TEMPLATE_FILTERS, Type};
use filrouge_report::listed;
use minijinja::machinery::ast::{CallArg, Expr, Filter};
use std::ops::{Range, RangeInclusive};

/// Types that behave alike in a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    Text,
    Number,
    Bool,
    Money,
    Date,
    Datetime,
    Duration,
    Point,
    List,
    Record,
}

impl Family {
    /// The family as people say it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "a number",
            Self::Bool => "a truth value",
            Self::Money => "an amount of money",
            Self::Date => "a date",
            Self::Datetime => "a time",
            Self::Duration => "a duration",
            Self::Point => "a point",
            Self::List => "a list",
            Self::Record => "a record",
        }
    }
}

/// The family of a type.
pub fn family(ty: &Type) -> Family {
    match ty {
        Type::Int | Type::Decimal => Family::Number,
        Type::Bool => Family::Bool,
        Type::Money => Family::Money,
        Type::Date => Family::Date,
        Type::Datetime => Family::Datetime,
        Type::Duration => Family::Duration,
        Type::Point => Family::Point,
        Type::List(_) => Family::List,
        Type::Record(_) => Family::Record,
        Type::Optional(inner) => family(inner),
        _ => Family::Text,
    }
}

/// Whether a value can stand in a sentence.
pub fn is_printable(ty: &Type) -> bool {
    matches!(family(ty), Family::Text | Family::Number | Family::Money | Family::Date | Family::Datetime)
}

/// What a filter takes and gives.
struct Signature {
    takes: fn(&Type) -> bool,
    wants: &'static str,
    args: RangeInclusive<usize>,
    gives: fn(&Type) -> Type,
}

impl Checker<'_> {
    /// The type of `value | filter`.
    pub fn filter(&mut self, filter: &Filter<'_>, at: Range<usize>) -> Typed {
        let input = match &filter.expr {
            Some(expr) => self.expression(expr),
            None => Typed::made(Some(Type::String), at.start..at.start),
        };
        let args = self.arguments(&filter.args);
        let Some(signature) = signature(filter.name) else {
            let name = self.name_of(filter, &input);
            self.unknown("filter", filter.name, TEMPLATE_FILTERS, name);
            return Typed::poisoned(at);
        };
        if !signature.args.contains(&args.len()) {
            let problem = format!("`{}` takes {}", filter.name, arguments(signature.args.clone()));
            let name = self.name_of(filter, &input);
            self.mismatch(name, problem, None);
            return Typed::poisoned(at);
        }
        if filter.name == "default" {
            return Typed::made(or_default(&input, args.first()), at);
        }
        let input = self.demand(input);
        self.fitting(filter, &args);
        self.applied(filter.name, &signature, &input, args.len(), at)
    }

    fn applied(
        &mut self,
        name: &str,
        signature: &Signature,
        input: &Typed,
        args: usize,
        at: Range<usize>,
    ) -> Typed {
        let Some(ty) = &input.ty else { return Typed::poisoned(at) };
        if !(signature.takes)(ty) {
            let problem = format!("`{name}` needs {}, and this is of type `{ty}`", signature.wants);
            self.mismatch(input.range.clone(), problem, None);
        } else if name == "money" && (family(ty) == Family::Number) != (args == 1) {
            let problem = "a number needs its currency here, and an amount has its own";
            self.mismatch(
                at.clone(),
                problem,
                Some("write `| money('EUR')` behind a number, `| money` behind an amount"),
            );
        }
        Typed::made(Some((signature.gives)(ty)), at)
    }

    /// Refuses arguments that the filter could not use.
    fn fitting(&mut self, filter: &Filter<'_>, args: &[Typed]) {
        let wanted = match filter.name {
            "number" | "round" | "truncate" => Family::Number,
            _ => Family::Text,
        };
        let by = format!("the argument of `{}`", filter.name);
        for (typed, arg) in args.iter().zip(&filter.args) {
            self.want_family(typed, wanted, &by);
            let (CallArg::Pos(Expr::Const(constant)), Some(words)) = (arg, words_of(filter.name)) else {
                continue;
            };
            let known = |word: &str| words.is_empty() && is_currency(word) || words.contains(&word);
            if let Some(word) = constant.value.as_str().filter(|word| !known(word)) {
                let help = match words {
                    [] => "a currency is three capital letters, as in `EUR`".to_owned(),
                    words => format!("there are {}", listed(words.iter().copied())),
                };
                let problem = format!("`{}` does not know `{word}`", filter.name);
                self.mismatch(typed.range.clone(), problem, Some(&help));
            }
        }
    }

    /// Checks arguments; each must be there and stand in its place.
    fn arguments(&mut self, args: &[CallArg<'_>]) -> Vec<Typed> {
        let mut typed = Vec::with_capacity(args.len());
        for arg in args {
            let (CallArg::Pos(value)
            | CallArg::Kwarg(_, value)
            | CallArg::PosSplat(value)
            | CallArg::KwargSplat(value)) = arg;
            let value = self.required(value);
            if !matches!(arg, CallArg::Pos(_)) {
                self.mismatch(value.range.clone(), "arguments are given in order, without names", None);
            }
            typed.push(value);
        }
        typed
    }

    /// Where the filter's name stands: behind its input and the bar.
    fn name_of(&self, filter: &Filter<'_>, input: &Typed) -> Range<usize> {
        let from = filter.expr.as_ref().map_or(input.range.end, |expr| range(expr).end);
        let rest = self.part.words(from..self.part.text.len());
        let start = from + rest.find(filter.name).unwrap_or(0);
        start..start + filter.name.len()
    }
}

/// The words that a filter takes as its argument; an empty list means the codes of currencies.
fn words_of(filter: &str) -> Option<&'static [&'static str]> {
    match filter {
        "date" | "datetime" => Some(&["full", "iso", "long", "short", "weekday"]),
        "money" => Some(&[]),
        _ => None,
    }
}

fn is_currency(word: &str) -> bool {
    word.len() == 3 && word.bytes().all(|letter| letter.is_ascii_uppercase())
}

/// The type of `value | default(other)`.
fn or_default(input: &Typed, other: Option<&Typed>) -> Option<Type> {
    let inner = input.inner()?;
    let other = other.and_then(Typed::inner)?;
    match (family(inner), family(other)) {
        (one, two) if one == two => Some(inner.clone()),
        _ if is_printable(inner) && is_printable(other) => Some(Type::String),
        _ => None,
    }
}

fn signature(name: &str) -> Option<Signature> {
    let text = |args| Signature { takes: is_text, wants: "text", args, gives: |_| Type::String };
    let list = |gives: fn(&Type) -> Type| Signature { takes: is_list, wants: "a list", args: 0..=0, gives };
    let number =
        |gives: fn(&Type) -> Type| Signature { takes: is_number, wants: "a number", args: 0..=1, gives };
    Some(match name {
        "capitalize" | "lower" | "title" | "trim" | "upper" => text(0..=0),
        "truncate" => text(1..=1),
        "replace" => text(2..=2),
        "urlencode" => Signature {
            takes: is_printable,
            wants: "a printable value",
            args: 0..=0,
            gives: |_| Type::String,
        },
        "default" => Signature { takes: |_| true, wants: "a value", args: 1..=1, gives: Type::clone },
        "first" | "last" => list(item),
        "length" => Signature {
            takes: |ty| is_text(ty) || is_list(ty),
            wants: "a list or text",
            args: 0..=0,
            gives: |_| Type::Int,
        },
        "join" => Signature {
            takes: is_printable_list,
            wants: "a list of printable values",
            args: 0..=1,
            gives: |_| Type::String,
        },
        "round" => number(|_| Type::Decimal),
        "number" => number(|_| Type::String),
        "money" => Signature {
            takes: |ty| matches!(family(ty), Family::Money | Family::Number),
            wants: "an amount",
            args: 0..=1,
            gives: |_| Type::String,
        },
        "date" => Signature {
            takes: |ty| matches!(family(ty), Family::Date | Family::Datetime),
            wants: "a date or a time",
            args: 0..=1,
            gives: |_| Type::String,
        },
        "datetime" | "time" => Signature {
            takes: |ty| family(ty) == Family::Datetime,
            wants: "a time",
            args: if name == "time" { 0..=0 } else { 0..=1 },
            gives: |_| Type::String,
        },
        _ => return None,
    })
}

fn is_text(ty: &Type) -> bool {
    family(ty) == Family::Text
}

fn is_number(ty: &Type) -> bool {
    family(ty) == Family::Number
}

fn is_list(ty: &Type) -> bool {
    family(ty) == Family::List
}

fn is_printable_list(ty: &Type) -> bool {
    matches!(ty, Type::List(item) if is_printable(item) && !item.is_optional())
}

/// An item of a list; a list may be empty.
fn item(list: &Type) -> Type {
    match list {
        Type::List(item) => Type::Optional(Box::new(item.required().clone())),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_of_the_plan_has_a_signature() {
        for name in TEMPLATE_FILTERS {
            assert!(signature(name).is_some(), "{name}");
        }
    }
}
