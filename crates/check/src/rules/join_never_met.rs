//! A parallel that waits for more branches than ever come to their end.

use crate::walk::comes_to_its_end;
use filrouge_model::step::{Branch, Parallel};
use filrouge_model::{Action, Id, Journey, Setting, Step};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A parallel that waits for more branches than ever come to their end.
    pub struct JoinNeverMet {
        parallel: String,
        needed: usize,
        able: usize,
        place: Span,
        /// The branches that always end the journey.
        ending: Vec<Span>,
    }
    slug: "join-never-met", severity: Error, since: "0.1",
    shown: Refused,
    message: format!("`{parallel}` waits for {}, and only {able} can come to {end}", counted(*needed), end = if *able == 1 { "its end" } else { "their end" }),
    at: place => "never met".to_owned(),
    also: [ending => "always ends the journey".to_owned()],
    help: Some("wait for fewer of them, as `join=any` does, or let a branch come to its end".to_owned()),
}

pub(super) fn check(journey: &Journey, _: &Setting, findings: &mut Findings) {
        for (id, step) in journey.steps.iter() {
            if let Action::Parallel(parallel) = &step.action {
                check_parallel((id, step), parallel, journey, findings);
            }
        }
}

fn check_parallel(
    (id, step): (Id<Step>, &Step),
    parallel: &Parallel,
    journey: &Journey,
    findings: &mut Findings,
) {
    let ends = |branch: &&Branch| comes_to_its_end(journey, id, branch.to);
    let (able, ending): (Vec<_>, Vec<_>) = parallel.branches.iter().partition(ends);
    let (needed, able) = (parallel.needed(), able.len());
    // Where every branch ends the journey, whatever stands behind it cannot be reached, which is told.
    if able > 0 && able < needed {
        findings.push(JoinNeverMet {
            parallel: step.name.value.to_string(),
            needed,
            able,
            place: parallel.join.as_ref().map_or(step.at, |join| join.span),
            ending: ending.iter().map(|branch| branch.at).collect(),
        });
    }
}

fn counted(branches: usize) -> String {
    if branches == 1 { "a branch".to_owned() } else { format!("{branches} branches") }
}
