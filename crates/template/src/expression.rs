//! Types of expressions, what they read, and what is known to be present.

mod operator;
mod path;
mod present;

use crate::part::Part;
use crate::rules::{
    template_optional_without_default::TemplateOptionalWithoutDefault,
    template_type_mismatch::TemplateTypeMismatch, template_unknown_filter::TemplateUnknownFilter,
};
use crate::scope::{Frames, Scope};
use filrouge_plan::{TEMPLATE_TESTS, Type};
use filrouge_report::Findings;
use filrouge_report::nearest;
use filrouge_source::Span;
use minijinja::machinery::ast::{Call, Expr, IfExpr, Slice, Test};
use minijinja::value::ValueKind;
use std::collections::BTreeMap;
use std::ops::Range;

/// The walk through one template: what it knows here and what it found so far.
pub struct Checker<'a> {
    pub part: Part<'a>,
    pub frames: Frames,
    pub reads: BTreeMap<String, Vec<Span>>,
    pub findings: Findings,
    depth: usize,
}

/// What is known about an expression.
#[derive(Debug, Clone)]
pub struct Typed {
    /// Its type; `None` when a finding was already made about it.
    pub ty: Option<Type>,
    /// The path of data that it is.
    pub path: Option<String>,
    /// What its guards are remembered under.
    pub key: Option<String>,
    /// Where it stands in the text.
    pub range: Range<usize>,
}

/// Deepest nesting of an expression; deeper ones are refused rather than walked.
const DEEPEST: usize = 64;

impl<'a> Checker<'a> {
    /// A walk that has not begun.
    pub fn new(part: Part<'a>, scope: &Scope) -> Self {
        let frames = Frames::new(scope);
        Self { part, frames, reads: BTreeMap::new(), findings: Findings::new(), depth: 0 }
    }

    /// The type of an expression whose value must be there.
    pub fn required(&mut self, expr: &Expr<'_>) -> Typed {
        let typed = self.expression(expr);
        self.demand(typed)
    }

    /// The type of an expression; an optional one is the caller's business.
    pub fn expression(&mut self, expr: &Expr<'_>) -> Typed {
        if self.depth >= DEEPEST {
            self.mismatch(range(expr), "this expression is nested too deeply", None);
            return Typed::poisoned(range(expr));
        }
        self.depth += 1;
        let typed = self.shallow(expr);
        self.depth -= 1;
        typed
    }

    fn shallow(&mut self, expr: &Expr<'_>) -> Typed {
        let at = range(expr);
        match expr {
            Expr::Var(_) | Expr::GetAttr(_) | Expr::GetItem(_) => self.path(expr),
            Expr::Const(value) => Typed::made(constant(value.value.kind(), value.value.is_integer()), at),
            Expr::Filter(filter) => self.filter(filter, at),
            Expr::Test(test) => self.test(test, at),
            Expr::IfExpr(choice) => self.choice(choice, at),
            Expr::UnaryOp(unary) => self.unary(unary, at),
            Expr::BinOp(pair) => self.binary(pair, at),
            Expr::Compare(chain) => self.compare(chain, at),
            Expr::Slice(slice) => self.slice(slice, at),
            Expr::Call(call) => self.call(call),
            Expr::List(list) => self.list(&list.items, at),
            Expr::Tuple(tuple) => self.list(&tuple.items, at),
            Expr::Map(map) => {
                map.values.iter().for_each(|value| drop(self.required(value)));
                Typed::made(Some(Type::Record(Vec::new())), at)
            }
        }
    }

    /// Refuses an optional value; what follows takes it as present.
    pub fn demand(&mut self, typed: Typed) -> Typed {
        let Some(Type::Optional(inner)) = &typed.ty else { return typed };
        let path = self.part.words(typed.range.clone()).to_owned();
        let place = self.part.at(typed.range.clone());
        self.findings.push(TemplateOptionalWithoutDefault { path, place, insert: " | default('…')" });
        Typed { ty: Some(inner.required().clone()), ..typed }
    }

