//! Random flows and random journeys against oracles that are slow and plain.

use crate::deciders::hanging;
use crate::flow::meets;
use crate::graph::{Edge, Graph};
use crate::label::Label;
use crate::nodes::Nodes;
use crate::way::Way;
use filrouge_language::Document;
use filrouge_model::{Model, link};
use filrouge_source::{FileId, Sources, Span};
use std::collections::BTreeSet;

/// How many graphs are tried: some in CI, more by hand with `FILROUGE_LABEL_GRAPHS=200000`.
#[expect(clippy::disallowed_methods, reason = "how many are tried is said from outside")]
fn tries() -> u64 {
    let wanted = std::env::var("FILROUGE_LABEL_GRAPHS").ok();
    wanted.and_then(|wanted| wanted.parse().ok()).unwrap_or(3_000)
}

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % most
    }
}

/// The nth of a series of dice.
fn dice(number: u64) -> Dice {
    let mut dice = Dice(number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    dice.below(2);
    dice
}

fn empty() -> Model {
    link(Document::default(), &Sources::new()).0
}

const AT: Span = Span { file: FileId(0), start: 0, end: 0 };
const PATHS: [&str; 4] = ["", "a", "a.b", "c"];

fn graph<'m>(model: &'m Model, size: usize, dice: &mut Dice) -> Graph<'m> {
    let mut ways = vec![Vec::new(); size];
    for _ in 0..dice.below(size * 2) {
        let edge = Edge::new(u32::try_from(dice.below(size)).unwrap(), AT, Way::Shows);
        let (below, decides) = (PATHS[dice.below(4)], dice.below(4) == 0);
        ways[dice.below(size)].push(Edge { below, decides, ..edge });
    }
    Graph { model, nodes: Nodes::of(model), ways, lifts: Vec::new(), sinks: Vec::new() }
}

fn label(size: usize, dice: &mut Dice) -> Label<'static> {
    Label {
        address: String::new(),
        name: String::new(),
        at: AT,
        category: None,
        purposes: &[],
        kept: None,
        home: u32::try_from(dice.below(size)).unwrap(),
        path: PATHS[1 + dice.below(3)].to_owned(),
    }
}

/// Walks every way for as long as there are places: what can be reached is reached by then.
fn oracle(label: &Label<'_>, graph: &Graph<'_>) -> BTreeSet<(u32, bool)> {
    let mut reached = BTreeSet::from([(label.home, false)]);
    for _ in 0..graph.ways.len() * 2 {
        for (from, implied) in reached.clone() {
            for edge in &graph.ways[from as usize] {
                if (from, implied) != (label.home, false) || meets(&label.path, edge.below) {
                    reached.insert((edge.to, implied || edge.decides));
                }
            }
        }
    }
    reached
}

#[test]
fn labels_come_where_a_slow_walk_brings_them_and_by_a_way_that_exists() {
    let model = empty();
    for number in 0..tries() {
        let mut dice = dice(number);
        let size = 2 + dice.below(9);
        let graph = graph(&model, size, &mut dice);
        let labels: Vec<_> = (0..1 + dice.below(3)).map(|_| label(size, &mut dice)).collect();
        let flows = graph.flow(&labels);
        for (index, label) in labels.iter().enumerate() {
            let found = flows.reached(index);
            let found: BTreeSet<_> = found
                .into_iter()
                .map(|(node, implied, hops)| {
                    assert!(hops <= size * 2, "graph {number}: the way goes in a circle");
                    (node, implied)
                })
                .collect();
            assert_eq!(found, oracle(label, &graph), "graph {number}, label {index}");
        }
    }
}

/// Ways that lead downwards, as those of a journey do, and now and then back.
fn journey(size: usize, dice: &mut Dice) -> Vec<BTreeSet<usize>> {
    let mut ways = Vec::new();
    for from in 0..size {
        let down = |dice: &mut Dice| from + 1 + dice.below(size - from);
        let mut own: BTreeSet<_> = (0..1 + dice.below(3)).map(|_| down(dice)).collect();
        if from > 0 && dice.below(8) == 0 {
            own.insert(dice.below(from));
        }
        ways.push(own);
    }
    ways
}

/// Whether some way from `from` comes to the end and never to `without`.
fn avoids(ways: &[BTreeSet<usize>], from: usize, without: usize) -> bool {
    let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(place) = open.pop() {
        if place == ways.len() {
            return true;
        }
        if place != without && seen.insert(place) {
            open.extend(&ways[place]);
        }
    }
    false
}

#[test]
fn a_step_hangs_on_those_that_a_slow_walk_finds() {
    for number in 0..tries() {
        let mut dice = dice(number);
        let size = 2 + dice.below(10);
        let ways = journey(size, &mut dice);
        let found = hanging(&ways);
        for (step, found) in found.iter().enumerate() {
            let decides = |from: &usize| {
                *from != step
                    && avoids(&ways, *from, step)
                    && ways[*from].iter().any(|way| *way != size && !avoids(&ways, *way, step))
            };
            let wanted: BTreeSet<_> = (0..size).filter(decides).collect();
            assert_eq!(*found, wanted, "journey {number}, step {step}: {ways:?}");
        }
    }
}
