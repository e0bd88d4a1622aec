//! Tokens to a tree: a Pratt parser that reports and goes on.

mod foreign;
mod postfix;

use crate::ast::{BinaryOperator, Expr, ExprKind};
use crate::token::{Token, TokenKind, tokens};
use crate::{Extent, Problem};

/// Levels of expressions in one another, at most.
pub(crate) const DEPTH_LIMIT: u16 = 200;
/// Words and signs in one expression, at most.
const TOKEN_LIMIT: usize = 20_000;

/// The tree of `text`, and what is wrong with its spelling. Whatever could be understood is in the tree, the rest
/// is [`ExprKind::Poison`] in it; there is no tree when there is no expression at all.
#[must_use]
pub fn parse(text: &str) -> (Option<Expr>, Vec<Problem>) {
    let (tokens, problems) = tokens(text);
    let whole = Extent::new(0, text.len());
    if tokens.len() > TOKEN_LIMIT {
        let problem = Problem::new(whole, "the condition is too long", "more than 20000 words and signs");
        return (None, vec![problem]);
    }
    if tokens.len() == 1 {
        let problem = Problem::new(whole, "the condition is empty", "nothing stands here");
        return (None, vec![problem.help("drop it, or say what must hold, as `profile.plan == 'free'`")]);
    }
    let mut parser = Parser { text, tokens, problems, at: 0, nesting: 0, gave_up: false };
    let tree = parser.whole();
    (Some(tree), parser.problems)
}

struct Parser<'t> {
    text: &'t str,
    tokens: Vec<Token<'t>>,
    problems: Vec<Problem>,
    at: usize,
    nesting: u16,
    gave_up: bool,
}

impl<'t> Parser<'t> {
    fn whole(&mut self) -> Expr {
        let tree = self.expression();
        let left = self.peek();
        if !matches!(left.kind, TokenKind::End | TokenKind::Bad) {
            let word = self.written(left.at).to_owned();
            let label = if is_closing(&left.kind) { "closes nothing" } else { "not expected here" };
            self.report(Problem::new(left.at, format!("`{word}` does not belong here"), label));
        }
        tree
    }