    /// Refuses an operation that does not fit its values.
    pub fn mismatch(&mut self, at: Range<usize>, problem: impl Into<String>, help: Option<&str>) {
        let place = self.part.at(at);
        let help = help.map(str::to_owned);
        self.findings.push(TemplateTypeMismatch { problem: problem.into(), place, help });
    }

    /// Refuses a filter, test or function that does not exist.
    pub fn unknown(&mut self, kind: &'static str, name: &str, known: &[&str], at: Range<usize>) {
        let near = nearest(name, known.iter().copied()).map(str::to_owned);
        let allowed = known.iter().map(|&name| name.to_owned()).collect();
        let place = self.part.at(at);
        self.findings.push(TemplateUnknownFilter { kind, name: name.to_owned(), allowed, place, near });
    }

    fn test(&mut self, test: &Test<'_>, at: Range<usize>) -> Typed {
        let tested = self.expression(&test.expr);
        if !TEMPLATE_TESTS.contains(&test.name) {
            let name = at.end.saturating_sub(test_tail(self.part.words(at.clone()), test.name));
            self.unknown("test", test.name, TEMPLATE_TESTS, name..name + test.name.len());
        } else if matches!(test.name, "even" | "odd" | "divisibleby") {
            let tested = self.demand(tested);
            self.want_numbers(&tested, test.name);
        }
        let wanted = usize::from(test.name == "divisibleby");
        let args = self.positional(&test.args);
        if args != wanted && TEMPLATE_TESTS.contains(&test.name) {
            self.mismatch(at.clone(), format!("`{}` takes {}", test.name, arguments(wanted..=wanted)), None);
        }
        Typed::made(Some(Type::Bool), at)
    }

    fn want_numbers(&mut self, tested: &Typed, name: &str) {
        let odd = tested.ty.as_ref().filter(|ty| **ty != Type::Int);
        if let Some(ty) = odd {
            let problem = format!("`{name}` needs a whole number, and this is of type `{ty}`");
            self.mismatch(tested.range.clone(), problem, None);
        }
    }

