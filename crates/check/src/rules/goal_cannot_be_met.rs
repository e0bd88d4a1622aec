//! A goal that cannot be met.

use crate::conditions::Conditions;
use crate::counterexample::{help, meets};
use crate::logic::judge;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A goal that cannot be met.
    pub struct GoalCannotBeMet {
        goal: String,
        place: Span,
        entry: Span,
        /// The test that shows it.
        shown: Option<String>,
    }
    slug: "goal-cannot-be-met", severity: Warning, since: "0.1",
    shown: Test("somebody who comes in, and is then as near to the condition as one can be"),
    message: format!("nobody who is inside can meet the goal `{goal}`"),
    at: place => "never holds for those who came in".to_owned(),
    also: [entry => "only these come in".to_owned()],
    help: help("correct one of the two conditions", shown),
}

pub(super) fn check(conditions: &Conditions<'_>, findings: &mut Findings) {
    let (Some(entry), Some(inside)) = (conditions.entry(), conditions.inside()) else { return };
    for goal in &conditions.journey.goals {
        let Some(condition) = goal.when.value().and_then(|when| conditions.find(when)) else { continue };
        if condition.never().is_none() && judge(&[condition.holds(), inside]).is_never() {
            findings.push(GoalCannotBeMet {
                goal: goal.name.value.to_string(),
                place: condition.expression.at,
                entry: entry.expression.at,
                shown: meets(condition, conditions),
            });
        }
    }
}