    fn peek(&self) -> Token<'t> {
        let last = Token { at: Extent::new(self.text.len(), self.text.len()), kind: TokenKind::End };
        self.tokens.get(self.at).cloned().unwrap_or(last)
    }

    fn is_at(&self, kind: &TokenKind<'_>) -> bool {
        self.tokens.get(self.at).is_some_and(|token| token.kind == *kind)
    }

    fn next(&mut self) -> Token<'t> {
        let token = self.peek();
        if token.kind != TokenKind::End {
            self.at += 1;
        }
        token
    }

    fn eat(&mut self, kind: &TokenKind<'_>) -> bool {
        let found = self.is_at(kind);
        if found {
            self.at += 1;
        }
        found
    }

    fn written(&self, at: Extent) -> &'t str {
        self.text.get(at.range()).unwrap_or("")
    }

    fn node(&mut self, at: Extent, kind: ExprKind) -> Expr {
        let depth = kind.inner_depth() + 1;
        if depth > DEPTH_LIMIT {
            return self.too_deep(at);
        }
        Expr { at, depth, kind }
    }

    /// Gives up: what follows would only be about brackets that are still open.
    fn too_deep(&mut self, at: Extent) -> Expr {
        let problem = Problem::new(at, "the condition is nested too deeply", "more than 200 levels");
        self.report(problem.help("split it into segments"));
        self.gave_up = true;
        self.at = self.tokens.len().saturating_sub(1);
        poison(at)
    }

    /// An expression of any kind.
    fn expression(&mut self) -> Expr {
        self.nesting += 1;
        let tree = if self.nesting > DEPTH_LIMIT { self.too_deep(self.peek().at) } else { self.choice() };
        self.nesting -= 1;
        tree
    }

    fn choice(&mut self) -> Expr {
        let when = self.binary(0);
        if !self.eat(&TokenKind::Question) {
            return when;
        }
        let then = self.expression();
        if !self.eat(&TokenKind::Colon) {
            let at = self.peek().at;
            let problem = Problem::new(at, "`?` needs a `:` and the other value", "expected `:`");
            self.report(problem);
            self.skip();
            return poison(when.at.to(then.at));
        }
        let otherwise = self.expression();
        let at = when.at.to(otherwise.at);
        let [when, then, otherwise] = [when, then, otherwise].map(Box::new);
        self.node(at, ExprKind::Choose { when, then, otherwise })
    }

    fn binary(&mut self, least: u8) -> Expr {
        let mut left = self.unary();
        loop {
            self.translate_word();
            let (power, operator) = match power(&self.peek().kind) {
                Some((power, operator)) if power > least => (power, operator),
                Some(_) => return left,
                None if self.starts_operand() => {
                    let known = self.foreign_operator(&left);
                    left = known.unwrap_or_else(|| self.missing_operator(&left));
                    continue;
                }
                None if self.is_at(&TokenKind::Bad) => {
                    let at = self.peek().at;
                    self.skip();
                    left = poison(left.at.to(at));
                    continue;
                }
                None => return left,
            };
            left = match operator {
                Some(operator) => self.operation(left, operator, power),
                None => self.chain(left, power),
            };
        }
    }

    fn operation(&mut self, left: Expr, operator: BinaryOperator, power: u8) -> Expr {
        let sign = self.next();
        if let Some(known) = self.compared_with_null(&left, operator) {
            return known;
        }
        let right = self.operand_of(sign.at, power);
        let at = left.at.to(right.at);
        self.node(at, ExprKind::Binary { operator, left: Box::new(left), right: Box::new(right) })
    }

    /// `a && b && c` is one node, however long.
    fn chain(&mut self, first: Expr, power: u8) -> Expr {
        let sign = self.peek().kind;
        let mut terms = vec![first];
        while self.is_at(&sign) {
            let at = self.next().at;
            terms.push(self.operand_of(at, power));
            self.translate_word();
        }
        let at = terms.iter().map(|term| term.at).reduce(Extent::to).unwrap_or(self.peek().at);
        self.node(at, if sign == TokenKind::And { ExprKind::All(terms) } else { ExprKind::Any(terms) })
    }

    fn operand_of(&mut self, sign: Extent, power: u8) -> Expr {
        if self.starts_operand() || matches!(self.peek().kind, TokenKind::Bad) {
            return self.binary(power);
        }
        let word = self.written(sign).to_owned();
        let problem =
            Problem::new(sign, format!("`{word}` has nothing on its right"), "expected a value behind it");
        self.report(problem);
        poison(sign)
    }

    fn unary(&mut self) -> Expr {
        self.nesting += 1;
        let tree = if self.nesting > DEPTH_LIMIT { self.too_deep(self.peek().at) } else { self.prefixed() };
        self.nesting -= 1;
        tree
    }

    fn prefixed(&mut self) -> Expr {
        self.translate_not();
        let sign = self.peek();
        match sign.kind {
            TokenKind::Not => {
                self.next();
                let of = self.unary();
                let at = sign.at.to(of.at);
                self.node(at, ExprKind::Not(Box::new(of)))
            }
            TokenKind::Arithmetic(filrouge_plan::program::Operation::Subtract) => self.negated(sign.at),
            _ => self.postfix(),
        }
    }

    fn report(&mut self, problem: Problem) {
        if !self.gave_up {
            self.problems.push(problem);
        }
    }

    /// Goes on behind the words that were not understood: at the next `&&`, `||`, comma or closing sign.
    fn skip(&mut self) {
        let mut open = 0_u32;
        loop {
            match self.peek().kind {
                TokenKind::End => return,
                TokenKind::Open | TokenKind::OpenList => open += 1,
                TokenKind::Close | TokenKind::CloseList if open > 0 => open -= 1,
                TokenKind::Close
                | TokenKind::CloseList
                | TokenKind::Comma
                | TokenKind::Colon
                | TokenKind::And
                | TokenKind::Or
                    if open == 0 =>
                {
                    return;
                }
                _ => {}
            }
            self.next();
        }
    }

    fn starts_operand(&self) -> bool {
        matches!(
            self.peek().kind,
            TokenKind::Int(_)
                | TokenKind::Decimal(_)
                | TokenKind::Text(_)
                | TokenKind::Name(_)
                | TokenKind::Not
                | TokenKind::Arithmetic(filrouge_plan::program::Operation::Subtract)
                | TokenKind::Open
                | TokenKind::OpenList
        )
    }

    fn missing_operator(&mut self, left: &Expr) -> Expr {
        let at = self.peek().at;
        let word = self.written(at).to_owned();
        self.report(
            Problem::new(at, format!("an operator is missing before `{word}`"), "not expected here")
                .help("join two conditions with `&&` (both) or `||` (either)"),
        );
        self.skip();
        poison(left.at.to(at))
    }
}

fn poison(at: Extent) -> Expr {
    Expr { at, depth: 1, kind: ExprKind::Poison }
}

const fn is_closing(kind: &TokenKind<'_>) -> bool {
    matches!(kind, TokenKind::Close | TokenKind::CloseList)
}

/// How strongly an operator binds; `&&` and `||` have no [`BinaryOperator`].
fn power(kind: &TokenKind<'_>) -> Option<(u8, Option<BinaryOperator>)> {
    use filrouge_plan::program::Operation::{Add, Subtract};
    Some(match kind {
        TokenKind::Or => (1, None),
        TokenKind::And => (2, None),
        TokenKind::Compare(comparison) => (3, Some(BinaryOperator::Compare(*comparison))),
        TokenKind::Name("in") => (3, Some(BinaryOperator::In)),
        TokenKind::Arithmetic(operation @ (Add | Subtract)) => {
            (4, Some(BinaryOperator::Arithmetic(*operation)))
        }
        TokenKind::Arithmetic(operation) => (5, Some(BinaryOperator::Arithmetic(*operation))),
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
