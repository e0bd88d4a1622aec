//! The words of an expression.

use super::{Role, Token};
use filrouge_expression::{Expr, ExprKind, Extent};
use filrouge_source::Span;
use std::ops::Range;

/// What each word of an expression is; of one that is broken, what could be understood.
pub fn tokens(text: &str, place: &dyn Fn(Range<usize>) -> Span, tokens: &mut Vec<Token>) {
    if let (Some(tree), _) = filrouge_expression::parse(text) {
        Walk { place, tokens }.visit(&tree);
    }
}

struct Walk<'w> {
    place: &'w dyn Fn(Range<usize>) -> Span,
    tokens: &'w mut Vec<Token>,
}

impl Walk<'_> {
    fn push(&mut self, at: Extent, ty: Role) {
        let at = (self.place)(at.range());
        self.tokens.push(Token::new(at, ty));
    }

    /// Iterative, so that no nesting can exhaust the stack.
    fn visit(&mut self, tree: &Expr) {
        let mut open = vec![tree];
        while let Some(expr) = open.pop() {
            self.word(expr);
            open.extend(operands(expr));
        }
    }

    fn word(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Text(_) => self.push(expr.at, Role::String),
            ExprKind::Int(_) | ExprKind::Decimal(_) => self.push(expr.at, Role::Number),
            ExprKind::Bool(_) => self.push(expr.at, Role::Keyword),
            ExprKind::Name(_) => self.push(expr.at, Role::Variable),
            ExprKind::Select { field_at, .. } => self.push(*field_at, Role::Property),
            ExprKind::Call { on, name_at, .. } => {
                self.push(*name_at, if on.is_some() { Role::Method } else { Role::Function });
            }
            _ => {}
        }
    }
}

fn operands(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::List(items) | ExprKind::All(items) | ExprKind::Any(items) => items.iter().collect(),
        ExprKind::Select { of, .. } | ExprKind::Not(of) | ExprKind::Negate(of) => vec![of],
        ExprKind::Index { of, index } => vec![of, index],
        ExprKind::Call { on, arguments, .. } => on.as_deref().into_iter().chain(arguments).collect(),
        ExprKind::Binary { left, right, .. } => vec![left, right],
        ExprKind::Choose { when, then, otherwise } => vec![when, then, otherwise],
        ExprKind::Text(_)
        | ExprKind::Int(_)
        | ExprKind::Decimal(_)
        | ExprKind::Bool(_)
        | ExprKind::Name(_)
        | ExprKind::Poison => Vec::new(),
    }
}
