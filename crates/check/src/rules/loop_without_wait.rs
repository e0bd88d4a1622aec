//! Journeys that start each other for ever, without any time passing.

use crate::walk::{circle, reachable_from};
use filrouge_model::{Action, Event, Id, Journey, Model, Step};
use filrouge_plan::ReEntry;
use filrouge_report::{Findings, listed, rule};
use filrouge_source::Span;
use std::collections::{BTreeMap, BTreeSet};

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

/// A step that lets people into another journey in the same moment.
#[derive(Clone, Copy)]
struct Edge {
    to: Id<Journey>,
    at: Span,
    /// Whether the journey waits for the other one: a circle of such steps is another rule's.
    calls: bool,
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let edges = edges(model);
    let mut told = BTreeSet::new();
    for start in edges.keys() {
        let leads_on = |id| edges.get(&id).cloned().unwrap_or_default();
        let Some(path) = circle(*start, leads_on, |edge: &Edge| edge.to) else { continue };
        let members: BTreeSet<_> = path.iter().map(|edge| edge.to).collect();
        if path.iter().any(|edge| !edge.calls)
            && members.first() == Some(start) && told.insert(members) {
            report(*start, &path, model, findings);
        }
    }
}

fn report(start: Id<Journey>, path: &[Edge], model: &Model, findings: &mut Findings) {
    let Some((first, others)) = path.split_first() else { return };
    let before = path.iter().map(|edge| edge.to).take(others.len());
    let names = [start].into_iter().chain(before).filter_map(|id| model.journeys.get(id));
    findings.push(LoopWithoutWait {
        journeys: names.map(|journey| journey.name.value.to_string()).collect(),
        place: first.at,
        others: others.iter().map(|edge| edge.at).collect(),
    });
}

/// Which journey starts which in the same moment. Journeys that a person cannot enter again at once break a loop.
fn edges(model: &Model) -> BTreeMap<Id<Journey>, Vec<Edge>> {
    let mut entered: BTreeMap<Id<Event>, Vec<Id<Journey>>> = BTreeMap::new();
    for (id, journey) in model.journeys.iter().filter(|(_, journey)| lets_in_at_once(journey)) {
        if let Some(event) = journey.entry_event().and_then(|event| event.id) {
            entered.entry(event).or_default().push(id);
        }
    }
    let mut edges: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (id, journey) in model.journeys.iter().filter(|(_, journey)| lets_in_at_once(journey)) {
        edges.entry(id).or_default().extend(asked_for_at_once(journey, model));
        for (event, at) in emitted_at_once(journey) {
            let next = entered.get(&event).into_iter().flatten();
            edges.entry(id).or_default().extend(next.map(|to| Edge { to: *to, at, calls: false }));
        }
    }
    edges
}

/// Whether a person who has just left may come in again in the same moment: under another key always.
fn lets_in_at_once(journey: &Journey) -> bool {
    let Some(enter) = &journey.enter else { return false };
    let again = matches!(enter.comes_again(), ReEntry::AfterExit | ReEntry::Every);
    again || !enter.key.is_absent()
}

/// The journeys that a journey calls or starts before any time has passed.
fn asked_for_at_once(journey: &Journey, model: &Model) -> Vec<Edge> {
    let asked = steps_at_once(journey).into_iter().filter_map(|step| match &step.action {
        Action::Call(call) => Some((call.journey.as_ref()?.id?, step.at, true)),
        Action::Start(start) => Some((start.journey.as_ref()?.id?, step.at, false)),
        _ => None,
    });
    let edges = asked.filter(|(to, ..)| model.journeys.get(*to).is_some_and(lets_in_at_once));
    edges.map(|(to, at, calls)| Edge { to, at, calls }).collect()
}

/// The events that a journey emits before any time has passed.
fn emitted_at_once(journey: &Journey) -> Vec<(Id<Event>, Span)> {
    let steps = steps_at_once(journey).into_iter();
    steps
        .filter_map(|step| match &step.action {
            Action::Emit(emit) => Some((emit.event.as_ref()?.id?, step.at)),
            _ => None,
        })
        .collect()
}

fn steps_at_once(journey: &Journey) -> Vec<&Step> {
    let reached = reachable_from(journey, journey.start, |step| !step.holds_up());
    reached.into_iter().filter_map(|id| journey.steps.get(id)).collect()
}
