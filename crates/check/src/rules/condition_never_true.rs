//! A condition that can never hold.

use crate::conditions::{Condition, Conditions};
use crate::counterexample::{help, meets};
use crate::logic::Clash;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A condition that can never hold.
    pub struct ConditionNeverTrue {
        place: Span,
        /// What these words cannot hold beside, when it is one thing.
        beside: Option<Span>,
        /// Where the field is declared that cannot have such a value.
        declared: Option<Span>,
        /// The test that shows it.
        shown: Option<String>,
    }
    slug: "condition-never-true", severity: Warning, since: "0.1",
    shown: Test("somebody who is as near to the condition as one can be: of an entry, an exit, a goal, a way, an arm"),
    message: "this condition is never true".to_owned(),
    at: place => match (beside, declared) {
        (Some(_), _) => "cannot hold together with the other words",
        (None, Some(_)) => "no value of the field is like that",
        (None, None) => "cannot hold",
    }.to_owned(),
    also: [
        beside => "one of the two is always wrong".to_owned(),
        declared => "the field is declared here".to_owned(),
    ],
    help: help("correct one of the values, or use `||` where either is enough", shown),
}

pub(super) fn check(conditions: &Conditions<'_>, findings: &mut Findings) {
    for condition in conditions.iter().filter(|condition| !condition.is_literal()) {
        if let Some(clash) = condition.never() {
            findings.push(fact(condition, clash, meets(condition, conditions)));
        }
    }
}

fn fact(condition: &Condition<'_>, clash: Option<Clash>, shown: Option<String>) -> ConditionNeverTrue {
    let beside = |declared| clash.filter(|clash| clash.declared == declared).and_then(|clash| clash.beside);
    ConditionNeverTrue {
        place: clash.map_or(condition.expression.at, |clash| clash.at),
        beside: beside(false),
        declared: beside(true),
        shown,
    }
}
