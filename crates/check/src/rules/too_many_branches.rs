//! A parallel that lets one person go more ways at once than the machine keeps.

use filrouge_model::{Action, Id, Journey, Setting, Step};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::collections::BTreeMap;

rule! {
    /// A parallel that lets one person go more ways at once than the machine keeps.
    pub struct TooManyBranches { parallel: String, ways: usize, place: Span }
    slug: "too-many-branches", severity: Error, since: "0.1",
    message: format!("`{parallel}` lets a person go {ways} ways at once, and {MOST} are allowed"),
    at: place => format!("{ways} ways, those of each parallel inside counted"),
    help: Some("put some of them one behind the other, or into a journey of their own that is started".to_owned()),
}

/// Most ways that one person goes at once in one walk through a journey. Each input looks at all of them.
const MOST: usize = 16;

pub(super) fn check(journey: &Journey, _: &Setting, findings: &mut Findings) {
        let found = widest(journey);
        found.into_iter().for_each(|finding| findings.push(finding));
}

/// The outermost parallels that are too wide. Those inside of others stand behind them in the text.
fn widest(journey: &Journey) -> Vec<TooManyBranches> {
    let mut widths: BTreeMap<Id<Step>, usize> = BTreeMap::new();
    let mut steps: Vec<_> = journey.steps.iter().collect();
    steps.reverse();
    for (id, step) in steps {
        let Action::Parallel(parallel) = &step.action else { continue };
        let within = |branch| {
            let inside = journey.branch(id, branch);
            inside.iter().filter_map(|id| widths.get(id)).max().copied().unwrap_or(1)
        };
        let width = parallel.branches.iter().map(|branch| within(branch.to)).sum();
        widths.insert(id, width);
    }
    let wide = widths.iter().filter(|(_, ways)| **ways > MOST);
    let wide = wide.filter_map(|(id, ways)| Some((*id, *ways, journey.steps.get(*id)?)));
    let mut found: Vec<(Id<Step>, TooManyBranches)> = Vec::new();
    for (id, ways, step) in wide {
        if !found.iter().any(|(outer, _)| is_inside(journey, *outer, id)) {
            let parallel = step.name.value.to_string();
            found.push((id, TooManyBranches { parallel, ways, place: step.at }));
        }
    }
    found.into_iter().map(|(_, finding)| finding).collect()
}

fn is_inside(journey: &Journey, outer: Id<Step>, id: Id<Step>) -> bool {
    let Some(Step { action: Action::Parallel(parallel), .. }) = journey.steps.get(outer) else { return false };
    parallel.branches.iter().any(|branch| journey.branch(outer, branch.to).contains(&id))
}
