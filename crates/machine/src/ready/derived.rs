//! What follows from the profile, in the order in which it must be judged: segments, and traits that hold.

use filrouge_plan::program::{Node, Root};
use filrouge_plan::{Made, Plan, Program};
use std::collections::{BTreeMap, BTreeSet};

/// Segments and traits that hold, each behind those that it reads.
#[derive(Debug, Default)]
pub(crate) struct Derived {
    nodes: Vec<Derivation>,
    by_slot: BTreeMap<usize, Vec<usize>>,
    by_segment: BTreeMap<String, Vec<usize>>,
    timed: Vec<usize>,
}

/// A part of the plan that follows from the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Derivation {
    /// A segment, by its place in the plan.
    Segment(usize),
    /// A trait that holds, by its place in the plan.
    Held(usize),
}

impl Derived {
    /// What there is to derive under `plan`.
    pub(super) fn of(plan: &Plan) -> Self {
        let fields = plan.profile.slots().count();
        let segments =
            plan.segments.iter().enumerate().map(|(place, own)| (Derivation::Segment(place), &own.when));
        let held = plan.traits.iter().enumerate().filter_map(|(place, own)| match &own.made {
            Made::Held { when, .. } => Some((Derivation::Held(place), when)),
            _ => None,
        });
        let all: Vec<_> = segments.chain(held).collect();
        let mut derived = Self::default();
        for (node, when) in sorted(&all, plan, fields) {
            derived.add(node, when);
        }
        derived
    }

    fn add(&mut self, node: Derivation, when: &Program) {
        let rank = self.nodes.len();
        self.nodes.push(node);
        for slot in slots(when) {
            self.by_slot.entry(slot).or_default().push(rank);
        }
        for segment in segments(when) {
            self.by_segment.entry(segment.to_owned()).or_default().push(rank);
        }
        if when.nodes.contains(&Node::Now) {
            self.timed.push(rank);
        }
    }

    pub(crate) fn at(&self, rank: usize) -> Option<Derivation> {
        self.nodes.get(rank).copied()
    }

    /// Everything, in order.
    pub(crate) fn all(&self) -> BTreeSet<usize> {
        (0..self.nodes.len()).collect()
    }

    /// What reads the clock.
    pub(crate) fn timed(&self) -> &[usize] {
        &self.timed
    }

    /// What reads a slot of the profile.
    pub(crate) fn readers(&self, slot: usize) -> &[usize] {
        self.by_slot.get(&slot).map_or(&[], Vec::as_slice)
    }

    /// What asks for a segment.
    pub(crate) fn askers(&self, segment: &str) -> &[usize] {
        self.by_segment.get(segment).map_or(&[], Vec::as_slice)
    }
}

fn slots(when: &Program) -> BTreeSet<usize> {
    let reads = when.nodes.iter().filter_map(|node| match node {
        Node::Slot { root: Root::Profile, slot } | Node::CompareSlot { root: Root::Profile, slot, .. } => {
            Some(usize::from(*slot))
        }
        _ => None,
    });
    reads.collect()
}

fn segments(when: &Program) -> BTreeSet<&str> {
    let asked = when.nodes.iter().filter_map(|node| match node {
        Node::InSegment(segment) => Some(segment.as_str()),
        _ => None,
    });
    asked.collect()
}

/// Each behind those that it reads. Of a plan that goes round, which no compiler makes, the rest stands at the end.
fn sorted<'p>(
    all: &[(Derivation, &'p Program)],
    plan: &Plan,
    fields: usize,
) -> Vec<(Derivation, &'p Program)> {
    let mut waiting = all.to_vec();
    let mut sorted = Vec::with_capacity(all.len());
    while !waiting.is_empty() {
        let open: BTreeSet<String> =
            waiting.iter().filter_map(|(node, _)| name(*node, plan, fields)).collect();
        let is_free = |when: &Program| {
            let mut read = slots(when).into_iter().map(|slot| format!("slot {slot}"));
            !read.any(|slot| open.contains(&slot))
                && !segments(when).into_iter().any(|name| open.contains(name))
        };
        let (free, rest): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|(_, when)| is_free(when));
        if free.is_empty() {
            sorted.extend(rest);
            break;
        }
        sorted.extend(free);
        waiting = rest;
    }
    sorted
}

/// By what others read a derivation.
fn name(node: Derivation, plan: &Plan, fields: usize) -> Option<String> {
    match node {
        Derivation::Segment(place) => plan.segments.get(place).map(|segment| segment.name.clone()),
        Derivation::Held(place) => Some(format!("slot {}", fields + place)),
    }
}
