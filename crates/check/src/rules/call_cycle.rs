//! Journeys that wait for each other's end.

use crate::circles::{Edge, Edges, circles};
use filrouge_model::{Action, Journey, Model};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// Journeys that wait for each other's end.
    pub struct CallCycle {
        /// The journeys of the circle, in order.
        journeys: Vec<String>,
        place: Span,
        others: Vec<Span>,
    }
    slug: "call-cycle", severity: Error, since: "0.1",
    shown: Refused,
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

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let calling = model.journeys.iter().map(|(id, journey)| (id, calls(journey)));
    let edges: Edges<()> = calling.filter(|(_, calls)| !calls.is_empty()).collect();
    for circle in circles(&edges, model) {
        findings.push(CallCycle { journeys: circle.journeys, place: circle.place, others: circle.others });
    }
}

fn calls(journey: &Journey) -> Vec<Edge<()>> {
    let called = journey.steps.values().filter_map(|step| match &step.action {
        Action::Call(call) => Some(Edge { to: call.journey.as_ref()?.id?, at: step.at, kind: () }),
        _ => None,
    });
    called.collect()
}
