//! Operators.

use super::guard::implied;
use super::{Check, shape};
use crate::Extent;
use crate::ast::{BinaryOperator, Expr};
use crate::rules::type_mismatch::Clash;
use crate::typed::{Op, Ty, Typed};
use filrouge_plan::Type;
use filrouge_plan::program::{Comparison, Function, Operation};

impl<'s> Check<'_, 's> {
    pub(super) fn not(&mut self, at: Extent, of: &Expr) -> Typed<'s> {
        let of = self.truth(of, "!");
        Typed::bool(at, Op::Not(Box::new(of)))
    }

    /// An operand that must be a condition.
    fn truth(&mut self, expr: &Expr, operator: &'static str) -> Typed<'s> {
        let typed = self.check(expr);
        if typed.ty.is_poison() || typed.ty.is(&Type::Bool) {
            return typed;
        }
        let advice = self.truth_advice(&typed);
        let clash = Clash::Operand { operator, found: typed.ty.name() };
        self.mismatch_advised(clash, &typed, None, advice);
        Typed::poison(typed.at)
    }

    pub(super) fn chain(&mut self, at: Extent, terms: &[Expr], all: bool) -> Typed<'s> {
        let operator = if all { "&&" } else { "||" };
        let mark = self.guards.mark();
        let mut checked = Vec::with_capacity(terms.len());
        for term in terms {
            let typed = self.in_term(term, |check| check.truth(term, operator));
            // A later term of `&&` matters only when this one holds, of `||` only when it does not.
            self.guards.assume(implied(&typed, all));
            checked.push(typed);
        }
        self.guards.forget(mark);
        Typed::bool(at, if all { Op::All(checked) } else { Op::Any(checked) })
    }

    pub(super) fn choose(&mut self, at: Extent, when: &Expr, ways: [&Expr; 2]) -> Typed<'s> {
        let when = self.in_term(when, |check| check.truth(when, "? :"));
        let [then, otherwise] = [(ways[0], true), (ways[1], false)].map(|(way, taken)| {
            let mark = self.guards.mark();
            self.guards.assume(implied(&when, taken));
            let typed = self.check(way);
            self.guards.forget(mark);
            typed
        });
        let Some(ty) = shape::joined(&then.ty, &otherwise.ty) else {
            let clash = Clash::Branches { left: then.ty.name(), right: otherwise.ty.name() };
            self.mismatch(clash, &otherwise, Some(&then));
            return Typed::poison(at);
        };
        let parts = [when, widened(then, &ty), widened(otherwise, &ty)];
        Typed::new(at, ty, Op::Choose(Box::new(parts)))
    }

    pub(super) fn negate(&mut self, at: Extent, of: &Expr) -> Typed<'s> {
        let of = self.check(of);
        let fits = matches!(of.ty.known(), Some(Type::Int | Type::Decimal | Type::Duration | Type::Money));
        if !fits {
            if !of.ty.is_poison() {
                self.mismatch(Clash::Operand { operator: "-", found: of.ty.name() }, &of, None);
            }
            return Typed::poison(at);
        }
        Typed::new(at, of.ty.clone(), Op::Negate(Box::new(of)))
    }

    pub(super) fn binary(
        &mut self,
        at: Extent,
        operator: BinaryOperator,
        left: &Expr,
        right: &Expr,
    ) -> Typed<'s> {
        let (left, right) = (self.check(left), self.check(right));
        match operator {
            BinaryOperator::Compare(by) => self.compare(at, by, left, right),
            BinaryOperator::Arithmetic(by) => self.arithmetic(at, by, left, right),
            BinaryOperator::In => self.among(at, left, right),
        }
    }

    fn compare(&mut self, at: Extent, by: Comparison, left: Typed<'s>, right: Typed<'s>) -> Typed<'s> {
        let (left_ty, right_ty) = (left.ty.clone(), right.ty.clone());
        let left = self.fitted(left, &right_ty);
        let right = self.fitted(right, &left_ty);
        let ordered = !matches!(by, Comparison::Equal | Comparison::NotEqual);
        let fits = match (left.ty.known(), right.ty.known()) {
            (Some(left), Some(right)) => shape::comparable(left, right, ordered),
            _ => shape::joined(&left.ty, &right.ty).is_some() && !(ordered && left.ty == Ty::EmptyList),
        };
        if !fits {
            self.operands_clash(by.word(), &left, &right);
            return Typed::bool(at, Op::Poison);
        }
        Typed::bool(at, Op::Compare(by, Box::new(left), Box::new(right)))
    }

    fn operands_clash(&mut self, operator: &'static str, left: &Typed<'s>, right: &Typed<'s>) {
        let advice = self.operands_advice(left, right);
        let clash = Clash::Operands { operator, left: left.ty.name(), right: right.ty.name() };
        self.mismatch_advised(clash, right, Some(left), advice);
    }

    fn among(&mut self, at: Extent, item: Typed<'s>, list: Typed<'s>) -> Typed<'s> {
        let Some(items) = list.ty.item() else {
            self.operands_clash("in", &item, &list);
            return Typed::bool(at, Op::Poison);
        };
        let item_ty = item.ty.clone();
        let list = self.fitted_items(list, &item_ty);
        let item = self.fitted(item, &items);
        let fits = match (item.ty.known(), items.known()) {
            (Some(item), Some(of)) => shape::comparable(item, of, false),
            _ => true,
        };
        if !fits && !list.ty.is_poison() {
            self.operands_clash("in", &item, &list);
            return Typed::bool(at, Op::Poison);
        }
        Typed::bool(at, Op::In(Box::new(item), Box::new(list)))
    }

    fn arithmetic(&mut self, at: Extent, by: Operation, left: Typed<'s>, right: Typed<'s>) -> Typed<'s> {
        let ty = match (left.ty.known(), right.ty.known()) {
            (Some(Type::List(_)), Some(Type::List(_))) if by == Operation::Add => {
                shape::joined(&left.ty, &right.ty)
            }
            (Some(left), Some(right)) => shape::result(by, left, right).map(Ty::of),
            _ if left.ty.is_poison() || right.ty.is_poison() => return Typed::poison(at),
            _ => (by == Operation::Add).then(|| shape::joined(&left.ty, &right.ty)).flatten(),
        };
        let Some(ty) = ty else {
            self.operands_clash(by.word(), &left, &right);
            return Typed::poison(at);
        };
        Typed::new(at, ty, Op::Arithmetic(by, Box::new(left), Box::new(right)))
    }
}

/// A whole number where a decimal is wanted.
pub(super) fn widened<'s>(typed: Typed<'s>, ty: &Ty<'s>) -> Typed<'s> {
    if !ty.is(&Type::Decimal) || !typed.ty.is(&Type::Int) {
        return typed;
    }
    let at = typed.at;
    Typed::new(at, Ty::of(Type::Decimal), Op::Call(Function::ToDecimal, vec![typed]))
}
