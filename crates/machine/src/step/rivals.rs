//! The walks of two people who are one, of whom nobody is in twice under one key.

use super::turn::Turn;
use crate::{Id, Instance};
use filrouge_plan::address;
use std::collections::BTreeMap;

/// Reason of somebody who was in the same journey under the same key twice, as two people.
const MERGED: &str = "merged";

impl Turn<'_> {
    /// Walks go on as they are. Of two under the same journey and key the one that began first goes on.
    pub(super) fn take_walks(&mut self, theirs: Vec<Instance>) {
        let key = |walk: &Instance| (walk.journey.clone(), walk.key.clone());
        let own: BTreeMap<_, _> =
            roots(&self.person.instances).map(|walk| (key(walk), (walk.entered_at, walk.id))).collect();
        let mut rivals = Vec::new();
        for walk in roots(&theirs) {
            if let Some((entered_at, own)) = own.get(&key(walk)) {
                let theirs_is_first = walk.entered_at < *entered_at;
                rivals.push(if theirs_is_first { (*own, walk.id) } else { (walk.id, *own) });
            }
        }
        self.person.instances.extend(theirs);
        self.decide_rivals(rivals);
    }

    /// Of each two the former gives way to the latter, if that does not leave with whoever called it: those who call are
    /// settled before those whom they call.
    fn decide_rivals(&mut self, mut rivals: Vec<(Id, Id)>) {
        while !rivals.is_empty() {
            let is_safe = |(_, stays): &(Id, Id)| {
                let callers = self.callers(*stays);
                !callers.iter().any(|caller| rivals.iter().any(|(gives_way, _)| gives_way == caller))
            };
            let place = rivals.iter().position(is_safe).unwrap_or(0);
            let (gives_way, stays) = rivals.remove(place);
            if self.instance(stays).is_some() {
                self.give_way(gives_way);
            }
        }
    }

    /// Takes out a walk for another one of the same journey and key. Its goals are the other's now.
    fn give_way(&mut self, id: Id) {
        let Some(origin) = self.instance(id).map(|walk| address::journey(&walk.journey)) else { return };
        if let Some(walk) = self.take_out(id, MERGED, origin, Vec::new()) {
            self.hang_up(&walk, MERGED);
        }
    }
}

/// The walks themselves, without those on branches of them.
fn roots(walks: &[Instance]) -> impl Iterator<Item = &Instance> {
    walks.iter().filter(|walk| walk.branch.is_none())
}
