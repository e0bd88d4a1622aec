//! The ways through one step.

mod told;

use super::Onto;
use super::journey::trigger;
use super::read::Site;
use crate::graph::{Edge, Graph};
use crate::label::collect::slot;
use crate::nodes::{Node, OfStep};
use crate::way::Way;
use filrouge_model::step::{Assignment, Call, Emit, Timeout, Update, Wait};
use filrouge_model::{Action, Expression, Id, Journey, Step};

/// A step: where it is, and what it is.
pub(super) struct At<'m> {
    pub journey: Id<Journey>,
    pub id: Id<Step>,
    pub around: &'m Journey,
    pub step: &'m Step,
}

impl<'m> At<'m> {
    pub fn node(&self, of: OfStep, graph: &Graph<'_>) -> Node {
        graph.nodes.step(self.journey, self.id, of)
    }

    pub const fn site(&self) -> Site {
        Site { event: None, journey: Some(self.journey) }
    }

    pub fn name(&self) -> &'m str {
        &self.step.name.value
    }

    /// What it reads to decide where people go.
    fn decides(&self, graph: &Graph<'m>) -> Onto<'m> {
        Onto::decision(self.node(OfStep::Decides, graph), Way::Chooses(self.name()))
    }
}

/// The ways of a step.
pub(super) fn all<'m>(
    (journey, id): (Id<Journey>, Id<Step>),
    (around, step): (&'m Journey, &'m Step),
    graph: &mut Graph<'m>,
) {
    let at = At { journey, id, around, step };
    match &step.action {
        Action::Send(send) => told::message(&at, send, graph),
        Action::Fetch(fetch) => told::question(&at, fetch, graph),
        Action::Update(update) => self::update(&at, update, graph),
        Action::Emit(emit) => self::emit(&at, emit, graph),
        Action::Call(call) => self::call(&at, call, true, graph),
        Action::Start(call) => self::call(&at, call, false, graph),
        Action::StopJourney(stop) => {
            let other = stop.journey.as_ref().and_then(|journey| journey.id);
            other.into_iter().for_each(|other| asks(&at, other, graph));
        }
        _ => decisions(&at, graph),
    }
}

/// What a step reads to decide where people go.
fn decisions<'m>(at: &At<'m>, graph: &mut Graph<'m>) {
    let decides = at.decides(graph);
    let mut read = |condition: &'m Expression| decides.read(condition, at.site(), graph);
    match &at.step.action {
        Action::Split(split) => split.ways.iter().filter_map(|way| way.when.as_ref()).for_each(read),
        Action::Repeat(repeat) => repeat.conditions().for_each(read),
        Action::Wait(wait) => wait.as_deref().and_then(Wait::date).into_iter().for_each(read),
        Action::Approve(approve) => approve.timeout.iter().filter_map(Timeout::date).for_each(read),
        Action::Parallel(parallel) => parallel.timeout.iter().filter_map(Timeout::date).for_each(read),
        Action::WaitUntil(wait) => {
            wait.timeout.iter().filter_map(Timeout::date).for_each(&mut read);
            wait.triggers().for_each(|on| trigger(on, decides, at.site(), graph));
        }
        Action::Digest(digest) => {
            let here = Site { event: digest.event.as_ref().and_then(|event| event.id), ..at.site() };
            let onto = Onto::value(at.node(OfStep::Left, graph), Way::Collects(at.name()));
            digest.expressions().for_each(|when| onto.read(when, here, graph));
        }
        _ => {}
    }
}

fn update<'m>(at: &At<'m>, update: &'m Update, graph: &mut Graph<'m>) {
    let Some(profile) = &graph.model.profile else { return };
    for set in &update.set {
        let Some(slot) = slot(&profile.seen, &set.name.value) else { continue };
        let to = graph.nodes.profile(slot);
        assigned(at, set, (to, Way::Writes(&set.name.value)), graph);
    }
}

/// A value goes somewhere, and so does what decided that it does.
fn assigned<'m>(at: &At<'m>, set: &'m Assignment, (to, way): (Node, Way<'m>), graph: &mut Graph<'m>) {
    set.value.iter().for_each(|value| Onto::value(to, way).read(value, at.site(), graph));
    graph.add(at.node(OfStep::Runs, graph), Edge::new(to, set.name.span, way));
}

fn emit<'m>(at: &At<'m>, emit: &'m Emit, graph: &mut Graph<'m>) {
    let Some(reference) = &emit.event else { return };
    let (Some(id), Some(event)) = (reference.id, graph.model.events.of(reference)) else { return };
    let happens = Edge::new(graph.nodes.happened(id), reference.name.span, Way::Happens(&event.name.value));
    graph.add(at.node(OfStep::Runs, graph), happens);
    for set in &emit.set {
        let Some(slot) = slot(&event.schema, &set.name.value) else { continue };
        let onto = Onto::value(graph.nodes.of_event(id, slot), Way::Emits(&event.name.value));
        set.value.iter().for_each(|value| onto.read(value, at.site(), graph));
    }
}

fn call<'m>(at: &At<'m>, call: &'m Call, waits: bool, graph: &mut Graph<'m>) {
    let Some(other) = &call.journey else { return };
    let (Some(id), Some(journey)) = (other.id, graph.model.journeys.of(other)) else { return };
    asks(at, id, graph);
    let way = Way::Gives(&journey.name.value);
    for set in &call.with {
        let slot = journey.enter.as_ref().and_then(|enter| slot(&enter.schema, &set.name.value));
        let Some(slot) = slot else { continue };
        let onto = Onto::value(graph.nodes.of_entry(id, journey.steps.len(), slot), way);
        set.value.iter().for_each(|value| onto.read(value, at.site(), graph));
    }
    if waits {
        let (ends, ended) = (graph.nodes.ends(id), Way::Ended(&journey.name.value));
        graph.add(ends, Edge::new(at.node(OfStep::Left, graph), other.name.span, ended));
        graph.add(ends, Edge::new(at.node(OfStep::Decides, graph), other.name.span, ended));
    }
}

/// What decides that a journey is asked for, or stopped, decides who is in it.
fn asks<'m>(at: &At<'m>, other: Id<Journey>, graph: &mut Graph<'m>) {
    let Some(journey) = graph.model.journeys.get(other) else { return };
    let edge = Edge::new(graph.nodes.door(other), at.step.at, Way::Asks(&journey.name.value));
    graph.add(at.node(OfStep::Runs, graph), edge);
}
