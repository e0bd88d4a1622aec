//! What the place of use takes.

use super::operator::widened;
use super::{Check, shape};
use crate::ast::Expr;
use crate::rules::type_mismatch::Clash;
use crate::scope::Want;
use crate::typed::{Ty, Typed};
use filrouge_plan::Type;

impl<'s> Check<'_, 's> {
    /// The whole expression, which must yield what the place takes.
    pub(super) fn wanted(&mut self, expr: &Expr, want: Want<'_>) -> Typed<'s> {
        match want {
            Want::Any => self.check(expr),
            Want::Perhaps => self.perhaps(expr),
            Want::Condition => self.condition(expr),
            Want::Text => {
                let typed = self.check(expr);
                self.textual(typed)
            }
            Want::Written => {
                let typed = self.check(expr);
                self.plain(typed)
            }
            Want::Choice => {
                let typed = self.perhaps(expr);
                let optional = typed.ty.clone();
                let required = Typed { ty: typed.ty.clone().required(), ..typed };
                Typed { ty: optional, ..self.textual(required) }
            }
            Want::Assignable(ty) => self.assignable(expr, ty),
        }
    }

    fn condition(&mut self, expr: &Expr) -> Typed<'s> {
        let typed = self.check(expr);
        if !typed.ty.is_poison() && !typed.ty.is(&Type::Bool) {
            let advice = self.truth_advice(&typed);
            let clash = Clash::Result { wanted: "a condition".to_owned(), found: typed.ty.name() };
            self.mismatch_advised(clash, &typed, None, advice);
        }
        typed
    }

    fn textual(&mut self, typed: Typed<'s>) -> Typed<'s> {
        if !typed.ty.is_poison() && !typed.ty.known().is_some_and(shape::is_text) {
            let repair = self.wrapped(&typed, "string");
            let clash = Clash::Result { wanted: "a text".to_owned(), found: typed.ty.name() };
            let advice = repair.as_ref().map(|_| "make it a text with `string(…)`".to_owned());
            self.mismatch_advised(clash, &typed, None, (advice, repair));
        }
        typed
    }

    fn plain(&mut self, typed: Typed<'s>) -> Typed<'s> {
        if !typed.ty.is_poison() && !typed.ty.known().is_some_and(shape::is_written) {
            let clash = Clash::Result {
                wanted: "a text, a number, a truth or a date".to_owned(),
                found: typed.ty.name(),
            };
            self.mismatch_advised(clash, &typed, None, (None, None));
        }
        typed
    }

    fn assignable(&mut self, expr: &Expr, ty: &Type) -> Typed<'s> {
        let typed = if ty.is_optional() {
            let mut typed = self.perhaps(expr);
            typed.ty = typed.ty.required();
            typed
        } else {
            self.check(expr)
        };
        let wanted = ty.required();
        let typed = self.fitted(typed, &Ty::of(wanted.clone()));
        if !may_hold(wanted, &typed.ty) {
            let advice = self.assignment_advice(wanted, &typed);
            let clash = Clash::Result { wanted: wanted.to_string(), found: typed.ty.name() };
            self.mismatch_advised(clash, &typed, None, advice);
            return Typed::poison(typed.at);
        }
        widened(typed, &Ty::of(wanted.clone()))
    }
}

/// Whether a field of type `wanted` may hold what has type `found`. Literals were checked against the words and
/// forms of `wanted` before, so that a text literal fits wherever its form does.
fn may_hold(wanted: &Type, found: &Ty<'_>) -> bool {
    let Some(found) = found.known() else {
        return found.is_poison() || matches!(wanted, Type::List(_));
    };
    match (wanted, found) {
        (Type::Decimal, Type::Int) => true,
        (Type::String, found) => shape::is_text(found),
        (Type::Enum(words), Type::Enum(others)) => others.iter().all(|word| words.contains(word)),
        (Type::List(wanted), Type::List(found)) => may_hold(wanted, &Ty::of((**found).clone())),
        _ => wanted == found,
    }
}
