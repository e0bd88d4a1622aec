//! The order in each layer: as few crossings as a handful of sweeps find.

use super::ranks::{Ranked, Role};
use super::{at, put};

/// How often all layers are gone through.
const SWEEPS: usize = 24;

/// Above this number of vertices fewer sweeps have to do.
const MANY: usize = 3_000;

/// The vertices of each layer, from the left to the right.
pub(super) fn order(ranked: &Ranked) -> Vec<Vec<usize>> {
    let (above, below) = ranked.neighbours();
    let mut sorter = Sorter { ranked, above, below, place: vec![0; ranked.vertices.len()] };
    let mut layers = sorter.first();
    let (mut best, mut fewest) = (layers.clone(), sorter.crossings(&layers));
    let sweeps = if ranked.vertices.len() > MANY { 4 } else { SWEEPS };
    for sweep in 0..sweeps {
        if fewest == 0 {
            break;
        }
        sorter.sweep(&mut layers, sweep % 2 == 0);
        let crossings = sorter.crossings(&layers);
        if crossings < fewest {
            (best, fewest) = (layers.clone(), crossings);
        }
    }
    best
}

struct Sorter<'r> {
    ranked: &'r Ranked,
    above: Vec<Vec<usize>>,
    below: Vec<Vec<usize>>,
    /// The place of each vertex in its layer.
    place: Vec<usize>,
}

impl Sorter<'_> {
    /// The order in which somebody meets them who walks each way to its end before the next one.
    fn first(&mut self) -> Vec<Vec<usize>> {
        let count = self.ranked.vertices.len();
        let deepest = self.ranked.vertices.iter().map(|vertex| vertex.layer + 1).max().unwrap_or(0);
        let mut layers: Vec<Vec<usize>> = vec![Vec::new(); deepest];
        let mut seen = vec![false; count];
        let tops = (0..count).filter(|vertex| self.above.get(*vertex).is_some_and(Vec::is_empty));
        let mut open: Vec<usize> = tops.collect();
        open.reverse();
        while let Some(vertex) = open.pop() {
            if at(&seen, vertex) {
                continue;
            }
            put(&mut seen, vertex, true);
            let layer = self.ranked.vertices.get(vertex).map_or(0, |vertex| vertex.layer);
            layers.get_mut(layer).into_iter().for_each(|list| list.push(vertex));
            open.extend(self.below.get(vertex).into_iter().flatten().rev());
        }
        layers.iter_mut().for_each(|layer| self.settle(layer));
        layers
    }

    /// Puts ports before their nodes, and notes where everything is: what goes round is written before what follows, and
    /// stands at its left.
    fn settle(&mut self, layer: &mut Vec<usize>) {
        let (ports, mut others): (Vec<usize>, Vec<usize>) =
            layer.iter().partition(|it| self.owner(**it).is_some());
        for port in ports {
            let owner = others.iter().position(|other| Some(*other) == self.owner(port));
            others.insert(owner.unwrap_or(0), port);
        }
        *layer = others;
        layer.iter().enumerate().for_each(|(place, vertex)| put(&mut self.place, *vertex, place));
    }

    fn owner(&self, vertex: usize) -> Option<usize> {
        match self.ranked.vertices.get(vertex)?.role {
            Role::Port(owner) => Some(owner),
            Role::Node | Role::Label | Role::Bend => None,
        }
    }

    fn sweep(&mut self, layers: &mut [Vec<usize>], down: bool) {
        let mut sort = |layer: &mut Vec<usize>| {
            let mut weighed: Vec<(f64, usize)> =
                layer.iter().map(|it| (self.middle(*it, down), *it)).collect();
            weighed.sort_by(|(one, _), (other, _)| one.total_cmp(other));
            *layer = weighed.into_iter().map(|(_, vertex)| vertex).collect();
            self.settle(layer);
        };
        if down {
            layers.iter_mut().skip(1).for_each(&mut sort);
        } else {
            layers.iter_mut().rev().skip(1).for_each(&mut sort);
        }
    }

    /// The mean place of what a vertex is joined with on one side; its own where there is nothing.
    fn middle(&self, vertex: usize, up: bool) -> f64 {
        let side = if up { &self.above } else { &self.below };
        let joined = side.get(vertex).map_or(&[][..], Vec::as_slice);
        if joined.is_empty() {
            return at(&self.place, vertex) as f64;
        }
        let sum: usize = joined.iter().map(|other| at(&self.place, *other)).sum();
        sum as f64 / joined.len() as f64
    }

    /// How many lines cross.
    fn crossings(&mut self, layers: &[Vec<usize>]) -> usize {
        for layer in layers {
            layer.iter().enumerate().for_each(|(place, vertex)| put(&mut self.place, *vertex, place));
        }
        layers.iter().map(|layer| self.crossings_below(layer)).sum()
    }

    fn crossings_below(&self, layer: &[usize]) -> usize {
        let ends = |vertex: &usize| {
            let below = self.below.get(*vertex).into_iter().flatten();
            let mut ends: Vec<usize> = below.map(|lower| at(&self.place, *lower)).collect();
            ends.sort_unstable();
            ends
        };
        inversions(&layer.iter().flat_map(ends).collect::<Vec<_>>())
    }
}

/// How many pairs stand in the wrong order, counted with a tree of sums.
fn inversions(places: &[usize]) -> usize {
    let size = places.iter().max().map_or(0, |most| most + 2);
    let mut sums = vec![0_usize; size];
    let (mut crossed, mut seen) = (0, 0);
    for place in places {
        let mut index = place + 1;
        let mut not_behind = 0;
        while index > 0 {
            not_behind += at(&sums, index);
            index -= index & index.wrapping_neg();
        }
        crossed += seen - not_behind;
        seen += 1;
        let mut index = place + 1;
        while index < size {
            let sum = at(&sums, index) + 1;
            put(&mut sums, index, sum);
            index += index & index.wrapping_neg();
        }
    }
    crossed
}

#[cfg(test)]
mod tests {
    use super::inversions;

    #[test]
    fn crossings_are_counted() {
        assert_eq!(inversions(&[]), 0);
        assert_eq!(inversions(&[0, 0, 1, 1]), 0);
        assert_eq!(inversions(&[1, 0]), 1);
        assert_eq!(inversions(&[3, 2, 1, 0]), 6);
        assert_eq!(inversions(&[0, 2, 1, 2, 0]), 4);
    }
}
