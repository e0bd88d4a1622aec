//! An exit that takes nobody out.

use crate::conditions::Conditions;
use crate::counterexample::{help, meets};
use crate::logic::judge;
use filrouge_model::step::Trigger;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// An exit that takes nobody out.
    pub struct ExitNeverFires {
        exit: String,
        place: Span,
        entry: Span,
        /// The test that shows it.
        shown: Option<String>,
    }
    slug: "exit-never-fires", severity: Warning, since: "0.1",
    shown: Test("somebody who comes in, and is then as near to the condition as one can be"),
    message: format!("the exit `{exit}` takes nobody out"),
    at: place => "never holds for those who came in".to_owned(),
    also: [entry => "only these come in".to_owned()],
    help: help("correct one of the two conditions", shown),
}

pub(super) fn check(conditions: &Conditions<'_>, findings: &mut Findings) {
    let (Some(entry), Some(inside)) = (conditions.entry(), conditions.inside()) else { return };
    for exit in &conditions.journey.exits {
        let trigger = exit.on.as_ref().and_then(Trigger::condition);
        let Some(condition) = trigger.and_then(|when| conditions.find(when)) else { continue };
        if condition.never().is_none() && judge(&[condition.holds(), inside]).is_never() {
            findings.push(ExitNeverFires {
                exit: exit.name.value.to_string(),
                place: condition.expression.at,
                entry: entry.expression.at,
                shown: meets(condition, conditions),
            });
        }
    }
}
