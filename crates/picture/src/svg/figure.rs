//! What is drawn, measured and in its place.

use super::beside::{Beside, Legend};
use super::kinds::{Shape, icon, shape};
use crate::graph::{Edge, Flow, Graph, Kind, Node};
use crate::layout::{Arc, Laid, Size, lay};
use crate::overlay::Overlay;
use crate::text::Font;
use std::collections::BTreeMap;

/// Names.
pub(super) const NAME: Font = Font { size: 13.0, bold: true };
/// What is told about them.
pub(super) const DETAIL: Font = Font { size: 11.5, bold: false };
/// What stands on lines.
pub(super) const LABEL: Font = Font { size: 11.0, bold: false };

/// From line to line.
pub(super) const NAME_STEP: f64 = 17.0;
pub(super) const DETAIL_STEP: f64 = 15.0;
pub(super) const LABEL_STEP: f64 = 14.0;

/// The widest text of a node and of a label.
const WIDEST_NODE: f64 = 210.0;
const WIDEST_LABEL: f64 = 180.0;

/// How many lines of what an author wrote are shown; all of it is in the description of the node.
const MOST_LINES: usize = 3;

/// Room around the picture.
pub(super) const MARGIN: f64 = 24.0;

/// A node, measured.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Card {
    pub size: Size,
    pub name: Vec<String>,
    pub lines: Vec<String>,
    /// Room at the left and at the right.
    pub inset: f64,
    /// Room that the icon takes.
    pub icon: f64,
}

/// All of the picture.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figure {
    pub width: f64,
    pub height: f64,
    /// Where the graph begins.
    pub left: f64,
    pub top: f64,
    pub cards: Vec<Card>,
    pub labels: Vec<Vec<String>>,
    pub laid: Laid,
    pub beside: Beside,
    pub legend: Legend,
}

impl Figure {
    pub fn new(graph: &Graph, overlay: &Overlay) -> Self {
        let mut cards: Vec<Card> = graph.nodes.iter().map(card).collect();
        if graph.flow == Flow::Across {
            align(graph, &mut cards);
        }
        let labels: Vec<Vec<String>> = graph.edges.iter().map(label).collect();
        let arcs: Vec<Arc> = graph.edges.iter().zip(&labels).map(arc).collect();
        let sizes: Vec<Size> = cards.iter().map(|card| card.size).collect();
        let laid = lay(&sizes, &arcs, graph.flow);
        let top = MARGIN + super::beside::TITLE;
        let beside = Beside::new(graph, overlay, laid.size);
        let inner = laid.size.width.max(beside.right).max(super::beside::title_width(graph)).max(320.0);
        let legend = Legend::new(graph, overlay, inner, top + laid.size.height.max(beside.bottom) + MARGIN);
        let (width, height) = (2.0f64.mul_add(MARGIN, inner).ceil(), (legend.bottom + MARGIN).ceil());
        Self { width, height, left: MARGIN, top, cards, labels, laid, beside, legend }
    }
}

fn card(node: &Node) -> Card {
    let name = NAME.wrap(&node.name, WIDEST_NODE, 2);
    let lines: Vec<String> =
        node.lines.iter().flat_map(|line| DETAIL.wrap(line, WIDEST_NODE, MOST_LINES)).collect();
    let icon = if icon(node.kind).is_empty() { 0.0 } else { 22.0 };
    let names = name.iter().map(|line| NAME.width(line)).fold(0.0, f64::max);
    let details = lines.iter().map(|line| DETAIL.width(line)).fold(0.0, f64::max);
    let inset = match shape(node.kind) {
        Shape::Hexagon => 20.0,
        Shape::Pill => 16.0,
        Shape::Card | Shape::Double => 12.0,
    };
    let height = NAME_STEP.mul_add(name.len() as f64, DETAIL_STEP * lines.len() as f64) + 15.0;
    let width = 2.0f64.mul_add(inset, icon + f64::max(names, details));
    Card { size: Size { width: width.max(64.0), height }, name, lines, inset, icon }
}

/// In columns, nodes of one kind are of one width.
fn align(graph: &Graph, cards: &mut [Card]) {
    let mut widest: BTreeMap<Kind, f64> = BTreeMap::new();
    for (node, card) in graph.nodes.iter().zip(&*cards) {
        let width = widest.entry(node.kind).or_default();
        *width = width.max(card.size.width);
    }
    for (node, card) in graph.nodes.iter().zip(cards) {
        card.size.width = widest.get(&node.kind).copied().unwrap_or(card.size.width);
    }
}

fn label(edge: &Edge) -> Vec<String> {
    if edge.label.is_empty() { Vec::new() } else { LABEL.wrap(&edge.label, WIDEST_LABEL, MOST_LINES) }
}

/// Lines from a node to itself have no room for a label.
fn arc((edge, label): (&Edge, &Vec<String>)) -> Arc {
    let width = label.iter().map(|line| LABEL.width(line)).fold(0.0, f64::max) + 12.0;
    let size = Size { width, height: LABEL_STEP.mul_add(label.len() as f64, 6.0) };
    let label = (!label.is_empty() && edge.from != edge.to).then_some(size);
    Arc { from: edge.from, to: edge.to, label }
}
