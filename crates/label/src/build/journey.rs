//! The ways into a journey, through it and out of it.

use super::Onto;
use super::read::Site;
use super::step;
use crate::deciders::deciders;
use crate::graph::Graph;
use crate::label::collect::slot;
use crate::nodes::OfStep;
use crate::way::Way;
use filrouge_model::step::Trigger;
use filrouge_model::{Action, Entry, Id, Journey};

/// The ways of every journey.
pub(super) fn all(graph: &mut Graph<'_>) {
    for (id, journey) in graph.model.journeys.iter() {
        let site = Site { event: None, journey: Some(id) };
        enter(id, journey, site, graph);
        exits(id, journey, site, graph);
        runs(id, journey, graph);
        for (step, own) in journey.steps.iter() {
            step::all((id, step), (journey, own), graph);
        }
    }
}

/// What decides who comes in.
fn enter<'m>(id: Id<Journey>, journey: &'m Journey, site: Site, graph: &mut Graph<'m>) {
    let Some(enter) = &journey.enter else { return };
    let door = Onto::decision(graph.nodes.door(id), Way::Enters(&journey.name.value));
    let mut here = site;
    match &enter.by {
        Some(Entry::Event(event)) => {
            here.event = event.id;
            door.event(event, graph);
        }
        Some(Entry::Date { field, .. }) => {
            let seen = graph.model.profile.as_ref().map(|profile| &profile.seen);
            if let Some(slot) = seen.and_then(|seen| slot(seen, &field.value)) {
                let edge = door.edge(field.span);
                graph.add(graph.nodes.profile(slot), edge);
            }
        }
        _ => {}
    }
    enter.segment().into_iter().for_each(|segment| door.segment(segment, graph));
    let conditions = enter.when.value().into_iter().chain(enter.key.value().map(|key| &**key));
    conditions.for_each(|condition| door.read(condition, here, graph));
}

/// What takes people out decides who is still in.
fn exits<'m>(id: Id<Journey>, journey: &'m Journey, site: Site, graph: &mut Graph<'m>) {
    let (door, ends) = (graph.nodes.door(id), graph.nodes.ends(id));
    let out = Onto::decision(door, Way::Leaves(&journey.name.value));
    journey.exits.iter().filter_map(|exit| exit.on.as_ref()).for_each(|on| trigger(on, out, site, graph));
    graph.silently(door, ends, journey.at);
}

/// What a trigger watches goes there.
pub(super) fn trigger<'m>(trigger: &'m Trigger, onto: Onto<'m>, site: Site, graph: &mut Graph<'m>) {
    let mut here = site;
    if let Trigger::Event { event, .. } = trigger {
        here.event = event.id;
        onto.event(event, graph);
    }
    trigger.condition().into_iter().for_each(|when| onto.read(when, here, graph));
}

/// What decides who is in decides of each step whether it runs, and so do the steps that it hangs on.
fn runs(id: Id<Journey>, journey: &Journey, graph: &mut Graph<'_>) {
    let deciders = deciders(journey);
    let ids: Vec<_> = journey.steps.iter().map(|(step, _)| step).collect();
    for ((step, own), deciders) in journey.steps.iter().zip(&deciders) {
        let runs = graph.nodes.step(id, step, OfStep::Runs);
        graph.silently(graph.nodes.door(id), runs, own.at);
        for decider in deciders.iter().filter_map(|decider| ids.get(*decider)) {
            graph.silently(graph.nodes.step(id, *decider, OfStep::Decides), runs, own.at);
            graph.silently(graph.nodes.step(id, *decider, OfStep::Runs), runs, own.at);
        }
        if matches!(own.action, Action::End(_)) {
            graph.silently(runs, graph.nodes.ends(id), own.at);
        }
    }
}
