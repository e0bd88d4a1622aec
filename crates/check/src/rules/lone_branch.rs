//! A parallel of one branch.

use filrouge_model::{Action, Journey, Setting, Step};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A parallel of one branch.
    pub struct LoneBranch { parallel: String, branch: String, place: Span }
    slug: "lone-branch", severity: Error, since: "0.1",
    message: format!("`{parallel}` goes one way only"),
    at: place => "nothing happens beside it".to_owned(),
    help: Some(format!("write the steps of `{branch}` without a `parallel`, or say what happens at the same time")),
}

pub(super) fn check(journey: &Journey, _: &Setting, findings: &mut Findings) {
    let steps = journey.steps.values();
    steps.filter_map(lone).for_each(|finding| findings.push(finding));
}

fn lone(step: &Step) -> Option<LoneBranch> {
    let Action::Parallel(parallel) = &step.action else { return None };
    let [branch] = parallel.branches.as_slice() else { return None };
    Some(LoneBranch {
        parallel: step.name.value.to_string(),
        branch: branch.name.value.to_string(),
        place: branch.at,
    })
}
