//! The lines between the nodes: straight through layers, curved between them.

use super::ranks::{Chain, Ranked};
use super::{Arc, Laid, Point, Size, at};

/// The line of an arc, in the direction of its arrow.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Line {
    /// Where it begins.
    pub start: Point,
    /// What follows.
    pub pieces: Vec<Piece>,
}

/// A piece of a line, up to its last point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Piece {
    /// Straight.
    Straight(Point),
    /// A corner.
    Bend(Point, Point),
    /// From one place to another in the same direction.
    Curve(Point, Point, Point),
}

impl Line {
    pub(super) fn turn(&mut self) {
        self.start.turn();
        for piece in &mut self.pieces {
            match piece {
                Piece::Straight(to) => to.turn(),
                Piece::Bend(corner, to) => [corner, to].into_iter().for_each(Point::turn),
                Piece::Curve(one, other, to) => [one, other, to].into_iter().for_each(Point::turn),
            }
        }
    }

    /// Goes on to `to`: straight, or in a curve that leaves and arrives along the flow.
    fn flow(&mut self, from: Point, to: Point) {
        if (from.x - to.x).abs() < 0.5 {
            self.pieces.push(Piece::Straight(to));
            return;
        }
        let middle = from.y.midpoint(to.y);
        let (one, other) = (Point { x: from.x, y: middle }, Point { x: to.x, y: middle });
        self.pieces.push(Piece::Curve(one, other, to));
    }
}

/// Where each layer begins and ends.
struct Bands(Vec<(f64, f64)>);

impl Bands {
    fn new(ranked: &Ranked, layers: &[Vec<usize>], between: f64) -> Self {
        let height = |vertex: &usize| ranked.vertices.get(*vertex).map_or(0.0, |vertex| vertex.size.height);
        let mut top = 0.0;
        let bands = layers.iter().map(|layer| {
            let begins = top;
            let ends = begins + layer.iter().map(height).fold(0.0, f64::max);
            top = ends + between;
            (begins, ends)
        });
        Self(bands.collect())
    }

    fn of(&self, ranked: &Ranked, vertex: usize) -> (f64, f64) {
        at(&self.0, ranked.vertices.get(vertex).map_or(0, |vertex| vertex.layer))
    }
}

/// Draws everything, with its least coordinates at 0.
pub(super) fn draw(
    ranked: &Ranked,
    layers: &[Vec<usize>],
    middles: &[f64],
    between: f64,
    (nodes, arcs): (&[Size], &[Arc]),
) -> Laid {
    let bands = Bands::new(ranked, layers, between);
    let edges = |sign: f64| {
        let all = ranked.vertices.iter().zip(middles);
        all.map(move |(vertex, middle)| sign.mul_add(vertex.size.width / 2.0, *middle))
    };
    let left = edges(-1.0).reduce(f64::min).unwrap_or_default();
    let right = edges(1.0).reduce(f64::max).unwrap_or_default() + beside(arcs);
    let middles: Vec<f64> = middles.iter().map(|middle| middle - left).collect();
    let drawer = Drawer { ranked, bands, middles, nodes };
    Laid {
        nodes: (0..nodes.len()).map(|node| drawer.point(node)).collect(),
        labels: ranked.chains.iter().map(|chain| Some(drawer.point(chain.label?))).collect(),
        lines: arcs.iter().zip(&ranked.chains).map(|(arc, chain)| drawer.line(arc, chain)).collect(),
        size: Size { width: right - left, height: drawer.bands.0.last().map_or(0.0, |(_, ends)| *ends) },
    }
}

/// How far a line that leads from a node to itself reaches beyond it.
const LOOP: f64 = 22.0;

fn beside(arcs: &[Arc]) -> f64 {
    if arcs.iter().any(|arc| arc.from == arc.to) { LOOP } else { 0.0 }
}

struct Drawer<'r> {
    ranked: &'r Ranked,
    bands: Bands,
    middles: Vec<f64>,
    nodes: &'r [Size],
}

