//! Whose an input is, and the state that it meets.

use super::turn::Turn;
use crate::{Identifier, StoreError, Who};
use filrouge_machine::{Id, Input, InputKind, Person};

/// Where identifiers lead.
pub(super) struct Resolved {
    pub person: Id,
    /// Identifiers that nobody had.
    pub fresh: Vec<Identifier>,
    /// Identifiers that lead to the person.
    pub own: Vec<Identifier>,
    /// Others that some of the identifiers lead to.
    pub conflicts: Vec<Id>,
}

impl Turn<'_> {
    /// The person of an input; none when it names nobody.
    pub(super) fn resolve(&mut self, input: Id, who: Who) -> Result<Option<Resolved>, StoreError> {
        match who {
            Who::Known(identifiers) => self.resolve_known(input, identifiers),
            Who::Person(person) => {
                let known = self.exists(person)?;
                let none = |person| Resolved { person, fresh: vec![], own: vec![], conflicts: vec![] };
                Ok(known.then_some(person).map(none))
            }
        }
    }

    fn resolve_known(
        &mut self,
        input: Id,
        mut identifiers: Vec<Identifier>,
    ) -> Result<Option<Resolved>, StoreError> {
        identifiers.sort_by_key(|identifier| self.strength(identifier));
        let owners =
            identifiers.iter().map(|identifier| self.owner(identifier)).collect::<Result<Vec<_>, _>>()?;
        if identifiers.is_empty() {
            return Ok(None);
        }
        // A new person is named after the input, so that no two people ever get the same id.
        let new = || Id::of(&["person", &input.to_string()]);
        let person = owners.iter().flatten().next().copied().unwrap_or_else(new);
        let mut resolved = Resolved { person, fresh: vec![], own: vec![], conflicts: vec![] };
        for (identifier, owner) in identifiers.into_iter().zip(owners) {
            match owner {
                None => resolved.fresh.push(identifier),
                Some(owner) if owner == person => resolved.own.push(identifier),
                Some(other) => resolved.conflicts.push(other),
            }
        }
        Ok(Some(resolved))
    }

    /// The strongest first; a name that the plan does not know is the weakest.
    fn strength(&self, identifier: &Identifier) -> usize {
        let known = &self.driver.active.bundle().plan.profile.identifiers;
        known.iter().position(|declared| declared.field.name == identifier.name).unwrap_or(usize::MAX)
    }

    fn owner(&mut self, identifier: &Identifier) -> Result<Option<Id>, StoreError> {
        match self.group.owners.get(identifier) {
            Some(owner) => Ok(Some(*owner)),
            None => self.driver.store.owner(identifier),
        }
    }

    fn exists(&mut self, person: Id) -> Result<bool, StoreError> {
        Ok(self.group.people.contains_key(&person) || self.driver.store.person(person)?.is_some())
    }

    /// Brings a person into the group, under the active plan: whoever was last stepped under another plan first
    /// learns of the new one.
    pub(super) fn meet(&mut self, id: Id) -> Result<(), StoreError> {
        if self.group.people.contains_key(&id) {
            return Ok(());
        }
        if let Some(person) = self.driver.cache.take(id) {
            self.group.people.insert(id, person);
            return Ok(());
        }
        let Some(row) = self.driver.store.person(id)? else {
            self.group.people.insert(id, Person::default());
            return Ok(());
        };
        let person = Person::decode(&self.driver.active.ready, &row.body)
            .map_err(|error| StoreError::unreadable("a person", error))?;
        self.group.people.insert(id, person);
        if row.plan != self.driver.active.hash() {
            self.tell_of_plan(id)?;
        }
        Ok(())
    }

    fn tell_of_plan(&mut self, person: Id) -> Result<(), StoreError> {
        let plan = self.driver.active.hash().to_owned();
        let id = Id::of(&["plan", &plan, &person.to_string(), &self.now.to_string()]);
        let input = Input { id, at: self.now, kind: InputKind::PlanActivated { plan } };
        self.step(person, "plan", &input)
    }
}
