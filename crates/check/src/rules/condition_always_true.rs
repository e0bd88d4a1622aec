//! A condition that always holds.

use crate::conditions::{Condition, Conditions};
use crate::counterexample::{Counterexample, help};
use crate::logic::judge;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A condition that always holds.
    pub struct ConditionAlwaysTrue {
        place: Span,
        /// The test that shows it.
        shown: Option<String>,
    }
    slug: "condition-always-true", severity: Warning, since: "0.1",
    shown: Test("somebody who is as near as one can be to those whom the condition of an entry should keep out; elsewhere no expectation says that nothing happens"),
    message: "this condition is always true".to_owned(),
    at: place => "holds whatever happens".to_owned(),
    help: help("remove it, or use `&&` where both must hold", shown),
}

pub(super) fn check(conditions: &Conditions<'_>, findings: &mut Findings) {
    for condition in conditions.iter().filter(|condition| !condition.is_literal()) {
        if judge(&[condition.fails()]).is_never() {
            let shown = shown(condition, conditions);
            findings.push(ConditionAlwaysTrue { place: condition.expression.at, shown });
        }
    }
}

/// Somebody whom the entry lets in, and who is as near as one can be to those whom it should keep out.
fn shown(condition: &Condition<'_>, conditions: &Conditions<'_>) -> Option<String> {
    let journey = conditions.journey;
    conditions.entry().filter(|entry| std::ptr::eq(*entry, condition))?;
    let near = condition.fails().of_entry().near(&[])?;
    let title = format!("not everybody comes into {}", journey.name.value);
    Counterexample::of(journey, conditions.setting, title).expect("no-entry").holding(&[&near])
}
