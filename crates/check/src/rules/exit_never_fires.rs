//! An exit that takes nobody out.

use crate::conditions::{Condition, known_inside};
use crate::logic::judge;
use filrouge_model::{Journey, Model};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// An exit that takes nobody out.
    pub struct ExitNeverFires { exit: String, place: Span, entry: Span }
    slug: "exit-never-fires", severity: Warning, since: "0.1",
    message: format!("the exit `{exit}` takes nobody out"),
    at: place => "never holds for those who came in".to_owned(),
    also: [entry => "only these come in".to_owned()],
    help: Some("correct one of the two conditions".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let with_exits = model.journeys.values().filter(|journey| !journey.exits.is_empty());
    with_exits.for_each(|journey| check_journey(journey, model, findings));
}

fn check_journey(journey: &Journey, model: &Model, findings: &mut Findings) {
    let Some(entry) = Condition::of_entry(journey, model) else { return };
    let Some(inside) = known_inside(journey, model) else { return };
    for exit in &journey.exits {
        let trigger = exit.on.as_ref();
        let condition = trigger.and_then(|trigger| Condition::of_trigger(trigger, journey, model));
        let Some(condition) = condition else { continue };
        let contradicts = condition.never().is_none() && judge(&[&condition.holds(), &inside]).is_never();
        if contradicts {
            findings.push(ExitNeverFires {
                exit: exit.name.value.to_string(),
                place: condition.expression.at,
                entry: entry.expression.at,
            });
        }
    }
}
