//! Journeys that start each other for ever, without any time passing.

use crate::circles::{Circle, Edge, Edges, circles};
use crate::crossings::{Crossing, Crossings};
use crate::walk::steps_at_once;
use filrouge_model::{Action, Event, Id, Journey, Model};
use filrouge_plan::ReEntry;
use filrouge_report::{Findings, listed, rule};
use filrouge_source::Span;
use std::collections::BTreeMap;

rule! {
    /// Journeys that start each other for ever, without any time passing.
    pub struct LoopWithoutWait {
        /// The journeys of the loop, in order.
        journeys: Vec<String>,
        place: Span,
        /// The other steps that keep it going.
        others: Vec<Span>,
    }
    slug: "loop-without-wait", severity: Error, since: "0.1",
    shown: Refused,
    message: match journeys.as_slice() {
        [only] => format!("the journey `{only}` starts itself again without a wait"),
        _ => {
            let journeys = listed(journeys.iter().map(String::as_str));
            format!("the journeys {journeys} start each other again without a wait")
        }
    },
    at: place => "starts the next round".to_owned(),
    also: [others => "and this the one after".to_owned()],
    help: Some("put a `wait` between, or let people enter only once: `re-entry never`".to_owned()),
}

/// How a step lets people into another journey in the same moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// The journey waits for the other one: a circle of such steps is another rule's.
    Calls,
    /// It asks for it, or emits its event.
    Starts,
    /// It moves the person into a segment, or out of it.
    Crosses(Crossing),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let crossings = Crossings::of(model, lets_in_at_once);
    for circle in circles(&edges(model, &crossings), model) {
        let calls_alone = circle.steps.iter().all(|(_, edge)| edge.kind == How::Calls);
        if !calls_alone && goes_on(&circle, &crossings) {
            let (journeys, place, others) = (circle.journeys, circle.place, circle.others);
            findings.push(LoopWithoutWait { journeys, place, others });
        }
    }
}

/// Who came into a segment comes into it again only when something has taken them out between.
fn goes_on(circle: &Circle<How>, crossings: &Crossings) -> bool {
    circle.steps.iter().all(|(_, edge)| match edge.kind {
        How::Crosses(crossing) => circle.steps.iter().any(|(id, _)| crossings.takes_back(*id, crossing)),
        How::Calls | How::Starts => true,
    })
}

/// Which journey starts which in the same moment. Journeys that a person cannot enter again at once break a loop.
fn edges(model: &Model, crossings: &Crossings) -> Edges<How> {
    let mut entered: BTreeMap<Id<Event>, Vec<Id<Journey>>> = BTreeMap::new();
    for (id, journey) in model.journeys.iter().filter(|(_, journey)| lets_in_at_once(journey)) {
        if let Some(event) = journey.entry_event().and_then(|event| event.id) {
            entered.entry(event).or_default().push(id);
        }
    }
    let looping = model.journeys.iter().filter(|(_, journey)| lets_in_at_once(journey));
    let edges = looping.map(|(id, journey)| {
        let mut edges = started_at_once(journey, &entered, model);
        let crossed = crossings.from(id).iter();
        edges.extend(crossed.map(|(to, at, crossing)| Edge { to: *to, at: *at, kind: How::Crosses(*crossing) }));
        (id, edges)
    });
    edges.filter(|(_, edges)| !edges.is_empty()).collect()
}

/// Whether a person who has just left may come in again in the same moment: under another key always.
fn lets_in_at_once(journey: &Journey) -> bool {
    let Some(enter) = &journey.enter else { return false };
    let again = matches!(enter.comes_again(), ReEntry::AfterExit | ReEntry::Every);
    again || !enter.key.is_absent()
}

/// The journeys that a journey calls, starts or brings about by an event before any time has passed.
fn started_at_once(
    journey: &Journey,
    entered: &BTreeMap<Id<Event>, Vec<Id<Journey>>>,
    model: &Model,
) -> Vec<Edge<How>> {
    let may_enter = |to: &Id<Journey>| model.journeys.get(*to).is_some_and(lets_in_at_once);
    let mut edges = Vec::new();
    for step in steps_at_once(journey) {
        let asked = |call: &filrouge_model::step::Call| call.journey.as_ref()?.id.filter(may_enter);
        let (next, kind) = match &step.action {
            Action::Call(call) => (asked(call).into_iter().collect(), How::Calls),
            Action::Start(start) => (asked(start).into_iter().collect(), How::Starts),
            Action::Emit(emit) => {
                let event = emit.event.as_ref().and_then(|event| event.id);
                (event.and_then(|event| entered.get(&event)).cloned().unwrap_or_default(), How::Starts)
            }
            _ => continue,
        };
        edges.extend(next.into_iter().map(|to| Edge { to, at: step.at, kind }));
    }
    edges
}
