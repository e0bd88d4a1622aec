//! A condition that always holds.

use crate::conditions::Conditions;
use crate::logic::judge;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A condition that always holds.
    pub struct ConditionAlwaysTrue { place: Span }
    slug: "condition-always-true", severity: Warning, since: "0.1",
    message: "this condition is always true".to_owned(),
    at: place => "holds whatever happens".to_owned(),
    help: Some("remove it, or use `&&` where both must hold".to_owned()),
}

pub(super) fn check(conditions: &Conditions<'_>, findings: &mut Findings) {
    for condition in conditions.iter().filter(|condition| !condition.is_literal()) {
        if judge(&[condition.fails()]).is_never() {
            findings.push(ConditionAlwaysTrue { place: condition.expression.at });
        }
    }
}
