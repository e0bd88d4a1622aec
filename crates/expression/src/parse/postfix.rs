//! Literals, names, lists, calls, and what stands behind them.

use super::{Parser, poison};
use crate::ast::{Expr, ExprKind};
use crate::token::TokenKind;
use crate::{Extent, Problem};

impl Parser<'_> {
    pub(super) fn postfix(&mut self) -> Expr {
        let mut tree = self.primary();
        loop {
            if self.eat(&TokenKind::Dot) {
                tree = self.selected(tree);
            } else if self.is_at(&TokenKind::OpenList) {
                tree = self.indexed(tree);
            } else if self.is_at(&TokenKind::Question) && self.chains_optionally() {
                tree = self.optionally_chained(tree);
            } else {
                return tree;
            }
        }
    }

    /// `-` before a number is part of it, so that the smallest number can be written.
    pub(super) fn negated(&mut self, sign: Extent) -> Expr {
        self.next();
        let number = self.peek();
        let literal = match number.kind {
            TokenKind::Int(digits) => 0_i64.checked_sub_unsigned(digits).map(ExprKind::Int),
            TokenKind::Decimal(decimal) => Some(ExprKind::Decimal(-decimal)),
            _ => None,
        };
        if let Some(kind) = literal.filter(|_| number.at.start == sign.end) {
            self.next();
            let literal = self.node(sign.to(number.at), kind);
            return self.postfix_of(literal);
        }
        let of = self.unary();
        let at = sign.to(of.at);
        self.node(at, ExprKind::Negate(Box::new(of)))
    }

    fn postfix_of(&mut self, literal: Expr) -> Expr {
        let mut tree = literal;
        while self.eat(&TokenKind::Dot) {
            tree = self.selected(tree);
        }
        tree
    }

    fn primary(&mut self) -> Expr {
        let token = self.peek();
        let kind = match token.kind {
            TokenKind::Text(text) => ExprKind::Text(text),
            TokenKind::Decimal(decimal) => ExprKind::Decimal(decimal),
            TokenKind::Int(digits) => match i64::try_from(digits) {
                Ok(number) => ExprKind::Int(number),
                Err(_) => return self.too_great(token.at),
            },
            TokenKind::Name(name) => return self.named(name, token.at),
            TokenKind::Open => return self.parenthesised(token.at),
            TokenKind::OpenList => {
                self.next();
                let (items, end) = self.arguments(&TokenKind::CloseList, token.at);
                return self.node(token.at.to(end), ExprKind::List(items));
            }
            TokenKind::Bad => ExprKind::Poison,
            _ => return self.nothing_here(token.at),
        };
        self.next();
        self.node(token.at, kind)
    }

    fn too_great(&mut self, at: Extent) -> Expr {
        self.next();
        let word = self.written(at).to_owned();
        self.report(Problem::new(at, format!("`{word}` does not fit a number"), "more than 64 bits"));
        poison(at)
    }

    fn nothing_here(&mut self, at: Extent) -> Expr {
        let word = self.written(at);
        let message = if word.is_empty() {
            "the condition ends too early".to_owned()
        } else {
            format!("`{word}` stands where a value is expected")
        };
        self.report(Problem::new(at, message, "expected a value here"));
        self.skip();
        poison(at)
    }

    fn named(&mut self, name: &str, at: Extent) -> Expr {
        self.next();
        if self.is_at(&TokenKind::Open) {
            return self.called(None, name, at);
        }
        let kind = match name {
            "true" => ExprKind::Bool(true),
            "false" => ExprKind::Bool(false),
            _ => match self.foreign_name(name, at) {
                Some(kind) => kind,
                None => ExprKind::Name(name.to_owned()),
            },
        };
        self.node(at, kind)
    }

    fn parenthesised(&mut self, open: Extent) -> Expr {
        self.next();
        let inner = self.expression();
        let close = self.peek();
        if self.eat(&TokenKind::Close) {
            return Expr { at: open.to(close.at), ..inner };
        }
        self.unclosed(open, ")");
        self.skip();
        poison(open.to(inner.at))
    }

    fn unclosed(&mut self, open: Extent, close: &str) {
        let word = self.written(open).to_owned();
        let problem = Problem::new(open, format!("`{word}` is never closed"), "opened here");
        self.report(problem.help(format!("close it with `{close}`")));
    }

    /// The items up to `close`, and the extent of the last sign.
    fn arguments(&mut self, close: &TokenKind<'_>, open: Extent) -> (Vec<Expr>, Extent) {
        let mut items = Vec::new();
        loop {
            let end = self.peek().at;
            if self.eat(close) {
                return (items, end);
            }
            items.push(self.expression());
            if self.eat(&TokenKind::Comma) {
                continue;
            }
            let end = self.peek().at;
            if self.eat(close) {
                return (items, end);
            }
            self.unclosed(open, if *close == TokenKind::Close { ")" } else { "]" });
            self.at = self.tokens.len().saturating_sub(1);
            return (items, end);
        }
    }

    fn called(&mut self, on: Option<Expr>, name: &str, name_at: Extent) -> Expr {
        let open = self.next().at;
        let (arguments, end) = self.arguments(&TokenKind::Close, open);
        let start = on.as_ref().map_or(name_at, |on| on.at);
        let (on, name) = (on.map(Box::new), name.to_owned());
        self.node(start.to(end), ExprKind::Call { on, name, name_at, arguments })
    }

    fn selected(&mut self, of: Expr) -> Expr {
        let token = self.peek();
        match token.kind {
            TokenKind::Name(name) => {
                self.next();
                if self.is_at(&TokenKind::Open) {
                    return self.called(Some(of), name, token.at);
                }
                let at = of.at.to(token.at);
                let (of, field) = (Box::new(of), name.to_owned());
                self.node(at, ExprKind::Select { of, field, field_at: token.at })
            }
            TokenKind::Bad => {
                self.next();
                poison(of.at.to(token.at))
            }
            _ => {
                let problem =
                    Problem::new(of.at.to(token.at), "a field name is missing behind `.`", "ends in `.`");
                self.report(problem);
                poison(of.at)
            }
        }
    }

    fn indexed(&mut self, of: Expr) -> Expr {
        let open = self.next().at;
        let index = self.expression();
        let close = self.peek().at;
        if !self.eat(&TokenKind::CloseList) {
            self.unclosed(open, "]");
            self.skip();
            return poison(of.at.to(index.at));
        }
        let at = of.at.to(close);
        self.node(at, ExprKind::Index { of: Box::new(of), index: Box::new(index) })
    }
}
