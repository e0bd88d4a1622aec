//! From a model to the ways that data goes in it.

mod journey;
pub(crate) mod read;
mod step;

use crate::graph::{Edge, Graph};
use crate::label::collect::slot;
use crate::nodes::Node;
use crate::way::Way;
use filrouge_model::{Event, Id, Opt, Reference, Trait};
use filrouge_source::Span;
use read::{Site, reads};

/// Every way of the project.
pub(crate) fn all(graph: &mut Graph<'_>) {
    traits(graph);
    segments(graph);
    suppressions(graph);
    journey::all(graph);
}

fn traits(graph: &mut Graph<'_>) {
    let model = graph.model;
    let Some(profile) = &model.profile else { return };
    for own in model.traits.values() {
        let Some(slot) = slot(&profile.seen, &own.name.value) else { continue };
        let to = graph.nodes.profile(slot);
        made_of(own, to, graph);
    }
}

fn made_of<'m>(own: &'m Trait, to: Node, graph: &mut Graph<'m>) {
    let lift = graph.lift(own.declassify.value());
    let made = |at| Edge { lift, ..Edge::new(to, at, Way::Computes(&own.name.value)) };
    let site = Site { event: own.on.value().and_then(|on| on.id), journey: None };
    for expression in [&own.of, &own.filter, &own.when].into_iter().filter_map(Opt::value) {
        for read in reads(expression, site, graph) {
            graph.add(read.from, Edge { below: read.below, ..made(read.at) });
        }
    }
    for on in [&own.on, &own.then].into_iter().filter_map(Opt::value) {
        happened(on, made(on.name.span), graph);
    }
}

/// Adds a way from the fact that an event happened.
fn happened<'m>(event: &Reference<Event>, edge: Edge<'m>, graph: &mut Graph<'m>) {
    if let Some(event) = event.id {
        let from = graph.nodes.happened(event);
        graph.add(from, edge);
    }
}

fn segments(graph: &mut Graph<'_>) {
    for (id, segment) in graph.model.segments.iter() {
        let (to, lift) = (graph.nodes.segment(id), graph.lift(segment.declassify.value()));
        let read: Vec<_> = segment.when.iter().flat_map(|when| reads(when, Site::default(), graph)).collect();
        for read in read {
            let edge = Edge::new(to, read.at, Way::Gathers(&segment.name.value));
            graph.add(read.from, Edge { below: read.below, lift, ..edge });
        }
    }
}

fn suppressions(graph: &mut Graph<'_>) {
    for (id, rule) in graph.model.suppressions.iter() {
        let held = Onto::decision(graph.nodes.suppression(id), Way::HoldsBack(&rule.name.value));
        rule.when.iter().for_each(|when| held.read(when, Site::default(), graph));
    }
}

/// A place and how data comes to it.
#[derive(Clone, Copy)]
struct Onto<'m> {
    to: Node,
    way: Way<'m>,
    /// Whether it is a decision.
    decides: bool,
}

impl<'m> Onto<'m> {
    const fn value(to: Node, way: Way<'m>) -> Self {
        Self { to, way, decides: false }
    }

    const fn decision(to: Node, way: Way<'m>) -> Self {
        Self { to, way, decides: true }
    }

    fn edge(self, at: Span) -> Edge<'m> {
        Edge { decides: self.decides, ..Edge::new(self.to, at, self.way) }
    }

    /// Everything that an expression reads goes there.
    fn read(self, expression: &'m filrouge_model::Expression, site: Site, graph: &mut Graph<'m>) {
        for read in reads(expression, site, graph) {
            graph.add(read.from, Edge { below: read.below, ..self.edge(read.at) });
        }
    }

    /// So does the fact that an event happened.
    fn event(self, event: &Reference<Event>, graph: &mut Graph<'m>) {
        happened(event, self.edge(event.name.span), graph);
    }

    /// So does who is in a segment.
    fn segment(self, segment: &Reference<filrouge_model::Segment>, graph: &mut Graph<'m>) {
        let Some(id): Option<Id<_>> = segment.id else { return };
        let from = graph.nodes.segment(id);
        graph.add(from, self.edge(segment.name.span));
    }
}
