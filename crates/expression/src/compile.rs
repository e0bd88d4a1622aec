//! The front door.

use crate::places::span_of;
use crate::rules::condition_syntax::ConditionSyntax;
use crate::rules::type_mismatch::{Clash, TypeMismatch};
use crate::scope::{Scope, Want};
use crate::{Places, Problem, check, lower, parse};
use filrouge_plan::{Program, Type};
use filrouge_report::{Edit, Findings, Fix, Safety, Severity};
use filrouge_source::Span;
use std::collections::BTreeSet;

/// An expression that was accepted.
#[derive(Debug, Clone, PartialEq)]
pub struct Compiled {
    /// What the machine runs.
    pub program: Program,
    /// Place of each node of the program in the author's file, by the node's number.
    pub places: Box<[Span]>,
    /// Type of the value.
    pub ty: Type,
    /// Data that the expression reads, sorted, each once: `profile.country`, `event.items.price`.
    pub reads: Box<[Box<str>]>,
    /// Segments that it asks for.
    pub segments: BTreeSet<String>,
    /// Data that is there whenever it holds, as in `reads`.
    pub present: Box<[Box<str>]>,
}

/// Parses, checks and lowers `text`. There is a program exactly when there is no error among the findings.
#[must_use]
pub fn compile(
    text: &str,
    places: &dyn Places,
    scope: &Scope<'_>,
    want: Want<'_>,
) -> (Option<Compiled>, Findings) {
    let (tree, problems) = parse(text);
    let mut findings = spelled(problems, places);
    let Some(tree) = tree else { return (None, findings) };
    let checked = check::check(text, &tree, places, scope, want);
    findings.extend(checked.findings);
    if findings.count(Severity::Error) > 0 {
        return (None, findings);
    }
    let Some(ty) = checked.tree.ty.settled() else {
        findings.push(unsettled(span_of(places, tree.at)));
        return (None, findings);
    };
    let Some((program, extents)) = lower::lower(&checked.tree) else {
        findings.push(unsettled(span_of(places, tree.at)));
        return (None, findings);
    };
    let places = extents.into_iter().map(|at| span_of(places, at)).collect();
    let reads = checked.reads.iter().map(|path| path.to_string().into()).collect();
    let segments = checked.segments;
    let present = checked.present.iter().map(|path| path.to_string().into()).collect();
    (Some(Compiled { program, places, ty, reads, segments, present }), findings)
}

/// Items of an empty list have no type, and nothing can be made of them.
fn unsettled(place: Span) -> TypeMismatch {
    let about = "nothing says what its items are".to_owned();
    let clash = Clash::Unsettled;
    TypeMismatch { clash, place, about, other: None, other_about: String::new(), advice: None, repair: None }
}

fn spelled(problems: Vec<Problem>, places: &dyn Places) -> Findings {
    let mut findings = Findings::new();
    for problem in problems {
        let repair = problem.fix.map(|fix| Fix {
            title: fix.title,
            safety: if fix.safe { Safety::Safe } else { Safety::Unsafe },
            edits: vec![Edit { span: span_of(places, fix.at), text: fix.text }],
        });
        findings.push(ConditionSyntax {
            problem: problem.message,
            label: problem.label,
            place: span_of(places, problem.at),
            advice: problem.help,
            repair,
        });
    }
    findings
}
