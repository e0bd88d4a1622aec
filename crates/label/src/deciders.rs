//! Which steps decide whether another step runs.
//!
//! A step hangs on another one when one way out of that one always comes to it, and another way may not: the classic
//! relation of control dependence, over the steps of a journey. Where all ways come together again nobody's way is told
//! any more. That time passes differently on each way is not counted.

use filrouge_model::step::{Instead, Lapse, Wait};
use filrouge_model::{Action, Id, Journey, Step};
use std::collections::BTreeSet;

/// For each step, by its place, the steps that directly decide whether it runs.
#[must_use]
pub fn deciders(journey: &Journey) -> Vec<BTreeSet<usize>> {
    let ways: Vec<_> = journey.steps.iter().map(|(_, step)| ways(journey, step)).collect();
    hanging(&ways)
}

/// The same over numbers: `ways` are the places that each one leads to, and the number behind the last is the end.
pub(crate) fn hanging(ways: &[BTreeSet<usize>]) -> Vec<BTreeSet<usize>> {
    let mut hanging = vec![BTreeSet::new(); ways.len()];
    if ways.iter().all(|ways| ways.len() < 2) {
        return hanging;
    }
    let always = always(ways);
    for (from, ways) in ways.iter().enumerate().filter(|(_, ways)| ways.len() > 1) {
        let own = always.get(from);
        let later = ways.iter().filter_map(|way| always.get(*way));
        for step in later.flat_map(Places::all).filter(|step| own.is_none_or(|own| !own.has(*step))) {
            hanging.get_mut(step).map(|deciders| deciders.insert(from));
        }
    }
    hanging
}

/// Where people may go from a step; the number behind the last step is the end.
fn ways(journey: &Journey, step: &Step) -> BTreeSet<usize> {
    let end = journey.steps.len();
    let place = |target| journey.lands(target).map_or(end, Id::index);
    let mut ways: BTreeSet<_> = step.successors().into_iter().map(place).collect();
    if ways.is_empty() || may_stay(step) {
        ways.insert(end);
    }
    ways
}

/// Whether somebody may never go on from a step.
fn may_stay(step: &Step) -> bool {
    match &step.action {
        Action::WaitUntil(wait) => wait.timeout.is_none(),
        Action::Approve(approve) => approve.timeout.is_none(),
        Action::Wait(wait) => wait.as_deref().is_some_and(leaves),
        _ => false,
    }
}

/// Whether a wait for a date takes people out who have none, or whose date is over.
fn leaves(wait: &Wait) -> bool {
    match &wait.lapse {
        Lapse::Date(date) => [date.past.value, date.absent.value].contains(&Instead::Exit),
        _ => false,
    }
}

/// For each step, the steps that everybody who is there comes to in the end, itself among them.
fn always(ways: &[BTreeSet<usize>]) -> Vec<Places> {
    let size = ways.len() + 1;
    let mut always = vec![Places::full(size); ways.len()];
    always.push(Places::only(ways.len(), size));
    let mut changed = true;
    while changed {
        changed = false;
        for (from, ways) in ways.iter().enumerate().rev() {
            let mut common = Places::full(size);
            ways.iter().filter_map(|way| always.get(*way)).for_each(|later| common.keep(later));
            common.add(from);
            if let Some(known) = always.get_mut(from).filter(|known| **known != common) {
                *known = common;
                changed = true;
            }
        }
    }
    always
}

/// A set of small numbers.
#[derive(Debug, Clone, PartialEq)]
struct Places(Vec<u64>);

impl Places {
    fn full(size: usize) -> Self {
        Self(vec![u64::MAX; size.div_ceil(64)])
    }

    fn only(place: usize, size: usize) -> Self {
        let mut only = Self(vec![0; size.div_ceil(64)]);
        only.add(place);
        only
    }

    fn add(&mut self, place: usize) {
        if let Some(word) = self.0.get_mut(place / 64) {
            *word |= 1 << (place % 64);
        }
    }

    fn has(&self, place: usize) -> bool {
        self.0.get(place / 64).is_some_and(|word| word & (1 << (place % 64)) != 0)
    }

    fn keep(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
    }

    fn all(&self) -> impl Iterator<Item = usize> {
        let bits = |(at, word): (usize, &u64)| {
            let word = *word;
            (0..64).filter(move |bit| word & (1 << bit) != 0).map(move |bit| at * 64 + bit)
        };
        self.0.iter().enumerate().flat_map(bits)
    }
}
