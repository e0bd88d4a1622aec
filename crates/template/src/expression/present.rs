//! What a condition says about the presence of values.

use super::Checker;
use minijinja::machinery::ast::{BinOpKind, CompareOpKind, Expr, UnaryOpKind};

impl Checker<'_> {
    /// Keys of the values that are there whenever `condition` comes out as `truth`.
    pub fn present(&self, condition: &Expr<'_>, truth: bool) -> Vec<String> {
        match condition {
            Expr::Var(_) | Expr::GetAttr(_) | Expr::GetItem(_) if truth => self.keys(condition),
            Expr::Test(test) if (test.name == "defined") == truth && is_presence(test.name) => {
                self.keys(&test.expr)
            }
            Expr::UnaryOp(unary) if matches!(unary.op, UnaryOpKind::Not) => self.present(&unary.expr, !truth),
            Expr::BinOp(pair) => match (pair.op, truth) {
                (BinOpKind::ScAnd, true) | (BinOpKind::ScOr, false) => {
                    [self.present(&pair.left, truth), self.present(&pair.right, truth)].concat()
                }
                (BinOpKind::Eq, true) | (BinOpKind::Ne, false) => self.equal(&pair.left, &pair.right),
                _ => Vec::new(),
            },
            Expr::Compare(chain) => match chain.ops.as_slice() {
                [one]
                    if matches!((one.op, truth), (CompareOpKind::Eq, true) | (CompareOpKind::Ne, false)) =>
                {
                    self.equal(&chain.expr, &one.expr)
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// A value that equals a written one is there.
    fn equal(&self, one: &Expr<'_>, other: &Expr<'_>) -> Vec<String> {
        match (one, other) {
            (Expr::Const(_), path) | (path, Expr::Const(_)) => self.keys(path),
            _ => Vec::new(),
        }
    }
}

fn is_presence(test: &str) -> bool {
    matches!(test, "defined" | "undefined")
}
