//! `all`, `exists`, `exists_one`, `filter` and `map`.

use super::{Check, Local};
use crate::Extent;
use crate::ast::{Expr, ExprKind};
use crate::rules::type_mismatch::Clash;
use crate::typed::{Op, Trail, Ty, Typed};
use filrouge_plan::Type;
use filrouge_plan::program::Quantifier;

impl<'s> Check<'_, 's> {
    pub(super) fn each(
        &mut self,
        at: Extent,
        on: &Expr,
        quantifier: Quantifier,
        arguments: &[Expr],
    ) -> Typed<'s> {
        let list = self.check(on);
        let [variable, body] = arguments else {
            return self.miscounted(at, quantifier.word(), 2, arguments);
        };
        let ExprKind::Name(name) = &variable.kind else {
            if !matches!(variable.kind, ExprKind::Poison) {
                let wanted = "a name for the item first, as in `.exists(item, item.price > 10)`".to_owned();
                let clash = Clash::Written { function: quantifier.word().to_owned(), wanted };
                self.mismatch(clash, &Typed::poison(variable.at), None);
            }
            return Typed::poison(at);
        };
        let Some(item) = list.ty.item() else {
            let clash = Clash::Argument {
                function: quantifier.word().to_owned(),
                wanted: "a list".to_owned(),
                found: list.ty.name(),
            };
            self.mismatch(clash, &list, None);
            return Typed::poison(at);
        };
        let path = list.trail.as_ref().map(|trail| trail.path.clone());
        let body = self.body(Local { name: name.clone(), ty: item, path }, body, quantifier);
        self.made(at, list, quantifier, body)
    }

    fn body(&mut self, local: Local<'s>, body: &Expr, quantifier: Quantifier) -> Typed<'s> {
        self.locals.push(local);
        let mark = self.guards.mark();
        let lenient = std::mem::take(&mut self.lenient);
        let typed = if quantifier == Quantifier::Map {
            self.check(body)
        } else {
            self.in_term(body, |check| check.item_condition(body, quantifier))
        };
        self.lenient = lenient;
        self.guards.forget(mark);
        self.locals.pop();
        typed
    }

    fn item_condition(&mut self, body: &Expr, quantifier: Quantifier) -> Typed<'s> {
        let typed = self.check(body);
        if typed.ty.is_poison() || typed.ty.is(&Type::Bool) {
            return typed;
        }
        let clash = Clash::Argument {
            function: quantifier.word().to_owned(),
            wanted: "a condition on the item".to_owned(),
            found: typed.ty.name(),
        };
        self.mismatch(clash, &typed, None);
        Typed::poison(typed.at)
    }

    fn made(&self, at: Extent, list: Typed<'s>, quantifier: Quantifier, body: Typed<'s>) -> Typed<'s> {
        let trail = list.trail.clone().map(|trail| Trail { indexed: true, ..trail });
        let (ty, trail) = match quantifier {
            Quantifier::Filter => (list.ty.clone(), trail),
            Quantifier::Map => match &body.ty {
                Ty::Known(item) => (Ty::of(Type::List(Box::new(item.clone().into_owned()))), None),
                _ => (Ty::Poison, None),
            },
            _ => (Ty::of(Type::Bool), None),
        };
        Typed { trail, ..Typed::new(at, ty, Op::Each(quantifier, Box::new(list), Box::new(body))) }
    }
}
