//! Statements: blocks, loops, conditions, and what they bring into scope.

use crate::expression::{Checker, Typed, range};
use crate::filters::{Family, family, is_printable};
use crate::rules::{
    template_not_a_list::TemplateNotAList, template_not_printable::TemplateNotPrintable,
    template_refused_tag::TemplateRefusedTag,
};
use crate::scope::loop_type;
use filrouge_plan::Type;
use minijinja::machinery::Span;
use minijinja::machinery::ast::{Expr, FilterBlock, ForLoop, IfCond, Set, SetBlock, Stmt, WithBlock};

impl Checker<'_> {
    /// Walks through `body` in the block that is open.
    pub fn body(&mut self, body: &[Stmt<'_>]) {
        for statement in body {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &Stmt<'_>) {
        match statement {
            Stmt::Template(template) => self.body(&template.children),
            Stmt::EmitRaw(_) => {}
            Stmt::EmitExpr(emit) => {
                let typed = self.required(&emit.expr);
                self.printed(&typed);
            }
            Stmt::ForLoop(repeat) => self.repeat(repeat),
            Stmt::IfCond(condition) => self.condition(condition),
            Stmt::WithBlock(with) => self.with(with),
            Stmt::Set(set) => self.set(set),
            Stmt::SetBlock(set) => self.set_block(set),
            Stmt::FilterBlock(block) => self.filter_block(block),
            Stmt::AutoEscape(block) => {
                self.refuse("autoescape", block.span(), "a body escapes what it prints by itself");
            }
            // The parser is built without blocks, imports and macros; `do` is what remains.
            other => {
                self.refuse("do", statement_span(other), "a template calls nothing: print with `{{ … }}`")
            }
        }
    }

    /// Refuses to print what has no form for people.
    pub fn printed(&mut self, typed: &Typed) {
        let Some(ty) = typed.inner().filter(|ty| !is_printable(ty)) else { return };
        let words = self.part.words(typed.range.clone()).to_owned();
        let help = printable_instead(&words, ty);
        let place = self.part.at(typed.range.clone());
        self.findings.push(TemplateNotPrintable { words, what: ty.to_string(), place, help });
    }

    fn refuse(&mut self, name: &str, span: Span, help: &str) {
        let start = span.start_offset as usize;
        let words = self.part.words(start..self.part.text.len());
        let at = start + words.find(name).unwrap_or(0);
        let place = self.part.at(at..at + name.len());
        self.findings.push(TemplateRefusedTag { name: name.to_owned(), place, help: help.to_owned() });
    }

    fn condition(&mut self, condition: &IfCond<'_>) {
        self.expression(&condition.expr);
        self.block(self.present(&condition.expr, true), &condition.true_body);
        self.block(self.present(&condition.expr, false), &condition.false_body);
    }

    fn block(&mut self, present: Vec<String>, body: &[Stmt<'_>]) {
        self.frames.open(present);
        self.body(body);
        self.frames.close();
    }

    fn repeat(&mut self, repeat: &ForLoop<'_>) {
        let before = self.reads.clone();
        let list = self.required(&repeat.iter);
        let item = self.item_of(&list);
        let reads = std::mem::replace(&mut self.reads, before);
        self.frames.open([]);
        self.bind(&repeat.target, item, list.path.clone());
        self.frames.bind("loop", Some(loop_type()), None);
        if let Some(filter) = &repeat.filter_expr {
            self.expression(filter);
            self.frames.open(self.present(filter, true));
        }
        self.body(&repeat.body);
        if repeat.filter_expr.is_some() {
            self.frames.close();
        }
        self.frames.close();
        self.keep_list_read(reads, list.path.as_deref());
        self.block(Vec::new(), &repeat.else_body);
        if repeat.recursive {
            let problem = "a loop cannot call itself: only one list is gone through";
            self.mismatch(list.range, problem, None);
        }
    }

    /// A list counts as read whole only when no part of its items was read in the loop.
    fn keep_list_read(
        &mut self,
        reads: std::collections::BTreeMap<String, Vec<filrouge_source::Span>>,
        list: Option<&str>,
    ) {
        let parts = list.map(|path| format!("{path}."));
        let in_parts = parts.is_some_and(|parts| self.reads.keys().any(|path| path.starts_with(&parts)));
        for (path, places) in reads {
            if Some(path.as_str()) != list || !in_parts {
                let known = self.reads.entry(path).or_default();
                known.extend(places);
                known.sort_unstable();
                known.dedup();
            }
        }
    }

    fn item_of(&mut self, list: &Typed) -> Option<Type> {
        match list.ty.as_ref()? {
            Type::List(item) => Some(item.as_ref().clone()),
            other => {
                let words = self.part.words(list.range.clone()).to_owned();
                let place = self.part.at(list.range.clone());
                self.findings.push(TemplateNotAList { words, what: other.to_string(), place });
                None
            }
        }
    }

    fn bind(&mut self, target: &Expr<'_>, ty: Option<Type>, path: Option<String>) {
        match target {
            Expr::Var(var) => self.frames.bind(var.id, ty, path),
            other => self.mismatch(range(other), "one plain name stands here", None),
        }
    }

    fn with(&mut self, with: &WithBlock<'_>) {
        self.frames.open([]);
        for (target, value) in &with.assignments {
            let typed = self.expression(value);
            self.bind(target, typed.ty, typed.path);
        }
        self.body(&with.body);
        self.frames.close();
    }

    /// A name that is set again keeps its promise: what was there before stays there.
    fn set(&mut self, set: &Set<'_>) {
        let mut typed = self.expression(&set.expr);
        if matches!(&set.target, Expr::Var(var) if self.frames.is_set(var.id)) {
            typed = self.demand(typed);
        }
        self.bind(&set.target, typed.ty, typed.path);
    }

    fn set_block(&mut self, set: &SetBlock<'_>) {
        self.block(Vec::new(), &set.body);
        if let Some(filter) = &set.filter {
            self.expression(filter);
        }
        self.bind(&set.target, Some(Type::String), None);
    }

    fn filter_block(&mut self, block: &FilterBlock<'_>) {
        let typed = self.expression(&block.filter);
        self.printed(&typed);
        self.block(Vec::new(), &block.body);
    }
}

fn statement_span(statement: &Stmt<'_>) -> Span {
    match statement {
        Stmt::Do(call) => call.span(),
        _ => Span::default(),
    }
}

fn printable_instead(words: &str, ty: &Type) -> String {
    match (family(ty), ty) {
        (Family::Bool, _) => format!("turn it into words: `{{{{ 'yes' if {words} else 'no' }}}}`"),
        (Family::List, Type::List(item)) if is_printable(item) => {
            format!("put its items in a row: `{{{{ {words} | join(', ') }}}}`")
        }
        (Family::List, _) => format!("go through it: `{{% for item in {words} %}}…{{% endfor %}}`"),
        (Family::Record, Type::Record(fields)) if !fields.is_empty() => {
            let names = filrouge_report::listed(fields.iter().map(|field| field.name.as_str()));
            format!("print one of its fields: {names}")
        }
        _ => "it has no form that people read".to_owned(),
    }
}
