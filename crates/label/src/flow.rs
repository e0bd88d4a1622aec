//! Where labels come to: the fix point over the ways of a project.

use crate::graph::{Edge, Graph, Sink};
use crate::label::{Label, frees};
use crate::nodes::{Node, OfStep};
use crate::way::Way;
use filrouge_model::{Declassify, Id, Journey, Purpose, Step};
use filrouge_source::Span;
use std::collections::{BTreeMap, VecDeque};

/// A label at a place, and what became of it on the way there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    /// Its place among the labels.
    label: usize,
    /// Whether it is told by a decision alone.
    implied: bool,
    /// What made it say less, counted from 1; 0 for nothing.
    lift: u16,
}

/// Where a label was before it came to a place.
#[derive(Debug, Clone, Copy)]
struct Before {
    node: Node,
    state: State,
    /// Its way, among those that begin there.
    way: usize,
}

/// Where labels come to. Each came by a shortest way, and of several such ways by the first of the text.
pub struct Flows<'g, 'm> {
    graph: &'g Graph<'m>,
    labels: &'g [Label<'m>],
    here: Vec<BTreeMap<State, Option<Before>>>,
}

/// A label that comes to a step from which data leaves.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'g, 'm> {
    /// The label.
    pub label: &'g Label<'m>,
    /// Whether it is told by a decision alone: what leaves does not hold the data.
    pub implied: bool,
    /// What made it say less on its way.
    pub lift: Option<&'m Declassify>,
    node: Node,
    state: State,
}

/// One place on the way of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hop<'m> {
    /// The words that lead on.
    pub at: Span,
    /// How.
    pub way: Way<'m>,
}

impl<'m> Graph<'m> {
    /// Lets these labels flow.
    #[must_use]
    pub fn flow<'g>(&'g self, labels: &'g [Label<'m>]) -> Flows<'g, 'm> {
        let mut flows = Flows { graph: self, labels, here: vec![BTreeMap::new(); self.ways.len()] };
        flows.run();
        flows
    }
}

impl<'g, 'm> Flows<'g, 'm> {
    fn run(&mut self) {
        let mut open = VecDeque::new();
        for (label, own) in self.labels.iter().enumerate() {
            let state = State { label, implied: false, lift: 0 };
            self.arrive(own.home, state, None, &mut open);
        }
        while let Some((node, state)) = open.pop_front() {
            let ways = self.graph.ways.get(node as usize).map_or(&[][..], Vec::as_slice);
            for (way, edge) in ways.iter().enumerate() {
                if let Some(next) = self.along(node, state, edge) {
                    self.arrive(edge.to, next, Some(Before { node, state, way }), &mut open);
                }
            }
        }
    }

    fn arrive(&mut self, at: Node, state: State, by: Option<Before>, open: &mut VecDeque<(Node, State)>) {
        let Some(here) = self.here.get_mut(at as usize) else { return };
        here.entry(state).or_insert_with(|| {
            open.push_back((at, state));
            by
        });
    }

    /// What becomes of a label on a way; nothing when the way reads another part of the place.
    fn along(&self, from: Node, state: State, edge: &Edge<'_>) -> Option<State> {
        let label = self.labels.get(state.label)?;
        let is_home = label.home == from && state.lift == 0 && !state.implied;
        if is_home && !meets(&label.path, edge.below) {
            return None;
        }
        let lift = self.lifted(state.lift, edge.lift);
        Some(State { implied: state.implied || edge.decides, lift, ..state })
    }

    /// Of two, the one that leaves nothing counts, else the first.
    fn lifted(&self, first: u16, then: u16) -> u16 {
        let all = self.lift(then).is_some_and(|lift| !lift.opens_some);
        if first == 0 || (then != 0 && all) { then } else { first }
    }

    fn lift(&self, lift: u16) -> Option<&'m Declassify> {
        self.graph.lifts.get(usize::from(lift).checked_sub(1)?).copied()
    }

    /// Where a label comes to: the place, whether a decision alone brings it there, and how many hops away it is.
    #[cfg(test)]
    pub(crate) fn reached(&self, label: usize) -> Vec<(Node, bool, usize)> {
        let here =
            self.here.iter().zip(0..).flat_map(|(here, node)| here.keys().map(move |state| (node, *state)));
        let own = here.filter(|(_, state)| state.label == label);
        own.filter_map(|(node, state)| {
            let arrival =
                Arrival { label: self.labels.get(label)?, implied: state.implied, lift: None, node, state };
            Some((node, state.implied, self.path(&arrival).len()))
        })
        .collect()
    }

    /// The labels that come to a step from which data leaves, in the order of the labels.
    pub fn at(&self, sink: &Sink) -> impl Iterator<Item = Arrival<'g, 'm>> {
        self.arrived(sink.node)
    }

    fn arrived(&self, node: Node) -> impl Iterator<Item = Arrival<'g, 'm>> {
        let here = self.here.get(node as usize).into_iter().flat_map(BTreeMap::keys);
        here.filter_map(move |state| {
            let (label, lift) = (self.labels.get(state.label)?, self.lift(state.lift));
            Some(Arrival { label, implied: state.implied, lift, node, state: *state })
        })
    }

    /// The labels that come to the address of a question.
    pub fn in_address(&self, journey: Id<Journey>, step: Id<Step>) -> impl Iterator<Item = Arrival<'g, 'm>> {
        self.arrived(self.graph.nodes.step(journey, step, OfStep::Address))
    }

    /// The labels that come to a field of the profile or a trait, by its place there.
    pub fn at_profile(&self, slot: usize) -> impl Iterator<Item = Arrival<'g, 'm>> {
        self.arrived(self.graph.nodes.profile(slot))
    }

    /// The way of a label, from its field on; where it goes inside of one thing nothing is told.
    #[must_use]
    pub fn path(&self, arrival: &Arrival<'_, 'm>) -> Vec<Hop<'m>> {
        let (mut node, mut state) = (arrival.node, arrival.state);
        let mut path = Vec::new();
        while let Some(Some(before)) = self.here.get(node as usize).and_then(|here| here.get(&state)) {
            let ways = self.graph.ways.get(before.node as usize);
            let edge = ways.and_then(|ways| ways.get(before.way));
            path.extend(edge.map(|edge| Hop { at: edge.at, way: edge.way }));
            (node, state) = (before.node, before.state);
        }
        path.reverse();
        path.retain(|hop| hop.way != Way::Silent);
        path
    }
}

impl Arrival<'_, '_> {
    /// Whether what made it say less leaves nothing that would keep it from a purpose.
    #[must_use]
    pub fn is_freed(&self, purpose: Id<Purpose>) -> bool {
        self.lift.is_some_and(|lift| frees(lift, purpose))
    }

    /// Whether it comes to the place where it is first.
    #[must_use]
    pub fn is_home(&self) -> bool {
        self.label.home == self.node
    }
}

/// Whether two paths of names are one, or one of them leads into what the other one names.
pub(crate) fn meets(one: &str, other: &str) -> bool {
    let leads = |long: &str, short: &str| {
        long.strip_prefix(short)
            .is_some_and(|rest| short.is_empty() || rest.is_empty() || rest.starts_with('.'))
    };
    leads(one, other) || leads(other, one)
}
