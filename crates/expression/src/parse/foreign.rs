//! Habits of other languages: each gets one problem that names what we write.

use super::{Parser, poison};
use crate::ast::{BinaryOperator, Expr, ExprKind};
use crate::token::{Token, TokenKind};
use crate::{Extent, Problem};
use filrouge_plan::program::Comparison;

const NOTHING: &[&str] = &["null", "NULL", "Null", "nil", "None", "undefined"];
const NO_NULL: &str = "there is no `null`: a field is there or it is absent, and `has(…)` tells";

impl<'t> Parser<'t> {
    fn name_at(&self, ahead: usize) -> Option<&'t str> {
        match self.tokens.get(self.at + ahead)?.kind {
            TokenKind::Name(name) => Some(name),
            _ => None,
        }
    }

    fn become_operator(&mut self, kind: TokenKind<'t>) {
        if let Some(token) = self.tokens.get_mut(self.at) {
            *token = Token { at: token.at, kind };
        }
    }

    /// `and`, `or` and `IN` between two operands.
    pub(super) fn translate_word(&mut self) {
        let Some(name) = self.name_at(0) else { return };
        let (kind, ours) = match name.to_ascii_lowercase().as_str() {
            "and" => (TokenKind::And, "&&"),
            "or" => (TokenKind::Or, "||"),
            "in" if name != "in" => (TokenKind::Name("in"), "in"),
            _ => return,
        };
        self.become_operator(kind);
        self.say_instead(self.peek().at, name, ours);
    }

    /// `not` before an operand.
    pub(super) fn translate_not(&mut self) {
        let Some(name) = self.name_at(0) else { return };
        if !name.eq_ignore_ascii_case("not")
            || self.tokens.get(self.at + 1).is_none_or(|next| ends(&next.kind))
        {
            return;
        }
        self.become_operator(TokenKind::Not);
        self.say_instead(self.peek().at, name, "!");
    }

    fn say_instead(&mut self, at: Extent, foreign: &str, ours: &str) {
        let problem =
            Problem::new(at, format!("`{foreign}` is not an operator here"), format!("write `{ours}`"));
        self.report(problem.fix(format!("use `{ours}`"), ours));
    }

    /// `true` and `null` as other languages spell them.
    pub(super) fn foreign_name(&mut self, name: &str, at: Extent) -> Option<ExprKind> {
        if NOTHING.contains(&name) {
            self.report(Problem::new(at, format!("`{name}` is not a value"), "not a value").help(NO_NULL));
            return Some(ExprKind::Poison);
        }
        let truth = match name {
            "True" | "TRUE" | "yes" => true,
            "False" | "FALSE" | "no" => false,
            _ => return None,
        };
        let problem = Problem::new(at, format!("`{name}` is not a value"), format!("write `{truth}`"));
        self.report(problem.fix(format!("use `{truth}`"), truth.to_string()));
        Some(ExprKind::Bool(truth))
    }

    /// `x == null` and `x != null`, with the operator taken.
    pub(super) fn compared_with_null(&mut self, left: &Expr, operator: BinaryOperator) -> Option<Expr> {
        let name = self.name_at(0).filter(|name| NOTHING.contains(name))?;
        let there = match operator {
            BinaryOperator::Compare(Comparison::Equal) => false,
            BinaryOperator::Compare(Comparison::NotEqual) => true,
            _ => return None,
        };
        let end = self.next().at;
        Some(self.presence(left, left.at.to(end), name, there))
    }

    fn presence(&mut self, left: &Expr, at: Extent, foreign: &str, there: bool) -> Expr {
        let ours = format!("{}has({})", if there { "" } else { "!" }, self.written(left.at));
        let problem = Problem::new(at, format!("`{foreign}` is not a value"), format!("write `{ours}`"));
        self.report(problem.help(NO_NULL).fix(format!("use `{ours}`"), ours));
        poison(at)
    }

    /// `is null`, `is not null`, `not in`, `like` and `between` behind an operand.
    pub(super) fn foreign_operator(&mut self, left: &Expr) -> Option<Expr> {
        let word = self.name_at(0)?.to_ascii_lowercase();
        let negated = self.name_at(1).is_some_and(|next| next.eq_ignore_ascii_case("not"));
        match word.as_str() {
            "is" => self.is_null(left, negated),
            "not" if self.name_at(1).is_some_and(|next| next.eq_ignore_ascii_case("in")) => {
                Some(self.not_in(left))
            }
            "like" | "between" | "contains" | "startswith" | "matches" => Some(self.infix_word(left, &word)),
            _ => None,
        }
    }

    fn is_null(&mut self, left: &Expr, negated: bool) -> Option<Expr> {
        let noun = self.name_at(1 + usize::from(negated))?;
        let lower = noun.to_ascii_lowercase();
        if !NOTHING.contains(&noun) && lower != "null" && lower != "empty" {
            return None;
        }
        self.at += 1 + usize::from(negated);
        let end = self.next().at;
        Some(self.presence(left, left.at.to(end), noun, negated))
    }

    fn not_in(&mut self, left: &Expr) -> Expr {
        let start = self.next().at;
        let at = start.to(self.next().at);
        let list = self.binary(3);
        let ours = format!("!({} in {})", self.written(left.at), self.written(list.at));
        let problem = Problem::new(at, "`not in` is not an operator here", format!("write `{ours}`"));
        let whole = left.at.to(list.at);
        self.report(problem.fix_at(format!("use `{ours}`"), whole, ours, true));
        poison(whole)
    }

    fn infix_word(&mut self, left: &Expr, word: &str) -> Expr {
        let at = self.peek().at;
        let help = match word {
            "between" => "write `x >= low && x <= high`",
            "contains" => "write it as a method: `x.contains('…')`",
            _ => "use the methods `startsWith`, `endsWith` or `contains`",
        };
        self.report(
            Problem::new(at, format!("`{word}` is not an operator here"), "not an operator").help(help),
        );
        self.skip_whole(word == "between");
        poison(left.at.to(at))
    }

    /// `between a and b` has an `and` of its own.
    fn skip_whole(&mut self, with_and: bool) {
        self.next();
        if with_and {
            self.unary();
            if self.name_at(0).is_some_and(|name| name.eq_ignore_ascii_case("and")) {
                self.next();
            }
        }
        self.skip();
    }

    /// Whether `?` starts the `?.` of JavaScript or the `??` of C#.
    pub(super) fn chains_optionally(&self) -> bool {
        self.tokens.get(self.at + 1).is_some_and(|next| {
            let adjacent = self.tokens.get(self.at).is_some_and(|sign| sign.at.end == next.at.start);
            adjacent && matches!(next.kind, TokenKind::Dot | TokenKind::Question)
        })
    }

    pub(super) fn optionally_chained(&mut self, of: Expr) -> Expr {
        let start = self.next().at;
        let sign = self.next();
        let at = start.to(sign.at);
        let word = self.written(at).to_owned();
        let problem = Problem::new(at, format!("`{word}` is not an operator here"), "not an operator");
        if sign.kind == TokenKind::Dot {
            self.report(problem.help("guard the field with `has(…) &&`"));
            self.next();
        } else {
            self.report(problem.help("give the value that stands in with `.orValue(…)`"));
            self.binary(3);
        }
        poison(of.at.to(at))
    }
}

const fn ends(kind: &TokenKind<'_>) -> bool {
    matches!(
        kind,
        TokenKind::End
            | TokenKind::Close
            | TokenKind::CloseList
            | TokenKind::Comma
            | TokenKind::Dot
            | TokenKind::And
            | TokenKind::Or
            | TokenKind::Compare(_)
    )
}
