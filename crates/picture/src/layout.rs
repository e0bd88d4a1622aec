//! Places for nodes in layers, for labels, and the lines between them.
//!
//! The four passages of Sugiyama's method: arrows that lead back are turned round, nodes get layers, each layer gets an
//! order with few crossings, and the order gets coordinates. A label is a vertex of its own in the layer that it stands in,
//! so it never lies on a node or on another label.

mod lines;
mod order;
mod place;
mod ranks;

pub(crate) use lines::{Line, Piece};

use crate::Flow;

/// How large something is.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Size {
    pub width: f64,
    pub height: f64,
}

/// A place on the page.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Point {
    pub x: f64,
    pub y: f64,
}

/// Something that leads from one node to another, and how large its label is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Arc {
    pub from: usize,
    pub to: usize,
    pub label: Option<Size>,
}

/// Where everything is.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Laid {
    /// The middle of each node.
    pub nodes: Vec<Point>,
    /// The middle of each label.
    pub labels: Vec<Option<Point>>,
    /// The line of each arc.
    pub lines: Vec<Line>,
    /// What all of it takes.
    pub size: Size,
}

/// Room between two layers. Lines that go across need more of it: many of them meet at one node.
const fn between_layers(flow: Flow) -> f64 {
    match flow {
        Flow::Down => 24.0,
        Flow::Across => 56.0,
    }
}

/// Gives everything its place.
pub(crate) fn lay(nodes: &[Size], arcs: &[Arc], flow: Flow) -> Laid {
    let turned = |size: &Size| match flow {
        Flow::Down => *size,
        Flow::Across => Size { width: size.height, height: size.width },
    };
    let nodes: Vec<Size> = nodes.iter().map(turned).collect();
    let arcs: Vec<Arc> =
        arcs.iter().map(|arc| Arc { label: arc.label.as_ref().map(turned), ..*arc }).collect();
    let ranked = ranks::rank(&nodes, &arcs);
    let layers = order::order(&ranked);
    let middles = place::place(&ranked, &layers);
    let mut laid = lines::draw(&ranked, &layers, &middles, between_layers(flow), (&nodes, &arcs));
    if flow == Flow::Across {
        laid.turn();
    }
    laid
}

impl Laid {
    /// What went down goes to the right.
    fn turn(&mut self) {
        self.nodes.iter_mut().chain(self.labels.iter_mut().flatten()).for_each(Point::turn);
        self.lines.iter_mut().for_each(Line::turn);
        self.size = Size { width: self.size.height, height: self.size.width };
    }
}

impl Point {
    fn turn(&mut self) {
        std::mem::swap(&mut self.x, &mut self.y);
    }
}

/// The item at `index`. All numbers here are places in lists that were made together; one that is not there would be
/// a slip of this module, and draws at the edge instead of ending the program.
fn at<T: Copy + Default>(list: &[T], index: usize) -> T {
    list.get(index).copied().unwrap_or_default()
}

/// Writes the item at `index`.
fn put<T>(list: &mut [T], index: usize, value: T) {
    if let Some(item) = list.get_mut(index) {
        *item = value;
    }
}

#[cfg(test)]
mod tests;
