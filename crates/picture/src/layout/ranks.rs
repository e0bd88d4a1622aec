//! Layers: which node stands above which.

use super::{Arc, Size, at, put};

/// Something in a layer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Vertex {
    pub size: Size,
    pub layer: usize,
    pub role: Role,
}

/// What a vertex is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A node.
    Node,
    /// The label of an arc.
    Label,
    /// A line that passes through the layer.
    Bend,
    /// A line that leaves or reaches the side of this node.
    Port(usize),
}

/// The way of an arc through the layers, from the upper end to the lower one.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Chain {
    pub vertices: Vec<usize>,
    /// Whether the arc leads up.
    pub back: bool,
    /// Its label among the vertices.
    pub label: Option<usize>,
}

/// Everything, in layers.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Ranked {
    /// The nodes first, in their order.
    pub vertices: Vec<Vertex>,
    /// One for each arc; empty for one that leads from a node to itself.
    pub chains: Vec<Chain>,
}

/// Room that a line takes in a layer.
const BEND: Size = Size { width: 2.0, height: 0.0 };

/// Gives everything a layer.
pub(super) fn rank(nodes: &[Size], arcs: &[Arc]) -> Ranked {
    let back = leads_back(nodes.len(), arcs);
    let (pairs, labels) = skeleton(nodes.len(), arcs, &back);
    let layers = layers(nodes.len() + labels, &pairs);
    let node =
        |(index, size): (usize, &Size)| Vertex { size: *size, layer: at(&layers, index), role: Role::Node };
    let vertices = nodes.iter().enumerate().map(node).collect();
    let mut ranked = Ranked { vertices, chains: Vec::new() };
    let mut label = nodes.len();
    for (arc, back) in arcs.iter().zip(back) {
        let own = arc.label.filter(|_| arc.from != arc.to).map(|size| {
            label += 1;
            (size, at(&layers, label - 1))
        });
        ranked.chain(arc, back, own);
    }
    ranked
}

impl Ranked {
    fn layer(&self, vertex: usize) -> usize {
        self.vertices.get(vertex).map_or(0, |vertex| vertex.layer)
    }

    fn add(&mut self, size: Size, layer: usize, role: Role) -> usize {
        self.vertices.push(Vertex { size, layer, role });
        self.vertices.len() - 1
    }

    fn chain(&mut self, arc: &Arc, back: bool, label: Option<(Size, usize)>) {
        if arc.from == arc.to {
            return self.chains.push(Chain::default());
        }
        let (upper, lower) = if back { (arc.to, arc.from) } else { (arc.from, arc.to) };
        let (first, last) = (self.layer(upper), self.layer(lower));
        let port = |own: &mut Self, node, layer| own.add(BEND, layer, Role::Port(node));
        let mut chain = Chain { back, ..Chain::default() };
        chain.vertices.push(if back { port(self, upper, first) } else { upper });
        for layer in first + 1..last {
            let own = label.filter(|(_, own)| *own == layer);
            let (size, role) = own.map_or((BEND, Role::Bend), |(size, _)| (size, Role::Label));
            let vertex = self.add(size, layer, role);
            chain.label = chain.label.or(own.map(|_| vertex));
            chain.vertices.push(vertex);
        }
        chain.vertices.push(if back { port(self, lower, last) } else { lower });
        self.chains.push(chain);
    }

    /// Which vertices are joined, from the upper one to the lower one.
    pub fn segments(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let pairs = |chain: &Chain| {
            let below = chain.vertices.iter().skip(1);
            chain.vertices.iter().copied().zip(below.copied()).collect::<Vec<_>>()
        };
        self.chains.iter().flat_map(pairs)
    }

    /// What each vertex is joined with above and below.
    pub fn neighbours(&self) -> (Vec<Vec<usize>>, Vec<Vec<usize>>) {
        let mut above = vec![Vec::new(); self.vertices.len()];
        let mut below = above.clone();
        for (upper, lower) in self.segments() {
            above.get_mut(lower).into_iter().for_each(|list: &mut Vec<usize>| list.push(upper));
            below.get_mut(upper).into_iter().for_each(|list: &mut Vec<usize>| list.push(lower));
        }
        (above, below)
    }
}

