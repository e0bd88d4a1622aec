//! The places that data may be at, and the ways between them.

use crate::build;
use crate::flow::meets;
use crate::label::Label;
use crate::nodes::{Node, Nodes};
use crate::way::Way;
use filrouge_model::{Declassify, Id, Journey, Model, Purpose, Step};
use filrouge_source::Span;

/// The places of a project and the ways between them.
pub struct Graph<'m> {
    pub(crate) model: &'m Model,
    pub(crate) nodes: Nodes,
    /// The ways that begin at each place.
    pub(crate) ways: Vec<Vec<Edge<'m>>>,
    /// What makes data say less, in the order of the text.
    pub(crate) lifts: Vec<&'m Declassify>,
    /// Where data leaves.
    pub(crate) sinks: Vec<Sink>,
}

/// One way from a place to another.
#[derive(Debug, Clone)]
pub struct Edge<'m> {
    /// Where it leads.
    pub(crate) to: Node,
    /// The words that lead there.
    pub at: Span,
    /// How.
    pub way: Way<'m>,
    /// The names below the place that are read; empty for all of it.
    pub(crate) below: &'m str,
    /// Whether it is a decision, which tells the data without holding it.
    pub(crate) decides: bool,
    /// What makes the data say less on this way, counted from 1; 0 for nothing.
    pub(crate) lift: u16,
}

/// A step from which data leaves, for a purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sink {
    /// The journey.
    pub journey: Id<Journey>,
    /// The step.
    pub step: Id<Step>,
    /// What leaves.
    pub told: Told,
    /// The purpose.
    pub purpose: Id<Purpose>,
    /// Where the purpose is named.
    pub named: Span,
    pub(crate) node: Node,
}

/// What leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// A message to the person.
    Message,
    /// A question to a service.
    Question,
}

impl<'m> Graph<'m> {
    /// The places and ways of a project.
    #[must_use]
    pub fn of(model: &'m Model) -> Self {
        let nodes = Nodes::of(model);
        let ways = vec![Vec::new(); nodes.count as usize];
        let mut graph = Self { model, nodes, ways, lifts: Vec::new(), sinks: Vec::new() };
        build::all(&mut graph);
        graph
    }

    /// Where data leaves, in the order of the text.
    #[must_use]
    pub fn sinks(&self) -> &[Sink] {
        &self.sinks
    }

    /// Whether anything reads the data of a label where it is first.
    #[must_use]
    pub fn is_read(&self, label: &Label<'_>) -> bool {
        let ways = self.ways.get(label.home as usize);
        ways.is_some_and(|ways| ways.iter().any(|edge| meets(&label.path, edge.below)))
    }

    pub(crate) fn add(&mut self, from: Node, edge: Edge<'m>) {
        if let Some(ways) = self.ways.get_mut(from as usize) {
            ways.push(edge);
        }
    }

    /// A way of which there is nothing to tell.
    pub(crate) fn silently(&mut self, from: Node, to: Node, at: Span) {
        self.add(from, Edge::new(to, at, Way::Silent));
    }

    /// The number of what makes data say less; 0 for nothing.
    pub(crate) fn lift(&mut self, declassify: Option<&'m Declassify>) -> u16 {
        let Some(declassify) = declassify else { return 0 };
        self.lifts.push(declassify);
        u16::try_from(self.lifts.len()).unwrap_or(0)
    }
}

impl<'m> Edge<'m> {
    pub(crate) fn new(to: Node, at: Span, way: Way<'m>) -> Self {
        Self { to, at, way, below: "", decides: false, lift: 0 }
    }
}
