//! The rules of the door. Each stands in a file of its own, with its page beside it.

use filrouge_model::Model;
use filrouge_report::Findings;

filrouge_report::rules! {
    missing_otherwise,
    unreachable_step,
}

/// Everything that the rules find.
pub(crate) fn judge(model: &Model) -> Findings {
    let mut findings = Findings::new();
    for rule in JUDGES {
        rule(model, &mut findings);
    }
    findings
}

/// The rules, as functions from a model to findings.
const JUDGES: &[fn(&Model, &mut Findings)] = &[missing_otherwise::check, unreachable_step::check];