impl Drawer<'_> {
    fn point(&self, vertex: usize) -> Point {
        let (begins, ends) = self.bands.of(self.ranked, vertex);
        Point { x: at(&self.middles, vertex), y: begins.midpoint(ends) }
    }

    /// The middle of a side of a node: `across` and `along` the flow, each −1, 0 or 1.
    fn side(&self, node: usize, across: f64, along: f64) -> Point {
        let (middle, size) = (self.point(node), at(self.nodes, node));
        Point { x: across.mul_add(size.width / 2.0, middle.x), y: along.mul_add(size.height / 2.0, middle.y) }
    }

    fn line(&self, arc: &Arc, chain: &Chain) -> Line {
        if arc.from == arc.to {
            return self.around(arc.from);
        }
        if chain.back { self.up(arc, chain) } else { self.down(arc, chain) }
    }

    fn down(&self, arc: &Arc, chain: &Chain) -> Line {
        let start = self.side(arc.from, 0.0, 1.0);
        let mut line = Line { start, pieces: Vec::new() };
        let mut here = start;
        // The band of a layer may reach beyond a small node.
        let (_, ends) = self.bands.of(self.ranked, arc.from);
        here = straight(&mut line, here, ends);
        for vertex in inner(chain) {
            let (begins, ends) = self.bands.of(self.ranked, *vertex);
            let x = at(&self.middles, *vertex);
            line.flow(here, Point { x, y: begins });
            here = straight(&mut line, Point { x, y: begins }, ends);
        }
        let end = self.side(arc.to, 0.0, -1.0);
        let (begins, _) = self.bands.of(self.ranked, arc.to);
        line.flow(here, Point { x: end.x, y: begins });
        straight(&mut line, Point { x: end.x, y: begins }, end.y);
        line
    }

    /// Out of the side of the lower node, up, and into the side of the upper one.
    fn up(&self, arc: &Arc, chain: &Chain) -> Line {
        let (start, end) = (self.side(arc.from, -1.0, 0.0), self.side(arc.to, -1.0, 0.0));
        let mut line = Line { start, pieces: Vec::new() };
        let ends = (chain.vertices.last().copied(), chain.vertices.first().copied());
        let (Some(lower), Some(upper)) = ends else { return line };
        let x = at(&self.middles, lower);
        let (begins, _) = self.bands.of(self.ranked, lower);
        line.pieces.push(Piece::Bend(Point { x, y: start.y }, Point { x, y: begins }));
        let mut here = Point { x, y: begins };
        for vertex in inner(chain).iter().rev() {
            let (begins, ends) = self.bands.of(self.ranked, *vertex);
            let x = at(&self.middles, *vertex);
            line.flow(here, Point { x, y: ends });
            here = straight(&mut line, Point { x, y: ends }, begins);
        }
        let (x, (_, ends)) = (at(&self.middles, upper), self.bands.of(self.ranked, upper));
        line.flow(here, Point { x, y: ends });
        line.pieces.push(Piece::Bend(Point { x, y: end.y }, end));
        line
    }

    fn around(&self, node: usize) -> Line {
        let (start, size) = (self.side(node, 1.0, 0.0), at(self.nodes, node));
        let (x, by) = (start.x + LOOP, size.height / 4.0);
        let (start, end) = (Point { y: start.y + by, ..start }, Point { y: start.y - by, ..start });
        let curve = Piece::Curve(Point { x, y: start.y }, Point { x, y: end.y }, end);
        Line { start, pieces: vec![curve] }
    }
}

/// What a line passes between its two ends.
fn inner(chain: &Chain) -> &[usize] {
    match chain.vertices.as_slice() {
        [_, inner @ .., _] => inner,
        _ => &[],
    }
}

fn straight(line: &mut Line, from: Point, y: f64) -> Point {
    let to = Point { y, ..from };
    if (from.y - y).abs() > 0.01 {
        line.pieces.push(Piece::Straight(to));
    }
    to
}
