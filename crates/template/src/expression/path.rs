//! Paths: `profile.first_name`, `item.price.amount`, `event.items[0].name`.

use super::{Checker, Typed, range};
use crate::rules::{
    template_computed_path::TemplateComputedPath, template_unknown_variable::TemplateUnknownVariable,
};
use filrouge_plan::Type;
use filrouge_report::nearest;
use minijinja::machinery::ast::{Expr, GetItem};
use std::ops::Range;

/// One step of a path.
enum Segment<'e> {
    /// `.name`, or `['name']`.
    Name(&'e str, Range<usize>),
    /// `[0]`.
    Item(Range<usize>),
}

impl Checker<'_> {
    /// The type of a path; the data that it names is noted as read.
    pub(super) fn path(&mut self, expr: &Expr<'_>) -> Typed {
        let at = range(expr);
        let Some((base, segments)) = self.segments(expr) else { return Typed::poisoned(at) };
        let mut typed = match base {
            Expr::Var(var) => self.variable(var.id, range(base)),
            other => self.expression(other),
        };
        for segment in segments {
            typed = self.present_part(typed);
            typed = self.follow(&typed, &segment);
        }
        let typed = self.present_part(typed);
        self.note_read(&typed);
        Typed { range: at, ..typed }
    }

    /// The start of a path and its steps; a computed step is refused.
    fn segments<'e>(&mut self, expr: &'e Expr<'_>) -> Option<(&'e Expr<'e>, Vec<Segment<'e>>)> {
        let (mut first, mut segments) = (expr, Vec::new());
        loop {
            let end = first.span().end_offset as usize;
            match first {
                Expr::GetAttr(attr) => {
                    segments.push(Segment::Name(attr.name, end.saturating_sub(attr.name.len())..end));
                    first = &attr.expr;
                }
                Expr::GetItem(item) => {
                    segments.push(self.item(item)?);
                    first = &item.expr;
                }
                _ => break,
            }
        }
        segments.reverse();
        Some((first, segments))
    }

    fn item<'e>(&mut self, item: &'e GetItem<'_>) -> Option<Segment<'e>> {
        let at = range(&item.subscript_expr);
        if let Expr::Const(constant) = &item.subscript_expr {
            if let Some(name) = constant.value.as_str() {
                return Some(Segment::Name(name, at));
            }
            if constant.value.is_integer() {
                return Some(Segment::Item(at));
            }
        }
        let (words, place) = (self.part.words(at.clone()).to_owned(), self.part.at(at));
        self.findings.push(TemplateComputedPath { words, place });
        None
    }

    fn variable(&mut self, name: &str, at: Range<usize>) -> Typed {
        if let Some(binding) = self.frames.find(name).cloned() {
            return Typed { ty: binding.ty, path: binding.path, key: Some(binding.key), range: at };
        }
        let allowed: Vec<String> = self.frames.names().into_iter().map(str::to_owned).collect();
        self.undeclared(name, None, allowed, at.clone());
        Typed::poisoned(at)
    }

    fn undeclared(&mut self, name: &str, of: Option<String>, allowed: Vec<String>, at: Range<usize>) {
        let near = nearest(name, allowed.iter().map(String::as_str)).map(str::to_owned);
        let place = self.part.at(at);
        self.findings.push(TemplateUnknownVariable { name: name.to_owned(), of, allowed, place, near });
    }

    fn follow(&mut self, typed: &Typed, segment: &Segment<'_>) -> Typed {
        let Some(ty) = &typed.ty else { return Typed::poisoned(typed.range.clone()) };
        let next = match segment {
            Segment::Name(name, at) => self.field(typed, ty.required(), name, at),
            Segment::Item(at) => self.element(typed, ty.required(), at),
        };
        match next {
            Typed { ty: Some(next_ty), .. } if ty.is_optional() => {
                Typed { ty: Some(optional(next_ty)), ..next }
            }
            other => other,
        }
    }

    fn field(&mut self, typed: &Typed, ty: &Type, name: &str, at: &Range<usize>) -> Typed {
        let whole = typed.range.start..at.end;
        let found = match ty {
            Type::Record(fields) => {
                fields.iter().find(|field| field.name == name).map(|field| field.ty.clone())
            }
            Type::Money if name == "amount" => Some(Type::Decimal),
            Type::Money if name == "currency" => Some(Type::Currency),
            _ => None,
        };
        let Some(found) = found else {
            let of = self.part.words(typed.range.clone()).to_owned();
            self.undeclared(name, Some(of), fields_of(ty), at.clone());
            return Typed::poisoned(whole);
        };
        // The parts of an amount are not data of their own.
        let path = match ty {
            Type::Money => typed.path.clone(),
            _ => typed.path.as_ref().map(|path| format!("{path}.{name}")),
        };
        let key = typed.key.as_ref().map(|key| format!("{key}.{name}"));
        Typed { ty: Some(found), path, key, range: whole }
    }

    fn element(&mut self, typed: &Typed, ty: &Type, at: &Range<usize>) -> Typed {
        let whole = typed.range.start..at.end + 1;
        let Type::List(item) = ty else {
            let what = self.part.words(typed.range.clone()).to_owned();
            self.mismatch(
                typed.range.clone(),
                format!("`{what}` is of type `{ty}`, which has no items"),
                None,
            );
            return Typed::poisoned(whole);
        };
        let number = self.part.words(at.clone());
        let key = typed.key.as_ref().map(|key| format!("{key}[{number}]"));
        Typed { ty: Some(optional(item.required().clone())), path: typed.path.clone(), key, range: whole }
    }

    /// Takes an optional value as present where a condition around it asked for it.
    fn present_part(&self, typed: Typed) -> Typed {
        match (&typed.ty, &typed.key) {
            (Some(Type::Optional(inner)), Some(key)) if self.frames.is_present(key) => {
                Typed { ty: Some(inner.required().clone()), ..typed }
            }
            _ => typed,
        }
    }

    fn note_read(&mut self, typed: &Typed) {
        if let (Some(_), Some(path)) = (&typed.ty, &typed.path) {
            let place = self.part.at(typed.range.clone());
            self.reads.entry(path.clone()).or_default().push(place);
        }
    }

    /// The key of a path and of each path on the way to it; nothing for any other expression.
    pub(super) fn keys(&self, expr: &Expr<'_>) -> Vec<String> {
        let (mut first, mut ends) = (expr, Vec::new());
        loop {
            match first {
                Expr::GetAttr(attr) => {
                    ends.push(format!(".{}", attr.name));
                    first = &attr.expr;
                }
                Expr::GetItem(item) => {
                    let words = self.part.words(range(&item.subscript_expr));
                    let name = words.trim_matches(['\'', '"']);
                    let item = if name == words { format!("[{words}]") } else { format!(".{name}") };
                    ends.push(item);
                    first = &match first {
                        Expr::GetItem(inner) => inner,
                        _ => break,
                    }
                    .expr;
                }
                _ => break,
            }
        }
        let Expr::Var(var) = first else { return Vec::new() };
        let Some(binding) = self.frames.find(var.id) else { return Vec::new() };
        let mut keys = vec![binding.key.clone()];
        for end in ends.iter().rev() {
            keys.push(format!("{}{end}", keys.last().map_or("", String::as_str)));
        }
        keys
    }
}

fn optional(ty: Type) -> Type {
    if ty.is_optional() { ty } else { Type::Optional(Box::new(ty)) }
}

fn fields_of(ty: &Type) -> Vec<String> {
    match ty {
        Type::Record(fields) => fields.iter().map(|field| field.name.clone()).collect(),
        Type::Money => vec!["amount".to_owned(), "currency".to_owned()],
        _ => Vec::new(),
    }
}
