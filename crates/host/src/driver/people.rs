//! Whose an input is, and the state that it meets.

use super::Kept;
use super::turn::Turn;
use crate::{Identifier, StoreError, Who};
use filrouge_machine::identity::{self, Joining, Named, Resolution};
use filrouge_machine::{Id, Input, InputKind, Person, RefusedIdentifier};
use std::collections::{BTreeMap, BTreeSet};

/// Where identifiers lead.
pub(super) struct Resolved {
    pub person: Id,
    /// People who become one with the person.
    pub joins: Vec<Joining>,
    /// Identifiers that nobody had.
    pub fresh: Vec<Identifier>,
    /// Identifiers that lead to the person.
    pub own: Vec<Identifier>,
    /// Identifiers that were not taken.
    pub refused: Vec<RefusedIdentifier>,
}

impl Resolved {
    const fn of(person: Id) -> Self {
        Self { person, joins: Vec::new(), fresh: Vec::new(), own: Vec::new(), refused: Vec::new() }
    }

    /// Others to whom some of the identifiers lead, and who stay apart.
    pub(super) fn conflicts(&self) -> Vec<Id> {
        let others: BTreeSet<Id> = self.refused.iter().filter_map(|refused| refused.person).collect();
        others.into_iter().collect()
    }
}

impl Turn<'_> {
    /// The person of an input; none when it names nobody. `joins` is whether it says that all its identifiers belong
    /// to one person.
    pub(super) fn resolve(
        &mut self,
        input: Id,
        who: Who,
        joins: bool,
    ) -> Result<Option<Resolved>, StoreError> {
        match who {
            Who::Known(identifiers) => self.resolve_known(input, identifiers, joins),
            Who::Person(person) => {
                let person = self.current(person)?;
                Ok(self.exists(person)?.then(|| Resolved::of(person)))
            }
        }
    }

    fn resolve_known(
        &mut self,
        input: Id,
        identifiers: Vec<Identifier>,
        joins: bool,
    ) -> Result<Option<Resolved>, StoreError> {
        let call = identifiers.into_iter().map(|name| self.named(name)).collect::<Result<Vec<_>, _>>()?;
        let owners: BTreeSet<Id> = call.iter().filter_map(|named| named.owner).collect();
        for owner in &owners {
            self.meet(*owner)?;
        }
        let states = |owner: &Id| Some((*owner, self.group.people.get(owner)?.as_ref()));
        let people: BTreeMap<Id, &Person> = owners.iter().filter_map(states).collect();
        let found = identity::resolve(&self.driver.active.ready, call, &people, joins);
        if found.person.is_none() && found.fresh.is_empty() {
            return Ok(None);
        }
        let Resolution { person, joins, fresh, own, refused } = found;
        // A new person is named after the input, so that no two people ever get the same id.
        let person = person.unwrap_or_else(|| Id::of(&["person", &input.to_string()]));
        Ok(Some(Resolved { person, joins, fresh: identifiers_of(fresh), own: identifiers_of(own), refused }))
    }

    /// An identifier in its normal form, and whom it leads to.
    fn named(&mut self, identifier: Identifier) -> Result<Named, StoreError> {
        let mut declared = self.driver.active.bundle().plan.profile.identifiers.iter();
        let declared = declared.find(|declared| declared.field.name == identifier.name);
        let value = match declared {
            Some(declared) => identity::normal(&declared.field.ty, &identifier.value),
            None => identifier.value,
        };
        let identifier = Identifier { value, ..identifier };
        let owner = self.owner(&identifier)?;
        Ok(Named { name: identifier.name, value: identifier.value, owner })
    }

    fn owner(&mut self, identifier: &Identifier) -> Result<Option<Id>, StoreError> {
        if let Some(owner) = self.group.owners.get(identifier) {
            return Ok(Some(*owner));
        }
        if self.group.forgotten.contains(identifier) {
            return Ok(None);
        }
        if let Some(owner) = self.driver.names.get(identifier) {
            return Ok(Some(self.group.aliases.get(&owner).copied().unwrap_or(owner)));
        }
        let owner = self.driver.store.owner(identifier)?;
        let owner = owner.map(|owner| self.current(owner)).transpose()?;
        if let Some(owner) = owner {
            self.driver.names.put(identifier.clone(), owner, weight_of(identifier));
        }
        Ok(owner)
    }

    fn exists(&mut self, person: Id) -> Result<bool, StoreError> {
        Ok(self.group.people.contains_key(&person) || self.driver.store.person(person)?.is_some())
    }

    /// Brings a person into the group, under the plan that they live under: whoever was last stepped under another plan first
    /// learns of that one.
    pub(super) fn meet(&mut self, id: Id) -> Result<(), StoreError> {
        if self.group.people.contains_key(&id) {
            return Ok(());
        }
        let kept = self.driver.cache.take(&id).filter(|kept| kept.era == self.driver.era);
        if let Some(Kept { person, is_marked, .. }) = kept {
            self.group.marked.extend(is_marked.then_some(id));
            self.group.take_off(id, &person);
            self.group.people.insert(id, person);
            self.copy(id);
            return Ok(());
        }
        let Some(row) = self.driver.store.person(id)? else {
            self.group.people.insert(id, Box::default());
            self.copy(id);
            return Ok(());
        };
        let lives = self.driver.active.of(id);
        let has_learnt = row.plan == lives.hash();
        let person = Person::decode(&lives.ready, &row.body)
            .map_err(|error| StoreError::unreadable("a person", error))?;
        self.group.take_off(id, &person);
        self.group.people.insert(id, Box::new(person));
        if has_learnt {
            self.group.marked.extend(row.pending.then_some(id));
        } else {
            self.tell_of_plan(id, id)?;
        }
        self.copy(id);
        Ok(())
    }

    /// Lets a person who was met learn of the plan that `whose` lives under.
    pub(super) fn tell_of_plan(&mut self, person: Id, whose: Id) -> Result<(), StoreError> {
        let plan = self.driver.active.of(whose).hash().to_owned();
        let id = Id::of(&["plan", &plan, &person.to_string(), &self.now.to_string()]);
        let input = Input { id, at: self.now, kind: InputKind::PlanActivated { plan } };
        let effects = self.apply_as(whose, person, "plan", &input)?;
        self.note(person, effects)
    }
}

/// Bytes that a name takes in memory, with whom it leads to.
pub(super) const fn weight_of(name: &Identifier) -> usize {
    size_of::<(Identifier, Id)>() + name.name.len() + name.value.len()
}

fn identifiers_of(pairs: Vec<(String, String)>) -> Vec<Identifier> {
    pairs.into_iter().map(|(name, value)| Identifier { name, value }).collect()
}
