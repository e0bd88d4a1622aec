//! People who come from somewhere else, as copies.

use super::Estate;
use filrouge_machine::{Effects, Id, Person};
use std::collections::BTreeMap;

impl Estate<'_> {
    /// Somebody is there from now on, with the timers that follow from their state.
    pub(crate) fn admit(&mut self, who: Id, person: Person) {
        self.dismiss(who);
        self.aliases.remove(&who);
        let timers: Vec<(Id, i64)> = person.timers(who).collect();
        timers.into_iter().for_each(|(timer, at)| self.set(timer, at, who));
        self.people.insert(who, person);
    }

    /// Somebody is not there any more.
    pub(crate) fn dismiss(&mut self, who: Id) {
        if let Some(person) = self.people.remove(&who) {
            let timers: Vec<Id> = person.timers(who).map(|(timer, _)| timer).collect();
            timers.into_iter().for_each(|timer| self.cancel(timer));
        }
    }

    /// Lets somebody become one with `who`, as `merge` does it.
    pub(crate) fn absorb(
        &mut self,
        who: Id,
        other: Id,
        merge: impl FnOnce(&mut Person, &mut Person) -> Effects,
    ) -> Effects {
        let mut absorbed = self.people.remove(&other).unwrap_or_default();
        let effects = merge(self.people.entry(who).or_default(), &mut absorbed);
        self.aliases.insert(other, who);
        self.people.insert(other, absorbed);
        effects
    }

    /// The world will say what becomes of this message.
    pub(crate) fn expect(&mut self, effect: Id) {
        self.expected.insert(effect);
    }

    /// The world has said what became of a message or a question.
    pub(crate) fn answered(&mut self, effect: Id) {
        self.expected.remove(&effect);
        self.answers.remove(&effect);
    }

    /// People who are there and are not one with somebody else.
    pub(crate) fn people(&self) -> usize {
        self.people.keys().filter(|person| !self.aliases.contains_key(*person)).count()
    }

    /// Messages to each person so far.
    pub(crate) const fn contacts(&self) -> &BTreeMap<Id, u64> {
        &self.contacts
    }

    /// Counts of people as they are by now: whoever became one with somebody else is that one.
    pub(crate) fn settled(&self, counts: &BTreeMap<Id, u64>) -> BTreeMap<Id, u64> {
        let mut settled = BTreeMap::new();
        for (person, count) in counts {
            *settled.entry(self.current(*person)).or_default() += count;
        }
        settled
    }
}
