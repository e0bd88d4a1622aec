//! Circles of journeys: who leads to whom, and back.

use crate::walk::circle;
use filrouge_model::{Id, Journey, Model};
use filrouge_source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// A step that leads from one journey to another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Edge<K> {
    pub to: Id<Journey>,
    pub at: Span,
    /// How it leads there.
    pub kind: K,
}

/// Which journeys lead where.
pub(crate) type Edges<K> = BTreeMap<Id<Journey>, Vec<Edge<K>>>;

/// Journeys that lead to each other.
pub(crate) struct Circle<K> {
    /// Their names, in order.
    pub journeys: Vec<String>,
    /// The steps that lead from each to the next, the first of them apart.
    pub place: Span,
    pub others: Vec<Span>,
    /// Each step with the journey in which it stands.
    pub steps: Vec<(Id<Journey>, Edge<K>)>,
}

/// Circles that are told of; more would not be read, and each is searched for on its own.
const MOST: usize = 50;

/// The shortest circle through each journey, each told once.
pub(crate) fn circles<K: Copy>(edges: &Edges<K>, model: &Model) -> Vec<Circle<K>> {
    let edges = &on_circles(edges);
    let mut told = BTreeSet::new();
    let mut found = Vec::new();
    for start in edges.keys().take(MOST) {
        let leads_on = |id| edges.get(&id).cloned().unwrap_or_default();
        let Some(path) = circle(*start, leads_on, |edge: &Edge<K>| edge.to) else { continue };
        let members: BTreeSet<_> = path.iter().map(|edge| edge.to).collect();
        if members.first() == Some(start) && told.insert(members) {
            found.extend(named(*start, path, model));
        }
    }
    found
}

/// The edges without those that no circle goes through: again and again, journeys fall away to which nothing leads.
fn on_circles<K: Copy>(edges: &Edges<K>) -> Edges<K> {
    let mut leading: BTreeMap<_, usize> = edges.keys().map(|from| (*from, 0)).collect();
    let ends = |from: &Id<Journey>| edges.get(from).into_iter().flatten().map(|edge| edge.to);
    for to in edges.keys().flat_map(ends) {
        leading.entry(to).and_modify(|count| *count += 1);
    }
    let mut open: Vec<_> = leading.iter().filter(|(_, count)| **count == 0).map(|(id, _)| *id).collect();
    while let Some(from) = open.pop() {
        leading.remove(&from);
        for to in ends(&from) {
            let Some(count) = leading.get_mut(&to) else { continue };
            *count -= 1;
            if *count == 0 {
                open.push(to);
            }
        }
    }
    let left = edges.iter().filter(|(from, _)| leading.contains_key(from));
    let inside = |edge: &&Edge<K>| leading.contains_key(&edge.to);
    left.map(|(from, edges)| (*from, edges.iter().filter(inside).copied().collect())).collect()
}

fn named<K: Copy>(start: Id<Journey>, path: Vec<Edge<K>>, model: &Model) -> Option<Circle<K>> {
    let (first, others) = path.split_first()?;
    let from = [start].into_iter().chain(path.iter().map(|edge| edge.to));
    let name = |id: Id<Journey>| model.journeys.get(id).map(|journey| journey.name.value.to_string());
    Some(Circle {
        journeys: from.clone().take(path.len()).filter_map(name).collect(),
        place: first.at,
        others: others.iter().map(|edge| edge.at).collect(),
        steps: from.zip(path.iter().copied()).collect(),
    })
}