    /// Checks arguments in order of place and counts them.
    fn positional(&mut self, args: &[minijinja::machinery::ast::CallArg<'_>]) -> usize {
        use minijinja::machinery::ast::CallArg;
        for arg in args {
            let (CallArg::Pos(value)
            | CallArg::Kwarg(_, value)
            | CallArg::PosSplat(value)
            | CallArg::KwargSplat(value)) = arg;
            let typed = self.required(value);
            if !matches!(arg, CallArg::Pos(_)) {
                self.mismatch(typed.range, "arguments are given in order, without names", None);
            }
        }
        args.len()
    }

    fn choice(&mut self, choice: &IfExpr<'_>, at: Range<usize>) -> Typed {
        self.expression(&choice.test_expr);
        self.frames.open(self.present(&choice.test_expr, true));
        let then = self.expression(&choice.true_expr);
        self.frames.close();
        let Some(otherwise) = &choice.false_expr else {
            let (path, place) = (self.part.words(at.clone()).to_owned(), self.part.at(at.clone()));
            self.findings.push(TemplateOptionalWithoutDefault { path, place, insert: " else '…'" });
            return Typed { range: at, ..then };
        };
        self.frames.open(self.present(&choice.test_expr, false));
        let otherwise = self.expression(otherwise);
        self.frames.close();
        Typed::made(merged(then.ty, otherwise.ty), at)
    }

    fn slice(&mut self, slice: &Slice<'_>, at: Range<usize>) -> Typed {
        let sliced = self.required(&slice.expr);
        for bound in [&slice.start, &slice.stop, &slice.step].into_iter().flatten() {
            let bound = self.required(bound);
            self.want_numbers(&bound, "[:]");
        }
        Typed { range: at, key: None, ..sliced }
    }

    /// No function can be called: the name is refused where it stands.
    fn call(&mut self, call: &Call<'_>) -> Typed {
        let at = range(&call.expr);
        let name = match &call.expr {
            Expr::Var(var) => var.id,
            Expr::GetAttr(attr) => attr.name,
            _ => "",
        };
        self.unknown("function", name, &[], at.end.saturating_sub(name.len())..at.end);
        Typed::poisoned(at)
    }

    fn list(&mut self, items: &[Expr<'_>], at: Range<usize>) -> Typed {
        let types: Vec<_> = items.iter().map(|item| self.required(item).ty).collect();
        let item = types.into_iter().reduce(merged).unwrap_or(Some(Type::String));
        Typed::made(item.map(|item| Type::List(Box::new(item))), at)
    }
}

impl Typed {
    /// Something about which a finding was made already.
    pub const fn poisoned(range: Range<usize>) -> Self {
        Self { ty: None, path: None, key: None, range }
    }

    /// Something that the template made itself.
    pub const fn made(ty: Option<Type>, range: Range<usize>) -> Self {
        Self { ty, path: None, key: None, range }
    }

    /// The type without its `?`.
    pub fn inner(&self) -> Option<&Type> {
        self.ty.as_ref().map(Type::required)
    }
}

/// `1 argument`, `1 to 2 arguments`, `no arguments`.
pub fn arguments(count: std::ops::RangeInclusive<usize>) -> String {
    match (*count.start(), *count.end()) {
        (0, 0) => "no arguments".to_owned(),
        (1, 1) => "1 argument".to_owned(),
        (least, most) if least == most => format!("{least} arguments"),
        (least, most) => format!("{least} to {most} arguments"),
    }
}

/// The type that stands for either of two; text when both can be printed but differ.
fn merged(one: Option<Type>, other: Option<Type>) -> Option<Type> {
    let (one, other) = (one?, other?);
    let optional = one.is_optional() || other.is_optional();
    let both = match (one.required(), other.required()) {
        (one, other) if one == other => one.clone(),
        (Type::Int, Type::Decimal) | (Type::Decimal, Type::Int) => Type::Decimal,
        (one, other) if crate::filters::is_printable(one) && crate::filters::is_printable(other) => {
            Type::String
        }
        _ => return None,
    };
    Some(if optional { Type::Optional(Box::new(both)) } else { both })
}

fn constant(kind: ValueKind, whole: bool) -> Option<Type> {
    match kind {
        ValueKind::String => Some(Type::String),
        ValueKind::Number if whole => Some(Type::Int),
        ValueKind::Number => Some(Type::Decimal),
        ValueKind::Bool => Some(Type::Bool),
        ValueKind::Seq => Some(Type::List(Box::new(Type::String))),
        _ => None,
    }
}

/// Bytes from the start of a test's name to the end of the test.
fn test_tail(words: &str, name: &str) -> usize {
    words.rfind(name).map_or(name.len(), |at| words.len() - at)
}

/// Where an expression stands. The parser's own ranges begin at the last operator of a chain; this one begins at
/// its first word.
pub fn range(expr: &Expr<'_>) -> Range<usize> {
    let mut first = expr;
    loop {
        first = match first {
            Expr::GetAttr(inner) => &inner.expr,
            Expr::GetItem(inner) => &inner.expr,
            Expr::Slice(inner) => &inner.expr,
            Expr::Call(inner) => &inner.expr,
            Expr::Test(inner) => &inner.expr,
            Expr::BinOp(inner) => &inner.left,
            Expr::Compare(inner) => &inner.expr,
            Expr::IfExpr(inner) => &inner.true_expr,
            Expr::Filter(inner) => match &inner.expr {
                Some(inner) => inner,
                None => break,
            },
            _ => break,
        };
    }
    let (start, end) = (first.span().start_offset as usize, expr.span().end_offset as usize);
    start..end.max(start)
}
