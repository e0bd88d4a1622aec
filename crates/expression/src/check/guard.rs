//! Optional values: which ones are known to be there at a point of the expression.

use super::Check;
use crate::ast::{Expr, ExprKind};
use crate::rules::unguarded_optional::UnguardedOptional;
use crate::scope::DataPath;
use crate::typed::{Op, Ty, Typed};
use crate::{Extent, typed::Trail};
use filrouge_report::{Edit, Fix, Safety};
use std::collections::{BTreeMap, BTreeSet};

/// A path, and the variable that it starts at.
pub(super) type Key = (Option<usize>, DataPath);

/// The paths that are known to be there, as a stack.
#[derive(Default)]
pub(super) struct Guards {
    present: BTreeMap<Key, u32>,
    log: Vec<Key>,
}

impl Guards {
    pub(super) fn assume(&mut self, keys: impl IntoIterator<Item = Key>) {
        for key in keys {
            *self.present.entry(key.clone()).or_default() += 1;
            self.log.push(key);
        }
    }

    pub(super) const fn mark(&self) -> usize {
        self.log.len()
    }

    /// Forgets what was assumed since `mark`.
    pub(super) fn forget(&mut self, mark: usize) {
        for key in self.log.split_off(mark.min(self.log.len())) {
            if let Some(count) = self.present.get_mut(&key) {
                *count -= 1;
                if *count == 0 {
                    self.present.remove(&key);
                }
            }
        }
    }

    fn covers(&self, trail: &Trail) -> bool {
        !trail.indexed && self.present.contains_key(&(trail.local, trail.path.clone()))
    }
}

/// What a condition says about presence when it turns out as `truth`.
pub(super) fn implied(condition: &Typed<'_>, truth: bool) -> BTreeSet<Key> {
    match &condition.op {
        Op::Has(of) if truth => of.trail.as_ref().map(prefixes).unwrap_or_default(),
        Op::Not(of) => implied(of, !truth),
        Op::All(terms) | Op::Any(terms) => {
            let all = matches!(condition.op, Op::All(_)) == truth;
            let sets = terms.iter().map(|term| implied(term, truth));
            let joined = sets.reduce(|one, other| {
                if all {
                    one.union(&other).cloned().collect()
                } else {
                    one.intersection(&other).cloned().collect()
                }
            });
            joined.unwrap_or_default()
        }
        Op::Choose(parts) => {
            let [when, then, otherwise] = parts.as_ref();
            let through = |way: &Typed<'_>, taken: bool| -> BTreeSet<Key> {
                implied(when, taken).union(&implied(way, truth)).cloned().collect()
            };
            // A branch that is a literal of the other truth was not taken.
            match (constant(then), constant(otherwise)) {
                (Some(known), _) if known != truth => through(otherwise, false),
                (_, Some(known)) if known != truth => through(then, true),
                _ => through(then, true).intersection(&through(otherwise, false)).cloned().collect(),
            }
        }
        _ => BTreeSet::new(),
    }
}

/// Data that is there whenever `condition` holds.
pub(super) fn present(condition: &Typed<'_>) -> BTreeSet<DataPath> {
    let paths = implied(condition, true).into_iter().filter(|(local, _)| local.is_none());
    paths.map(|(_, path)| path).collect()
}

const fn constant(typed: &Typed<'_>) -> Option<bool> {
    match &typed.op {
        Op::Constant(filrouge_plan::Value::Bool(truth)) => Some(*truth),
        _ => None,
    }
}

/// Whatever has a field is there itself.
fn prefixes(trail: &Trail) -> BTreeSet<Key> {
    if trail.indexed {
        return BTreeSet::new();
    }
    let fields = &trail.path.fields;
    (1..=fields.len())
        .map(|length| {
            let fields = fields.iter().take(length).cloned().collect();
            (trail.local, DataPath { root: trail.path.root, fields })
        })
        .collect()
}

/// The innermost condition around a place: a guard belongs before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Term {
    at: Extent,
    /// Whether the guard would bind more strongly than what it stands before.
    loose: bool,
    is_condition: bool,
}

impl Term {
    pub(super) const fn of(expr: &Expr, is_condition: bool) -> Self {
        let loose = matches!(expr.kind, ExprKind::Choose { .. } | ExprKind::Any(_));
        Self { at: expr.at, loose, is_condition }
    }
}

impl<'s> Check<'_, 's> {
    /// Runs `inside` with `expr` as the innermost condition.
    pub(super) fn in_term<R>(&mut self, expr: &Expr, inside: impl FnOnce(&mut Self) -> R) -> R {
        let outer = std::mem::replace(&mut self.term, Term::of(expr, true));
        let result = inside(self);
        self.term = outer;
        result
    }

    /// The value as one that is there; reports when nothing makes sure of it.
    pub(super) fn demand(&mut self, mut typed: Typed<'s>) -> Typed<'s> {
        let optional = typed.ty.known().is_some_and(filrouge_plan::Type::is_optional);
        if !optional {
            return typed;
        }
        let covered = typed.trail.as_ref().is_some_and(|trail| self.guards.covers(trail));
        if !covered && !self.lenient {
            self.report_unguarded(&typed);
        }
        typed.ty = typed.ty.required();
        typed
    }

    fn report_unguarded(&mut self, typed: &Typed<'s>) {
        let path = self.written(typed.at).to_owned();
        let place = self.span(typed.at);
        let repair = self.guard_fix(&path, typed);
        self.findings.push(UnguardedOptional { path, place, repair });
        if let Some(trail) = &typed.trail {
            self.guards.assume(prefixes(trail));
        }
    }

    fn guard_fix(&self, path: &str, typed: &Typed<'s>) -> Option<Fix> {
        let guardable =
            typed.trail.as_ref().is_some_and(|trail| !trail.indexed && !trail.path.fields.is_empty());
        if !guardable || !self.term.is_condition || matches!(typed.ty, Ty::Poison) {
            return None;
        }
        let term = self.span(self.term.at);
        let guard = format!("has({path}) && ");
        let edits = if self.term.loose {
            vec![
                Edit { span: term.at_start(), text: format!("{guard}(") },
                Edit { span: term.at_end(), text: ")".to_owned() },
            ]
        } else {
            vec![Edit { span: term.at_start(), text: guard }]
        };
        Some(Fix { title: "test first whether it is there".to_owned(), safety: Safety::Safe, edits })
    }
}
