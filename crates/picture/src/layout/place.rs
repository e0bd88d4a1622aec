//! Coordinates: each vertex as near as possible to the middle of what it is joined with, none on another.

use super::ranks::{Ranked, Role, Vertex};
use super::{at, put};

/// Room between two nodes, and between anything else.
const BETWEEN_NODES: f64 = 26.0;
const BETWEEN_LINES: f64 = 14.0;

/// How often all layers are gone through.
const ROUNDS: usize = 14;

/// How much more straight a line wants to be than an arm.
const LINE: f64 = 6.0;

/// The middle of each vertex, across the flow.
pub(super) fn place(ranked: &Ranked, layers: &[Vec<usize>]) -> Vec<f64> {
    let (above, below) = ranked.neighbours();
    let mut placer = Placer { ranked, above, below, middle: vec![0.0; ranked.vertices.len()] };
    layers.iter().for_each(|layer| placer.pack(layer));
    for _ in 0..ROUNDS {
        layers.iter().rev().for_each(|layer| placer.settle(layer, false, true));
        layers.iter().for_each(|layer| placer.settle(layer, true, true));
    }
    // Behind the last round what follows stands exactly below what it follows.
    layers.iter().rev().for_each(|layer| placer.settle(layer, false, true));
    layers.iter().for_each(|layer| placer.settle(layer, true, false));
    placer.middle
}

struct Placer<'r> {
    ranked: &'r Ranked,
    above: Vec<Vec<usize>>,
    below: Vec<Vec<usize>>,
    middle: Vec<f64>,
}

impl Placer<'_> {
    fn vertex(&self, vertex: usize) -> Option<&Vertex> {
        self.ranked.vertices.get(vertex)
    }

    /// How far the middles of two neighbours must be apart.
    fn apart(&self, left: usize, right: usize) -> f64 {
        let (Some(one), Some(other)) = (self.vertex(left), self.vertex(right)) else { return 0.0 };
        let both_nodes = one.role == Role::Node && other.role == Role::Node;
        let gap = if both_nodes { BETWEEN_NODES } else { BETWEEN_LINES };
        one.size.width.midpoint(other.size.width) + gap
    }

    /// How far each vertex of a layer is at least from the first one.
    fn offsets(&self, layer: &[usize]) -> Vec<f64> {
        let steps = layer.iter().zip(layer.iter().skip(1)).map(|(left, right)| self.apart(*left, *right));
        let sums = steps.scan(0.0, |sum, step| {
            *sum += step;
            Some(*sum)
        });
        layer.first().map(|_| 0.0).into_iter().chain(sums).collect()
    }

    /// Side by side, around the middle of the page.
    fn pack(&mut self, layer: &[usize]) {
        let offsets = self.offsets(layer);
        let half = offsets.last().copied().unwrap_or_default() / 2.0;
        layer.iter().zip(offsets).for_each(|(vertex, offset)| put(&mut self.middle, *vertex, offset - half));
    }

    /// Moves a layer to where its neighbours want it. Among all places in this order and this far apart those are found
    /// whose squared distances from the wanted ones have the least weighted sum.
    fn settle(&mut self, layer: &[usize], up: bool, keep: bool) {
        let offsets = self.offsets(layer);
        let wanted: Vec<(f64, f64)> = layer
            .iter()
            .zip(&offsets)
            .map(|(vertex, offset)| {
                let (place, weight) = self.wanted(*vertex, up, keep);
                (place - offset, weight)
            })
            .collect();
        let found = rising(&wanted);
        for ((vertex, offset), place) in layer.iter().zip(offsets).zip(found) {
            put(&mut self.middle, *vertex, place + offset);
        }
    }

    /// Where a vertex wants to be, and how much.
    fn wanted(&self, vertex: usize, up: bool, keep: bool) -> (f64, f64) {
        let side = if up { &self.above } else { &self.below };
        let (mut sum, mut weight) = (0.0, 0.0);
        for other in side.get(vertex).into_iter().flatten() {
            let own = self.weight(vertex, *other);
            sum += own * at(&self.middle, *other);
            weight += own;
        }
        if let Some(Role::Port(owner)) = self.vertex(vertex).map(|vertex| vertex.role) {
            sum += at(&self.middle, owner);
            weight += 1.0;
        }
        let own = if keep { 0.05 } else { 0.001 };
        ((sum + own * at(&self.middle, vertex)) / (weight + own), weight + own)
    }

    fn weight(&self, one: usize, other: usize) -> f64 {
        let is_line = |vertex| self.vertex(vertex).is_some_and(|it| it.role == Role::Bend);
        match (is_line(one), is_line(other)) {
            (true, true) => LINE,
            (true, false) | (false, true) => 2.0,
            (false, false) => 1.0,
        }
    }
}

/// The rising numbers that are nearest to `wanted`: neighbours in the wrong order are pooled at their mean.
fn rising(wanted: &[(f64, f64)]) -> Vec<f64> {
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for (place, weight) in wanted {
        let mut pool = (place * weight, *weight, 1);
        while let Some(before) = pools.pop_if(|before| before.0 / before.1 > pool.0 / pool.1) {
            pool = (before.0 + pool.0, before.1 + pool.1, before.2 + pool.2);
        }
        pools.push(pool);
    }
    pools.into_iter().flat_map(|(sum, weight, count)| std::iter::repeat_n(sum / weight, count)).collect()
}

#[cfg(test)]
mod tests {
    use super::rising;

    #[test]
    fn what_is_in_the_wrong_order_meets_at_its_mean() {
        assert_eq!(rising(&[(1.0, 1.0), (2.0, 1.0)]), [1.0, 2.0]);
        assert_eq!(rising(&[(4.0, 1.0), (2.0, 1.0), (9.0, 1.0)]), [3.0, 3.0, 9.0]);
        assert_eq!(rising(&[(4.0, 3.0), (0.0, 1.0)]), [3.0, 3.0]);
    }
}
