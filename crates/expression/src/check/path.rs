//! Names and what is selected from them.

use super::{Check, shape};
use crate::ast::{Expr, ExprKind};
use crate::rules::type_mismatch::Clash;
use crate::rules::{unknown_name::UnknownName, unknown_step::UnknownStep};
use crate::scope::DataPath;
use crate::typed::{Op, Trail, Ty, Typed};
use crate::{Extent, places::span_of};
use filrouge_plan::program::{Function, Root};
use filrouge_plan::{Field, Type};
use filrouge_report::nearest;
use std::borrow::Cow;

/// The root of steps and their outcomes.
const STEPS: &str = "steps";
/// What became of a step.
const OUTCOME: &str = "outcome";

impl<'s> Check<'_, 's> {
    /// A path from a root or a variable; what it reads is remembered.
    pub(super) fn data(&mut self, expr: &Expr) -> Typed<'s> {
        let typed = self.trace(expr);
        if let Some(trail) = typed.trail.as_ref().filter(|trail| !trail.path.fields.is_empty()) {
            self.reads.insert(trail.path.clone());
        }
        typed
    }

    fn trace(&mut self, expr: &Expr) -> Typed<'s> {
        match &expr.kind {
            ExprKind::Name(name) => self.name(name, expr.at),
            ExprKind::Select { of, field, field_at } => self.select(expr.at, of, (field, *field_at)),
            ExprKind::Index { of, index } => self.index(expr.at, of, index),
            _ => self.check(expr),
        }
    }

    fn local(&self, name: &str) -> Option<usize> {
        self.locals.iter().rposition(|local| local.name == name)
    }

    /// The root of this name, unless a variable hides it.
    pub(super) fn root(&self, expr: &Expr) -> Option<(Root, &'s [Field])> {
        let ExprKind::Name(name) = &expr.kind else { return None };
        if self.local(name).is_some() {
            return None;
        }
        let root = Root::of_word(name)?;
        Some((root, self.scope.fields(root)?))
    }

    fn is_steps(&self, expr: &Expr) -> bool {
        matches!(&expr.kind, ExprKind::Name(name) if name == STEPS && self.local(name).is_none())
            && !self.scope.steps.is_empty()
    }

    fn name(&mut self, name: &str, at: Extent) -> Typed<'s> {
        if let Some(level) = self.local(name) {
            return self.variable(level, at);
        }
        if name == "now" {
            return Typed::new(at, Ty::of(Type::Datetime), Op::Now);
        }
        let known = self.known_names();
        if known.contains(&name) {
            let whole = Typed::poison(at);
            self.mismatch_whole(name, &whole);
            return whole;
        }
        let near = nearest(name, known.iter().copied()).map(str::to_owned);
        let place = span_of(self.places, at);
        let allowed = known.into_iter().map(str::to_owned).collect();
        self.findings.push(UnknownName { name: name.to_owned(), place, near, allowed });
        Typed::poison(at)
    }

    fn known_names(&self) -> Vec<&str> {
        let roots = self.scope.roots.iter().map(|(root, _)| root.word());
        let steps = (!self.scope.steps.is_empty()).then_some(STEPS);
        let locals = self.locals.iter().map(|local| local.name.as_str());
        roots.chain(steps).chain(locals).chain(["now"]).collect()
    }

    fn variable(&self, level: usize, at: Extent) -> Typed<'s> {
        let Some(local) = self.locals.get(level) else { return Typed::poison(at) };
        let depth = u8::try_from(self.locals.len() - 1 - level).unwrap_or(u8::MAX);
        let trail =
            local.path.as_ref().map(|path| Trail { path: path.clone(), local: Some(level), indexed: false });
        Typed { trail, ..Typed::new(at, local.ty.clone(), Op::Local(depth)) }
    }

    fn mismatch_whole(&mut self, name: &str, whole: &Typed<'s>) {
        let clash = Clash::Whole { name: name.to_owned() };
        self.mismatch_advised(clash, whole, None, (Some(format!("name a field of it, as `{name}.…`")), None));
    }

    fn select(&mut self, at: Extent, of: &Expr, field: (&str, Extent)) -> Typed<'s> {
        if let Some((root, fields)) = self.root(of) {
            return self.slot(at, root, fields, field);
        }
        if self.is_steps(of) {
            return self.step_alone(at, field);
        }
        if let ExprKind::Select { of: steps, field: step, field_at } = &of.kind
            && self.is_steps(steps)
        {
            return self.of_step(at, (step, *field_at), field);
        }
        let of = self.trace(of);
        let of = self.demand(of);
        self.field(at, of, field)
    }

    fn slot(
        &mut self,
        at: Extent,
        root: Root,
        fields: &'s [Field],
        (name, name_at): (&str, Extent),
    ) -> Typed<'s> {
        let Some((slot, field)) = position(fields, name) else {
            self.unknown_field(root.word(), (name, name_at), names(fields));
            return Typed::poison(at);
        };
        let path = DataPath { root, fields: vec![name.to_owned()] };
        let trail = Some(Trail { path, local: None, indexed: false });
        Typed { trail, ..Typed::new(at, Ty::Known(Cow::Borrowed(&field.ty)), Op::Slot(root, slot)) }
    }

    fn step_alone(&mut self, at: Extent, (step, step_at): (&str, Extent)) -> Typed<'s> {
        if self.step_fields(step, step_at).is_some() {
            self.mismatch_whole(&format!("steps.{step}"), &Typed::poison(at));
        }
        Typed::poison(at)
    }

    /// What a step left behind. The outcome is known of every step that was passed; all else may be guarded.
    fn of_step(&mut self, at: Extent, step: (&str, Extent), (name, name_at): (&str, Extent)) -> Typed<'s> {
        let (step, step_at) = step;
        let Some(fields) = self.step_fields(step, step_at) else { return Typed::poison(at) };
        let Some((_, field)) = position(fields, name) else {
            self.unknown_field(&format!("steps.{step}"), (name, name_at), names(fields));
            return Typed::poison(at);
        };
        let ty = Ty::Known(Cow::Borrowed(&field.ty));
        if name == OUTCOME {
            return Typed::new(at, ty, Op::Outcome(step.to_owned()));
        }
        let path = DataPath { root: Root::Steps, fields: vec![step.to_owned(), name.to_owned()] };
        let trail = Some(Trail { path, local: None, indexed: false });
        Typed { trail, ..Typed::new(at, ty, Op::OfStep(step.to_owned(), name.to_owned())) }
    }

    fn step_fields(&mut self, step: &str, at: Extent) -> Option<&'s [Field]> {
        let found = self.scope.steps.iter().find(|known| known.step == step);
        let Some(known) = found else {
            let steps: Vec<&str> = self.scope.steps.iter().map(|known| known.step).collect();
            let near = nearest(step, steps.iter().copied()).map(str::to_owned);
            let place = self.span(at);
            let allowed = steps.into_iter().map(str::to_owned).collect();
            self.findings.push(UnknownStep { step: step.to_owned(), place, near, allowed });
            return None;
        };
        Some(known.fields)
    }

    fn field(&mut self, at: Extent, of: Typed<'s>, (name, name_at): (&str, Extent)) -> Typed<'s> {
        match &of.ty {
            Ty::Poison => Typed::poison(at),
            Ty::Known(Cow::Borrowed(Type::Record(fields))) => {
                self.part(at, of.clone(), fields, (name, name_at))
            }
            Ty::Known(ty) if **ty == Type::Money => self.money_part(at, of, (name, name_at)),
            _ => {
                let advice = self.field_advice(name, &of);
                let clash = Clash::Operand { operator: ".", found: of.ty.name() };
                self.mismatch_advised(clash, &of, None, (advice, None));
                Typed::poison(at)
            }
        }
    }

    fn part(
        &mut self,
        at: Extent,
        of: Typed<'s>,
        fields: &'s [Field],
        (name, name_at): (&str, Extent),
    ) -> Typed<'s> {
        let Some((slot, field)) = position(fields, name) else {
            let owner = self.written(of.at).to_owned();
            self.unknown_field(&owner, (name, name_at), names(fields));
            return Typed::poison(at);
        };
        let trail = of.trail.clone().map(|mut trail| {
            trail.path.fields.push(name.to_owned());
            trail
        });
        Typed { trail, ..Typed::new(at, Ty::Known(Cow::Borrowed(&field.ty)), Op::Field(Box::new(of), slot)) }
    }

    fn money_part(&mut self, at: Extent, of: Typed<'s>, (name, name_at): (&str, Extent)) -> Typed<'s> {
        let (function, ty) = match name {
            "amount" => (Function::Amount, Type::Decimal),
            "currency" => (Function::CurrencyOf, Type::Currency),
            _ => {
                let owner = self.written(of.at).to_owned();
                self.unknown_field(&owner, (name, name_at), vec!["amount", "currency"]);
                return Typed::poison(at);
            }
        };
        let trail = of.trail.clone();
        Typed { trail, ..Typed::new(at, Ty::of(ty), Op::Call(function, vec![of])) }
    }

    fn field_advice(&self, name: &str, of: &Typed<'s>) -> Option<String> {
        let of_list = of.ty.item().is_some();
        if name == "size" || name == "length" {
            return Some("write `.size()`".to_owned());
        }
        if of_list {
            return Some("a list has no fields; ask about its items with `.exists(item, …)`".to_owned());
        }
        of.ty.known().is_some_and(shape::is_text).then(|| "a text has no fields".to_owned())
    }

    fn index(&mut self, at: Extent, of: &Expr, index: &Expr) -> Typed<'s> {
        let list = self.trace(of);
        let list = self.demand(list);
        let lenient = std::mem::take(&mut self.lenient);
        let index = self.check(index);
        self.lenient = lenient;
        let Some(item) = list.ty.item() else {
            self.mismatch(Clash::Operand { operator: "[…]", found: list.ty.name() }, &list, None);
            return Typed::poison(at);
        };
        if !index.ty.is_poison() && !index.ty.is(&Type::Int) {
            let found = index.ty.name();
            self.mismatch(
                Clash::Argument { function: "[…]".to_owned(), wanted: "int".to_owned(), found },
                &index,
                None,
            );
            return Typed::new(at, item, Op::Poison);
        }
        let trail = list.trail.clone().map(|trail| Trail { indexed: true, ..trail });
        Typed { trail, ..Typed::new(at, item, Op::Index(Box::new(list), Box::new(index))) }
    }
}

fn position<'s>(fields: &'s [Field], name: &str) -> Option<(u16, &'s Field)> {
    let (at, field) = fields.iter().enumerate().find(|(_, field)| field.name == name)?;
    Some((u16::try_from(at).ok()?, field))
}

fn names(fields: &[Field]) -> Vec<&str> {
    fields.iter().map(|field| field.name.as_str()).collect()
}
