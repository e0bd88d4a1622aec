//! People who become one, and people who are separated again.

use super::Driver;
use super::turn::Turn;
use crate::status::Meters;
use crate::{AliasRow, DeadLetterChange, Identifier, OutboxChange, StoreError, Unmerged};
use filrouge_machine::identity::Joining;
use filrouge_machine::{Id, Input, InputKind, Instance, Person, TimerChange};
use std::collections::BTreeSet;

impl Driver {
    /// Separates `person` from whoever it became one with, in a group of its own.
    pub(super) fn unmerge(&mut self, person: Id) -> Result<Unmerged, StoreError> {
        let mut turn = Turn::begin(self);
        let outcome = turn.separate(person);
        let end = outcome.and_then(|outcome| turn.finish_or_fail().map(|()| outcome));
        if let Err(error) = &end {
            self.fail(error);
        }
        end
    }
}

impl Turn<'_> {
    /// Who somebody is by now: whoever they became one with, or they themselves.
    pub(super) fn current(&mut self, person: Id) -> Result<Id, StoreError> {
        if let Some(survivor) = self.group.aliases.get(&person) {
            return Ok(*survivor);
        }
        if self.group.people.contains_key(&person) {
            return Ok(person);
        }
        let survivor = self.driver.store.alias(person)?.map_or(person, |alias| alias.survivor);
        Ok(self.group.aliases.get(&survivor).copied().unwrap_or(survivor))
    }

    /// Lets somebody become one with `who`, who was met. `cause` is the input that says so.
    pub(super) fn join(&mut self, who: Id, joining: &Joining, cause: Id) -> Result<(), StoreError> {
        let other = joining.person;
        self.meet(other)?;
        self.bring_to(who, other)?;
        let apart = self.still_apart([who, other]);
        let mut absorbed = self.group.people.remove(&other).unwrap_or_default();
        let state = self.group.people.entry(who).or_default();
        let known = names_of(state).chain(names_of(&absorbed)).collect();
        let id = Id::of(&["merge", &cause.to_string(), &other.to_string()]);
        let kind = InputKind::Merge { person: other, by: vec![joining.by.clone()] };
        let input = Input { id, at: self.now, kind };
        self.tell_join(who, other, &input);
        let state = self.group.people.entry(who).or_default();
        let ready = &self.driver.active.of(who).ready;
        let effects = filrouge_machine::merge(ready, who, state, other, &mut absorbed, &input);
        let until = state.joined.get(&other).map_or(self.now, |joined| joined.until);
        self.put_down(&input, who, "merge")?;
        self.group.applied += 1;
        self.lead_to(who, AliasRow { absorbed: other, survivor: who, into: who, at: self.now, until });
        self.group.people.insert(other, absorbed);
        Meters::add(&self.driver.shared.meters.merges, 1);
        self.note(who, effects)?;
        self.take_timers(who, other);
        self.forget_names(who, &known);
        self.tell_joined(apart, who, cause)
    }

    /// Whoever becomes one with somebody lives under the plan of the one who stays, and learns of it before.
    fn bring_to(&mut self, who: Id, other: Id) -> Result<(), StoreError> {
        if self.driver.active.shares_out(who) == self.driver.active.shares_out(other) {
            return Ok(());
        }
        self.group.lives_with.insert(other, who);
        self.tell_of_plan(other, who)
    }

    /// Whoever is two again lives under their own plan.
    fn bring_back(&mut self, who: Id, other: Id) -> Result<(), StoreError> {
        if self.driver.active.shares_out(who) == self.driver.active.shares_out(other) {
            return Ok(());
        }
        self.tell_of_plan(other, other)
    }

    /// The timers that somebody brought are set for whom they became one with: they stay there if the two are separated again.
    fn take_timers(&mut self, who: Id, other: Id) {
        let brought = self.group.people.get(&other).into_iter().flat_map(|state| state.timers(other));
        let brought: BTreeSet<(Id, i64)> = brought.collect();
        let kept = self.group.people.get(&who).into_iter().flat_map(|state| state.timers(who));
        for (timer, at) in kept.filter(|timer| brought.contains(timer)) {
            self.group.commit.timers.push((who, TimerChange::Set { timer, at }));
        }
    }

    /// From now on the absorbed is the other, also in what this group did before.
    fn lead_to(&mut self, who: Id, alias: AliasRow) {
        let other = alias.absorbed;
        for owner in self.group.owners.values_mut().chain(self.group.aliases.values_mut()) {
            if *owner == other {
                *owner = who;
            }
        }
        self.group.aliases.insert(other, who);
        self.group.commit.joins.push(alias);
    }

    /// Names that led to a person and are not theirs any more lead nowhere.
    pub(super) fn forget_names(&mut self, person: Id, known: &BTreeSet<Identifier>) {
        let left: BTreeSet<Identifier> =
            self.group.people.get(&person).into_iter().flat_map(|state| names_of(state)).collect();
        for name in known.difference(&left) {
            self.group.owners.remove(name);
            self.group.forgotten.insert(name.clone());
        }
    }

    fn separate(&mut self, other: Id) -> Result<Unmerged, StoreError> {
        let Some(alias) = self.driver.store.alias(other)? else { return Ok(Unmerged::NotMerged) };
        let who = alias.survivor;
        let Some(row) = self.driver.store.person(other)? else { return Ok(Unmerged::TooLate) };
        self.meet(who)?;
        let ready = &self.driver.active.of(who).ready;
        let mut snapshot =
            Person::decode(ready, &row.body).map_err(|error| StoreError::unreadable("a person", error))?;
        let state = self.group.people.entry(who).or_default();
        let id = Id::of(&["unmerge", &other.to_string(), &self.now.to_string()]);
        let input = Input { id, at: self.now, kind: InputKind::Unmerge { person: other } };
        if state.joined.get(&other).is_none_or(|joined| joined.until < input.at) {
            return Ok(Unmerged::TooLate);
        }
        let separated = filrouge_machine::unmerge(ready, who, state, other, &mut snapshot, &input);
        self.put_down(&input, who, "unmerge")?;
        self.group.applied += 1;
        self.group.commit.parted.push(other);
        let part = DeadLetterChange::Part { person: who, since: alias.at };
        self.group.commit.dead_letters.push(part);
        self.note(who, separated.person)?;
        self.note(other, separated.other)?;
        self.give_back(other, snapshot);
        self.bring_back(who, other)?;
        self.tell_parted([who, other]);
        Meters::add(&self.driver.shared.meters.unmerges, 1);
        Ok(Unmerged::Separated { from: who })
    }

    /// What belongs to somebody who was separated leads there again.
    fn give_back(&mut self, person: Id, state: Person) {
        self.group.owners.extend(names_of(&state).map(|name| (name, person)));
        let asked = state.instances.iter().filter_map(Instance::asked);
        let flights = state.flights.keys().copied().chain(asked);
        self.group.commit.outbox.extend(flights.map(|effect| OutboxChange::Address { effect, person }));
        self.group.people.insert(person, Box::new(state));
    }
}

/// Names by which somebody is known.
pub(super) fn names_of(person: &Person) -> impl Iterator<Item = Identifier> {
    let of = |(name, values): (&String, &Vec<String>)| {
        values.iter().map(|value| Identifier::new(name, value)).collect::<Vec<_>>()
    };
    person.identifiers.iter().flat_map(of)
}
