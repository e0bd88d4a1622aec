//! A goal that cannot be met.

use crate::conditions::{Condition, known_inside};
use crate::logic::judge;
use filrouge_model::{Journey, Model};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A goal that cannot be met.
    pub struct GoalCannotBeMet { goal: String, place: Span, entry: Span }
    slug: "goal-cannot-be-met", severity: Warning, since: "0.1",
    message: format!("nobody who is inside can meet the goal `{goal}`"),
    at: place => "never holds for those who came in".to_owned(),
    also: [entry => "only these come in".to_owned()],
    help: Some("correct one of the two conditions".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let with_goals = model.journeys.values().filter(|journey| !journey.goals.is_empty());
    with_goals.for_each(|journey| check_journey(journey, model, findings));
}

fn check_journey(journey: &Journey, model: &Model, findings: &mut Findings) {
    let Some(entry) = Condition::of_entry(journey, model) else { return };
    let Some(inside) = known_inside(journey, model) else { return };
    for goal in &journey.goals {
        let Some(condition) = Condition::of_goal(goal, journey, model) else { continue };
        let contradicts = condition.never().is_none() && judge(&[&condition.holds(), &inside]).is_never();
        if contradicts {
            findings.push(GoalCannotBeMet {
                goal: goal.name.value.to_string(),
                place: condition.expression.at,
                entry: entry.expression.at,
            });
        }
    }
}
