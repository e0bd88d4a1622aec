//! Functions and methods.

use super::{Check, shape};
use crate::Extent;
use crate::ast::{Expr, ExprKind};
use crate::rules::type_mismatch::Clash;
use crate::rules::{unknown_function::UnknownFunction, unknown_segment::UnknownSegment};
use crate::typed::{Op, Trail, Ty, Typed};
use filrouge_plan::Type;
use filrouge_plan::program::{Function, Part, Quantifier, Root};
use filrouge_report::nearest;

/// Functions that stand alone.
pub(crate) const PLAIN: &[&str] =
    &["has", "size", "int", "decimal", "string", "date", "timestamp", "duration"];
/// Methods of texts, and of whatever may be absent.
pub(crate) const METHODS: &[&str] =
    &["size", "contains", "startsWith", "endsWith", "lower", "upper", "orValue"];

/// What other languages call a function, and what to write.
const FOREIGN: &[(&str, &str)] = &[
    ("len", "write `size(…)`"),
    ("length", "write `.size()`"),
    ("count", "write `.size()`"),
    ("double", "write `decimal(…)`: numbers with a point are exact"),
    ("float", "write `decimal(…)`: numbers with a point are exact"),
    ("uint", "write `int(…)`"),
    ("str", "write `string(…)`"),
    ("lowerAscii", "write `.lower()`"),
    ("toLowerCase", "write `.lower()`"),
    ("upperAscii", "write `.upper()`"),
    ("toUpperCase", "write `.upper()`"),
    ("includes", "write `.contains(…)`"),
    ("any", "write `.exists(item, …)`"),
    ("some", "write `.exists(item, …)`"),
    ("every", "write `.all(item, …)`"),
    ("datetime", "write `timestamp(…)`"),
    ("coalesce", "write `.orValue(…)` behind the value that may be absent"),
    ("default", "write `.orValue(…)` behind the value that may be absent"),
    ("isNull", "write `!has(…)`"),
    ("exists", "write `has(…)` for a field, `.exists(item, …)` for the items of a list"),
    ("matches", "there are no patterns; use `startsWith`, `endsWith` or `contains`"),
    ("reachable", "ask it in a journey: elsewhere nothing says what the person would be reached for"),
    ("today", "write `date(now)`"),
];