/// Which arcs close a circle, when people walk from the first nodes on.
fn leads_back(nodes: usize, arcs: &[Arc]) -> Vec<bool> {
    let mut leaving = vec![Vec::new(); nodes];
    let mut reached = vec![false; nodes];
    for (index, arc) in arcs.iter().enumerate() {
        leaving.get_mut(arc.from).into_iter().for_each(|list: &mut Vec<usize>| list.push(index));
        put(&mut reached, arc.to, true);
    }
    let mut walk = Walk { arcs, leaving, state: vec![State::New; nodes], back: vec![false; arcs.len()] };
    let starts = (0..nodes).filter(|node| !at(&reached, *node));
    starts.chain(0..nodes).for_each(|node| walk.from(node));
    walk.back
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    New,
    Open,
    Done,
}

struct Walk<'a> {
    arcs: &'a [Arc],
    leaving: Vec<Vec<usize>>,
    state: Vec<State>,
    back: Vec<bool>,
}

impl Walk<'_> {
    /// Deep first, without recursion: a journey may be long.
    fn from(&mut self, start: usize) {
        if at(&self.state, start) != State::New {
            return;
        }
        put(&mut self.state, start, State::Open);
        let mut open = vec![(start, 0)];
        while let Some((node, next)) = open.last_mut() {
            let arc = self.leaving.get(*node).and_then(|arcs| arcs.get(*next)).copied();
            *next += 1;
            let Some(arc) = arc else {
                put(&mut self.state, *node, State::Done);
                open.pop();
                continue;
            };
            let to = self.arcs.get(arc).map_or(start, |arc| arc.to);
            match at(&self.state, to) {
                State::New => {
                    put(&mut self.state, to, State::Open);
                    open.push((to, 0));
                }
                State::Open => put(&mut self.back, arc, true),
                State::Done => {}
            }
        }
    }
}

/// What must stand above what, labels behind the nodes.
fn skeleton(nodes: usize, arcs: &[Arc], back: &[bool]) -> (Vec<(usize, usize)>, usize) {
    let mut labels = 0;
    let mut pairs = Vec::new();
    for (arc, back) in arcs.iter().zip(back).filter(|(arc, _)| arc.from != arc.to) {
        let (upper, lower) = if *back { (arc.to, arc.from) } else { (arc.from, arc.to) };
        if arc.label.is_some() {
            pairs.extend([(upper, nodes + labels), (nodes + labels, lower)]);
            labels += 1;
        } else {
            pairs.push((upper, lower));
        }
    }
    (pairs, labels)
}

/// As high as everything above allows; what nothing stands above comes down to what it leads to.
fn layers(count: usize, pairs: &[(usize, usize)]) -> Vec<usize> {
    let mut waits = vec![0_usize; count];
    let mut below = vec![Vec::new(); count];
    for (upper, lower) in pairs {
        let more = at(&waits, *lower) + 1;
        put(&mut waits, *lower, more);
        below.get_mut(*upper).into_iter().for_each(|list: &mut Vec<usize>| list.push(*lower));
    }
    let first: Vec<usize> = (0..count).filter(|vertex| at(&waits, *vertex) == 0).collect();
    let mut ready: std::collections::VecDeque<usize> = first.iter().copied().collect();
    let mut layers = vec![0_usize; count];
    while let Some(upper) = ready.pop_front() {
        for lower in below.get(upper).into_iter().flatten() {
            let deepest = at(&layers, *lower).max(at(&layers, upper) + 1);
            put(&mut layers, *lower, deepest);
            let left = at(&waits, *lower).saturating_sub(1);
            put(&mut waits, *lower, left);
            if left == 0 {
                ready.push_back(*lower);
            }
        }
    }
    for vertex in first {
        let nearest = below.get(vertex).into_iter().flatten().map(|lower| at(&layers, *lower)).min();
        put(&mut layers, vertex, nearest.map_or(0, |nearest| nearest.saturating_sub(1)));
    }
    layers
}
