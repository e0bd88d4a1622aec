//! Journeys that wait for each other's end.

use crate::walk::circle;
use filrouge_model::{Action, Id, Journey, Model};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::collections::BTreeSet;

rule! {
    /// Journeys that wait for each other's end.
    pub struct CallCycle {
        /// The journeys of the circle, in order.
        journeys: Vec<String>,
        place: Span,
        others: Vec<Span>,
    }
    slug: "call-cycle", severity: Error, since: "0.1",
    message: match journeys.as_slice() {
        [only] => format!("the journey `{only}` calls itself"),
        _ => {
            let round = journeys.iter().chain(journeys.first());
            let round: Vec<String> = round.map(|journey| format!("`{journey}`")).collect();
            format!("journeys call each other in a circle: {}", round.join(" → "))
        }
    },
    at: place => "waits for the end of the next one".to_owned(),
    also: [others => "and so does this".to_owned()],
    help: Some("let one of them `start` the other, which waits for nothing".to_owned()),
}

/// A call: the journey, and where it stands.
type Call = (Id<Journey>, Span);

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let mut told = BTreeSet::new();
    for (start, _) in model.journeys.iter() {
        let Some(circle) = circle(start, |id| calls(id, model), |(id, _)| *id) else { continue };
        let members: BTreeSet<_> = circle.iter().map(|(id, _)| *id).collect();
        if members.first() == Some(&start) && told.insert(members) {
            report(start, &circle, model, findings);
        }
    }
}

fn report(start: Id<Journey>, circle: &[Call], model: &Model, findings: &mut Findings) {
    let Some(((_, place), others)) = circle.split_first() else { return };
    let before = circle.iter().map(|(id, _)| *id).take(others.len());
    let journeys = [start].into_iter().chain(before).filter_map(|id| model.journeys.get(id));
    findings.push(CallCycle {
        journeys: journeys.map(|journey| journey.name.value.to_string()).collect(),
        place: *place,
        others: others.iter().map(|(_, at)| *at).collect(),
    });
}

fn calls(id: Id<Journey>, model: &Model) -> Vec<Call> {
    let steps = model.journeys.get(id).into_iter().flat_map(|journey| journey.steps.values());
    steps
        .filter_map(|step| match &step.action {
            Action::Call(call) => Some((call.journey.as_ref()?.id?, step.at)),
            _ => None,
        })
        .collect()
}