impl<'s> Check<'_, 's> {
    pub(super) fn call(
        &mut self,
        at: Extent,
        on: Option<&Expr>,
        name: (&str, Extent),
        arguments: &[Expr],
    ) -> Typed<'s> {
        match on {
            None => self.function(at, name, arguments),
            Some(on) => self.method(at, on, name, arguments),
        }
    }

    fn function(&mut self, at: Extent, (name, name_at): (&str, Extent), arguments: &[Expr]) -> Typed<'s> {
        if !PLAIN.contains(&name) {
            return self.unknown_function(at, (name, name_at), arguments, PLAIN.to_vec());
        }
        let [argument] = arguments else { return self.miscounted(at, name, 1, arguments) };
        match name {
            "has" => self.has(at, argument),
            "size" => {
                let of = self.check(argument);
                self.size(at, of)
            }
            "int" | "decimal" | "string" => self.convert(at, name, argument),
            _ => self.time(at, name, argument),
        }
    }

    fn has(&mut self, at: Extent, argument: &Expr) -> Typed<'s> {
        if matches!(argument.kind, ExprKind::Poison) {
            return Typed::bool(at, Op::Poison);
        }
        if !matches!(argument.kind, ExprKind::Select { .. }) {
            let about = Typed::poison(argument.at);
            let clash = Clash::Written {
                function: "has".to_owned(),
                wanted: "a field, as `has(profile.birthday)`".to_owned(),
            };
            self.mismatch(clash, &about, None);
            return Typed::bool(at, Op::Poison);
        }
        let lenient = std::mem::replace(&mut self.lenient, true);
        let of = self.data(argument);
        self.lenient = lenient;
        let op = if of.ty.is_poison() { Op::Poison } else { Op::Has(Box::new(of)) };
        Typed::bool(at, op)
    }

    fn method(
        &mut self,
        at: Extent,
        on: &Expr,
        (name, name_at): (&str, Extent),
        arguments: &[Expr],
    ) -> Typed<'s> {
        if name == "in" && self.root(on).is_some_and(|(root, _)| root == Root::Profile) {
            return self.in_segment(at, arguments);
        }
        if name == "reachable"
            && let Some(reach) = self.scope.reach
            && self.root(on).is_some_and(|(root, _)| root == Root::Profile)
        {
            return self.reachable(at, reach, arguments);
        }
        if let Some(quantifier) = Quantifier::of_word(name) {
            return self.each(at, on, quantifier, arguments);
        }
        if name == "orValue" {
            return self.or_value(at, on, arguments);
        }
        if name == "reachable" {
            return self.unknown_function(at, (name, name_at), arguments, vec!["in"]);
        }
        let of = self.check(on);
        if of.ty.is_poison() {
            self.check_all(arguments);
            return Typed::poison(at);
        }
        if let Some(part) = Part::of_word(name) {
            return self.part_of(at, of, part, arguments);
        }
        match (name, arguments) {
            ("size", []) => self.size(at, of),
            ("size" | "lower" | "upper", _) if !arguments.is_empty() => {
                self.miscounted(at, name, 0, arguments)
            }
            ("lower", _) => self.text_method(at, of, name, Function::Lower, None, Type::String),
            ("upper", _) => self.text_method(at, of, name, Function::Upper, None, Type::String),
            ("contains" | "startsWith" | "endsWith", [argument]) => {
                let function = match name {
                    "contains" => Function::Contains,
                    "startsWith" => Function::StartsWith,
                    _ => Function::EndsWith,
                };
                self.text_method(at, of, name, function, Some(argument), Type::Bool)
            }
            ("contains" | "startsWith" | "endsWith", _) => self.miscounted(at, name, 1, arguments),
            _ => self.unknown_function(at, (name, name_at), arguments, methods_of(&of.ty)),
        }
    }

    fn in_segment(&mut self, at: Extent, arguments: &[Expr]) -> Typed<'s> {
        let [argument] = arguments else { return self.miscounted(at, "in", 1, arguments) };
        let ExprKind::Text(segment) = &argument.kind else {
            let about = self.check(argument);
            let clash = Clash::Written {
                function: "in".to_owned(),
                wanted: "the name of a segment in quotes".to_owned(),
            };
            self.mismatch(clash, &about, None);
            return Typed::bool(at, Op::Poison);
        };
        let known = self.scope.segments.clone();
        if !known.contains(&segment.as_str()) {
            self.findings.push(UnknownSegment {
                segment: segment.clone(),
                place: self.span(argument.at),
                near: nearest(segment, known.iter().copied()).map(str::to_owned),
                allowed: known.iter().map(|name| (*name).to_owned()).collect(),
            });
            return Typed::bool(at, Op::Poison);
        }
        self.segments.insert(segment.clone());
        Typed::bool(at, Op::InSegment(segment.clone()))
    }

    fn or_value(&mut self, at: Extent, on: &Expr, arguments: &[Expr]) -> Typed<'s> {
        let lenient = std::mem::replace(&mut self.lenient, true);
        let of = self.perhaps(on);
        self.lenient = lenient;
        let [argument] = arguments else { return self.miscounted(at, "orValue", 1, arguments) };
        let otherwise = self.check(argument);
        let of_ty = of.ty.clone().required();
        let otherwise = self.fitted(otherwise, &of_ty);
        let Some(ty) = shape::joined(&of_ty, &otherwise.ty) else {
            let clash = Clash::Argument {
                function: "orValue".to_owned(),
                wanted: of_ty.name(),
                found: otherwise.ty.name(),
            };
            self.mismatch(clash, &otherwise, Some(&of));
            return Typed::new(at, of_ty, Op::Poison);
        };
        let trail = of.trail.clone().map(|trail| Trail { indexed: true, ..trail });
        let of = super::operator::widened(Typed { ty: of_ty, ..of }, &ty);
        Typed { trail, ..Typed::new(at, ty, Op::OrValue(Box::new(of), Box::new(otherwise))) }
    }

    fn size(&mut self, at: Extent, of: Typed<'s>) -> Typed<'s> {
        let fits = of.ty.item().is_some() || of.ty.known().is_some_and(shape::is_text);
        if !fits {
            let clash = Clash::Argument {
                function: "size".to_owned(),
                wanted: "a text or a list".to_owned(),
                found: of.ty.name(),
            };
            self.mismatch(clash, &of, None);
            return Typed::new(at, Ty::of(Type::Int), Op::Poison);
        }
        Typed::new(at, Ty::of(Type::Int), Op::Call(Function::Size, vec![of]))
    }

    fn text_method(
        &mut self,
        at: Extent,
        of: Typed<'s>,
        name: &str,
        function: Function,
        argument: Option<&Expr>,
        ty: Type,
    ) -> Typed<'s> {
        let argument = argument.map(|argument| self.check(argument));
        let mut fits = true;
        for (operand, is_receiver) in std::iter::once((&of, true)).chain(argument.iter().map(|a| (a, false)))
        {
            let text = operand.ty.is_poison() || operand.ty.known().is_some_and(shape::is_text);
            if !text && fits {
                fits = false;
                let found = operand.ty.name();
                let clash = Clash::Argument { function: name.to_owned(), wanted: "a text".to_owned(), found };
                let list = is_receiver && name == "contains" && operand.ty.item().is_some();
                let advice = list.then(|| "ask whether a list holds a value with `value in list`".to_owned());
                self.mismatch_advised(clash, operand, None, (advice, None));
            }
        }
        let operands: Vec<Typed<'s>> = std::iter::once(of).chain(argument).collect();
        let op = if fits { Op::Call(function, operands) } else { Op::Poison };
        Typed::new(at, Ty::of(ty), op)
    }

    fn part_of(&mut self, at: Extent, of: Typed<'s>, part: Part, arguments: &[Expr]) -> Typed<'s> {
        if !arguments.is_empty() {
            return self.miscounted(at, part.word(), 0, arguments);
        }
        let of_duration = matches!(part, Part::Hours | Part::Minutes | Part::Seconds | Part::Milliseconds);
        let fits = match of.ty.known() {
            Some(Type::Datetime | Type::Date) => true,
            Some(Type::Duration) => of_duration,
            _ => false,
        };
        if !fits {
            let wanted =
                if of_duration { "an instant, a date or a duration" } else { "an instant or a date" };
            let clash = Clash::Argument {
                function: part.word().to_owned(),
                wanted: wanted.to_owned(),
                found: of.ty.name(),
            };
            self.mismatch(clash, &of, None);
            return Typed::new(at, Ty::of(Type::Int), Op::Poison);
        }
        Typed::new(at, Ty::of(Type::Int), Op::Call(Function::Part(part), vec![of]))
    }

    pub(super) fn check_all(&mut self, arguments: &[Expr]) {
        for argument in arguments {
            self.check(argument);
        }
    }

    pub(super) fn miscounted(
        &mut self,
        at: Extent,
        name: &str,
        wanted: usize,
        arguments: &[Expr],
    ) -> Typed<'s> {
        if !arguments.iter().any(|argument| matches!(argument.kind, ExprKind::Poison)) {
            let clash = Clash::Count { function: name.to_owned(), wanted, found: arguments.len() };
            self.mismatch(clash, &Typed::poison(at), None);
        }
        Typed::poison(at)
    }

    fn unknown_function(
        &mut self,
        at: Extent,
        (name, name_at): (&str, Extent),
        arguments: &[Expr],
        known: Vec<&str>,
    ) -> Typed<'s> {
        let advice =
            FOREIGN.iter().find(|(foreign, _)| *foreign == name).map(|(_, advice)| (*advice).to_owned());
        let near = if advice.is_some() { None } else { nearest(name, known.iter().copied()) };
        let advice = advice.or_else(|| {
            (METHODS.contains(&name) || Part::of_word(name).is_some() || Quantifier::of_word(name).is_some())
                .then(|| format!("write it behind the value, as `value.{name}(…)`"))
        });
        self.findings.push(UnknownFunction {
            name: name.to_owned(),
            place: self.span(name_at),
            near: near.map(str::to_owned),
            advice,
            allowed: known.iter().map(|name| (*name).to_owned()).collect(),
        });
        if near.is_none() && Quantifier::of_word(name).is_none() {
            self.check_all(arguments);
        }
        Typed::poison(at)
    }
}

/// The methods that a value of this type has.
fn methods_of(ty: &Ty<'_>) -> Vec<&'static str> {
    let parts = Part::ALL.iter().map(|part| part.word());
    match ty.known() {
        Some(Type::Date | Type::Datetime) => parts.collect(),
        Some(Type::Duration) => parts.filter(|part| part.ends_with('s') && !part.ends_with("Days")).collect(),
        Some(Type::List(_)) => Quantifier::ALL.iter().map(|each| each.word()).chain(["size"]).collect(),
        _ => METHODS.to_vec(),
    }
}
