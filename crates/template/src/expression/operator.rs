//! Operators: which values they fit and what comes out.

use super::{Checker, Typed, merged, range};
use crate::filters::{Family, family, is_printable};
use filrouge_plan::Type;
use filrouge_report::{listed, nearest};
use minijinja::machinery::ast::{BinOp, BinOpKind, Compare, CompareOpKind, Expr, UnaryOp, UnaryOpKind};
use std::ops::Range;

/// How two values are put side by side.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equal,
    Order,
    Member,
}

impl Checker<'_> {
    pub(super) fn unary(&mut self, unary: &UnaryOp<'_>, at: Range<usize>) -> Typed {
        if matches!(unary.op, UnaryOpKind::Not) {
            self.expression(&unary.expr);
            return Typed::made(Some(Type::Bool), at);
        }
        let number = self.required(&unary.expr);
        self.want_family(&number, Family::Number, "`-`");
        Typed { range: at, path: None, key: None, ..number }
    }

    pub(super) fn binary(&mut self, pair: &BinOp<'_>, at: Range<usize>) -> Typed {
        match pair.op {
            BinOpKind::ScAnd | BinOpKind::ScOr => self.either(pair, at),
            BinOpKind::Concat => self.concat(pair, at),
            BinOpKind::Eq | BinOpKind::Ne => self.compared(pair, Comparison::Equal, at),
            BinOpKind::Lt | BinOpKind::Lte | BinOpKind::Gt | BinOpKind::Gte => {
                self.compared(pair, Comparison::Order, at)
            }
            BinOpKind::In => self.compared(pair, Comparison::Member, at),
            _ => self.arithmetic(pair, at),
        }
    }

    pub(super) fn compare(&mut self, chain: &Compare<'_>, at: Range<usize>) -> Typed {
        let mut left = &chain.expr;
        for op in &chain.ops {
            let how = match op.op {
                CompareOpKind::Eq | CompareOpKind::Ne => Comparison::Equal,
                CompareOpKind::In | CompareOpKind::NotIn => Comparison::Member,
                _ => Comparison::Order,
            };
            self.side_by_side(left, &op.expr, how);
            left = &op.expr;
        }
        Typed::made(Some(Type::Bool), at)
    }

    /// `and` and `or`: the second side is looked at only when the first came out so.
    fn either(&mut self, pair: &BinOp<'_>, at: Range<usize>) -> Typed {
        let left = self.expression(&pair.left);
        let truth = matches!(pair.op, BinOpKind::ScAnd);
        self.frames.open(self.present(&pair.left, truth));
        let right = self.expression(&pair.right);
        self.frames.close();
        let ty = if truth { Some(Type::Bool) } else { merged(left.inner().cloned(), right.ty) };
        Typed::made(ty, at)
    }

    fn concat(&mut self, pair: &BinOp<'_>, at: Range<usize>) -> Typed {
        for side in [&pair.left, &pair.right] {
            let typed = self.required(side);
            self.printed(&typed);
            if typed.ty == Some(Type::Decimal) {
                let help = Some("write the number as its reader does: `| number`");
                self.mismatch(typed.range, "a number with decimals is put into text by a filter", help);
            }
        }
        Typed::made(Some(Type::String), at)
    }

    fn arithmetic(&mut self, pair: &BinOp<'_>, at: Range<usize>) -> Typed {
        let sides = [&pair.left, &pair.right].map(|side| self.required(side));
        for side in &sides {
            self.want_family(side, Family::Number, "a sum");
        }
        let whole = sides.iter().all(|side| side.ty == Some(Type::Int)) && !matches!(pair.op, BinOpKind::Div);
        Typed::made(Some(if whole { Type::Int } else { Type::Decimal }), at)
    }

    fn compared(&mut self, pair: &BinOp<'_>, how: Comparison, at: Range<usize>) -> Typed {
        self.side_by_side(&pair.left, &pair.right, how);
        Typed::made(Some(Type::Bool), at)
    }

    fn side_by_side(&mut self, left: &Expr<'_>, right: &Expr<'_>, how: Comparison) {
        let (mut one, mut other) = (self.expression(left), self.expression(right));
        if how == Comparison::Order {
            (one, other) = (self.demand(one), self.demand(other));
        } else if how == Comparison::Member {
            other = self.demand(other);
        }
        let (Some(first), Some(second)) = (one.inner(), other.inner()) else { return };
        if !fits(first, second, how) {
            let whole = one.range.start..other.range.end;
            self.mismatch(
                whole,
                format!("`{first}` and `{second}` cannot be compared like this"),
                hint(first, how),
            );
        } else if how == Comparison::Equal {
            self.word_of_enum(first, right);
            self.word_of_enum(second, left);
        }
    }

    /// Refuses a written word that the closed set it is compared with does not hold.
    fn word_of_enum(&mut self, set: &Type, written: &Expr<'_>) {
        let (Type::Enum(words), Expr::Const(constant)) = (set, written) else { return };
        let Some(word) = constant.value.as_str() else { return };
        if words.iter().all(|known| known != word) {
            let help = match nearest(word, words.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are {}", listed(words.iter().map(String::as_str))),
            };
            self.mismatch(
                range(written),
                format!("`{word}` is not one of the words of this field"),
                Some(&help),
            );
        }
    }

    /// Refuses a value of another family; a poisoned one is left alone.
    pub fn want_family(&mut self, typed: &Typed, wanted: Family, by: &str) {
        let Some(ty) = typed.inner().filter(|ty| family(ty) != wanted) else { return };
        let problem = format!("{by} needs {}, and this is of type `{ty}`", wanted.words());
        let help = matches!(ty, Type::Money).then_some("an amount has `.amount` and `.currency`");
        self.mismatch(typed.range.clone(), problem, help);
    }
}

fn fits(one: &Type, other: &Type, how: Comparison) -> bool {
    let (first, second) = (family(one), family(other));
    match how {
        Comparison::Equal => first == second,
        Comparison::Order => {
            first == second
                && matches!(first, Family::Number | Family::Text | Family::Date | Family::Datetime)
        }
        Comparison::Member => match other {
            Type::List(item) => family(item.required()) == first && is_printable(one),
            _ => first == Family::Text && second == Family::Text,
        },
    }
}

fn hint(ty: &Type, how: Comparison) -> Option<&'static str> {
    match (ty, how) {
        (Type::Money, Comparison::Order | Comparison::Equal) => Some("compare its `.amount`"),
        _ => None,
    }
}
