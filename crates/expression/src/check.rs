//! Names and types of an expression, against the scope of its place.

mod advice;
mod call;
mod conversion;
mod each;
mod fit;
mod guard;
mod operator;
mod path;
mod reach;
mod shape;
mod want;

use crate::ast::{Expr, ExprKind};
use crate::places::{Places, span_of};
use crate::rules::type_mismatch::{Clash, TypeMismatch};
use crate::scope::{DataPath, Scope, Want};
use crate::typed::{Op, Ty, Typed};
use crate::{Extent, rules};
#[cfg(test)]
pub(crate) use call::{METHODS, PLAIN};
use filrouge_plan::{Type, Value};
use filrouge_report::{Findings, Fix, nearest};
use filrouge_source::Span;
use guard::{Guards, Term};
use std::collections::BTreeSet;

/// What checking makes of a tree.
pub(crate) struct Outcome<'s> {
    pub(crate) tree: Typed<'s>,
    pub(crate) findings: Findings,
    pub(crate) reads: BTreeSet<DataPath>,
    pub(crate) segments: BTreeSet<String>,
    /// What is there whenever the tree, as a condition, holds.
    pub(crate) present: BTreeSet<DataPath>,
}

/// Checks `tree`, which was parsed from `text`.
pub(crate) fn check<'s>(
    text: &str,
    tree: &Expr,
    places: &dyn Places,
    scope: &Scope<'s>,
    want: Want<'_>,
) -> Outcome<'s> {
    let mut check = Check {
        text,
        places,
        scope,
        findings: Findings::new(),
        reads: BTreeSet::new(),
        segments: BTreeSet::new(),
        guards: Guards::default(),
        locals: Vec::new(),
        lenient: false,
        term: Term::of(tree, want == Want::Condition),
    };
    let tree = check.wanted(tree, want);
    let present = guard::present(&tree);
    Outcome { tree, findings: check.findings, reads: check.reads, segments: check.segments, present }
}

/// A variable of `all`, `exists`, `filter` or `map`.
struct Local<'s> {
    name: String,
    ty: Ty<'s>,
    /// The list's path, when it is data.
    path: Option<DataPath>,
}

struct Check<'c, 's> {
    text: &'c str,
    places: &'c dyn Places,
    scope: &'c Scope<'s>,
    findings: Findings,
    reads: BTreeSet<DataPath>,
    segments: BTreeSet<String>,
    guards: Guards,
    locals: Vec<Local<'s>>,
    /// Whether an absent value is expected: in `has(…)` and before `.orValue(…)`.
    lenient: bool,
    term: Term,
}

impl<'s> Check<'_, 's> {
    fn span(&self, at: Extent) -> Span {
        span_of(self.places, at)
    }

    fn written(&self, at: Extent) -> &str {
        self.text.get(at.range()).unwrap_or("")
    }

    /// The expression as a value that is there.
    fn check(&mut self, expr: &Expr) -> Typed<'s> {
        let typed = self.perhaps(expr);
        self.demand(typed)
    }

    /// The expression as a value that may be absent.
    fn perhaps(&mut self, expr: &Expr) -> Typed<'s> {
        let at = expr.at;
        match &expr.kind {
            ExprKind::Poison => Typed::poison(at),
            ExprKind::Text(text) => Typed::constant(at, Type::String, Value::from(text.as_str())),
            ExprKind::Int(number) => Typed::constant(at, Type::Int, Value::Int(*number)),
            ExprKind::Decimal(number) => Typed::constant(at, Type::Decimal, Value::Decimal(*number)),
            ExprKind::Bool(truth) => Typed::constant(at, Type::Bool, Value::Bool(*truth)),
            ExprKind::List(items) => self.list(at, items),
            ExprKind::Name(_) | ExprKind::Select { .. } | ExprKind::Index { .. } => self.data(expr),
            ExprKind::Call { on, name, name_at, arguments } => {
                self.call(at, on.as_deref(), (name, *name_at), arguments)
            }
            ExprKind::Not(of) => self.not(at, of),
            ExprKind::Negate(of) => self.negate(at, of),
            ExprKind::All(terms) => self.chain(at, terms, true),
            ExprKind::Any(terms) => self.chain(at, terms, false),
            ExprKind::Binary { operator, left, right } => self.binary(at, *operator, left, right),
            ExprKind::Choose { when, then, otherwise } => self.choose(at, when, [then, otherwise]),
        }
    }

    fn list(&mut self, at: Extent, items: &[Expr]) -> Typed<'s> {
        let items: Vec<Typed<'s>> = items.iter().map(|item| self.check(item)).collect();
        let mut ty = None;
        for item in &items {
            let joined = match &ty {
                None => Some(item.ty.clone()),
                Some(known) => shape::joined(known, &item.ty),
            };
            let Some(joined) = joined else {
                let left = ty.as_ref().map(Ty::name).unwrap_or_default();
                self.mismatch(Clash::Items { left, right: item.ty.name() }, item, None);
                return Typed::poison(at);
            };
            ty = Some(joined);
        }
        let ty = match ty {
            None => Ty::EmptyList,
            Some(Ty::Known(item)) => Ty::of(Type::List(Box::new(item.into_owned()))),
            Some(Ty::EmptyList | Ty::Poison) => Ty::Poison,
        };
        Typed::new(at, ty, Op::List(items))
    }

    /// Reports that `about` does not go with `other`.
    fn mismatch(&mut self, clash: Clash, about: &Typed<'s>, other: Option<&Typed<'s>>) {
        self.mismatch_advised(clash, about, other, (None, None));
    }

    fn mismatch_advised(
        &mut self,
        clash: Clash,
        about: &Typed<'s>,
        other: Option<&Typed<'s>>,
        (advice, repair): (Option<String>, Option<Fix>),
    ) {
        self.findings.push(TypeMismatch {
            clash,
            place: self.span(about.at),
            about: format!("this is {}", about.ty.name()),
            other: other.map(|other| self.span(other.at)),
            other_about: other.map(|other| format!("this is {}", other.ty.name())).unwrap_or_default(),
            advice,
            repair,
        });
    }

    fn unknown_field(&mut self, owner: &str, (field, at): (&str, Extent), known: Vec<&str>) {
        self.findings.push(rules::unknown_field::UnknownField {
            owner: owner.to_owned(),
            field: field.to_owned(),
            place: self.span(at),
            near: nearest(field, known.iter().copied()).map(str::to_owned),
            allowed: known.into_iter().map(str::to_owned).collect(),
        });
    }
}

#[cfg(test)]
mod tests;
