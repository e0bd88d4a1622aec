//! Parts that a change takes away, drawn where they were.

use crate::graph::{Edge, Graph, Node};
use crate::overlay::{Mark, Overlay};

impl Graph {
    /// The same picture with the parts of the `old` one that are gone, and the ways that led to them and from them. Where a
    /// way ended behind such a part, its end is gone with it.
    #[must_use]
    pub fn with_gone(mut self, old: &Self, overlay: &Overlay) -> Self {
        let mut places: Vec<Option<usize>> = old.nodes.iter().map(|node| self.place_of(node)).collect();
        for (place, node) in places.iter_mut().zip(&old.nodes) {
            if let Some(address) = gone(node, overlay).filter(|_| place.is_none()) {
                *place = Some(self.ghost(node, address));
            }
        }
        for edge in &old.edges {
            let (from, to) = (old.nodes.get(edge.from), old.nodes.get(edge.to));
            let Some(address) = [from, to].into_iter().flatten().find_map(|node| gone(node, overlay)) else {
                continue;
            };
            let mut end = |part: Option<&Node>, place: usize| {
                let nameless = part.filter(|part| part.address.is_none());
                nameless.map(|part| self.ghost(part, address)).or(places.get(place).copied().flatten())
            };
            if let (Some(from), Some(to)) = (end(from, edge.from), end(to, edge.to)) {
                self.join(Edge { from, to, address: Some(address.to_owned()), ..edge.clone() });
            }
        }
        self
    }

    /// Where a part is drawn, if it is.
    fn place_of(&self, part: &Node) -> Option<usize> {
        part.address.as_ref()?;
        self.nodes.iter().position(|node| node.address == part.address)
    }

    /// Draws a part that is gone with `address`. It stands in no text any more.
    fn ghost(&mut self, part: &Node, address: &str) -> usize {
        self.add(Node { address: Some(address.to_owned()), line: None, ..part.clone() })
    }
}

/// The address of a part that is gone.
fn gone<'a>(part: &'a Node, overlay: &Overlay) -> Option<&'a str> {
    part.address.as_deref().filter(|address| overlay.exactly(address) == Some(Mark::Removed))
}
