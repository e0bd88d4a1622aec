//! Whose a line is, as a host finds it.

use super::{Estate, Namesakes};
use crate::recording::key_of;
use crate::tally::Tally;
use filrouge_machine::identity::{self, Joining, Named, Resolution};
use filrouge_machine::{Id, Input, InputKind, Person, RefusedIdentifier, merge};
use std::collections::{BTreeMap, BTreeSet};

/// Where names lead.
pub(super) struct Resolved {
    pub person: Id,
    pub joins: Vec<Joining>,
    /// Names that nobody had.
    pub fresh: Vec<(String, String)>,
    /// Names that lead to the person.
    pub own: Vec<(String, String)>,
    /// Names that were not taken.
    pub refused: Vec<RefusedIdentifier>,
}

type Names = BTreeSet<(String, String)>;

impl Estate<'_> {
    /// The person whom these names lead to, or a new one; none when they name nobody.
    pub(super) fn resolve(
        &self,
        who: Vec<(String, String)>,
        joins: bool,
        namesakes: &Namesakes,
    ) -> Option<Resolved> {
        let call: Vec<Named> = who.into_iter().map(|(name, value)| self.named(name, value)).collect();
        let owners: BTreeSet<Id> = call.iter().filter_map(|named| named.owner).collect();
        let people: BTreeMap<Id, &Person> =
            owners.iter().filter_map(|owner| Some((*owner, self.people.get(owner)?))).collect();
        let found = identity::resolve(self.ground.ready, call, &people, joins);
        if found.person.is_none() && found.fresh.is_empty() {
            return None;
        }
        let Resolution { person, joins, fresh, own, refused } = found;
        let person = person.unwrap_or_else(|| self.newcomer(&fresh, namesakes));
        Some(Resolved { person, joins, fresh, own, refused })
    }

    /// A name in its normal form, and whom it leads to.
    fn named(&self, name: String, value: String) -> Named {
        let declared = self.ground.ready.plan().profile.identifiers.iter();
        let declared = declared.map(|declared| &declared.field).find(|field| field.name == name);
        let key = match declared {
            Some(field) => (name, identity::normal(&field.ty, &value)),
            None => (name, value),
        };
        let owner = self.owners.get(&key).copied();
        let (name, value) = key;
        Named { name, value, owner }
    }

    /// An id for somebody new, that nobody has or had.
    fn newcomer(&self, fresh: &[(String, String)], namesakes: &Namesakes) -> Id {
        let plan = self.ground.ready.plan();
        let keys = fresh.iter().filter_map(|(name, value)| key_of(plan, name, value));
        let of = |line: Id| Id::of(&["person", &line.to_string()]);
        let free = namesakes.of(keys).into_iter().map(of).find(|person| !self.people.contains_key(person));
        free.unwrap_or_else(|| Id::of(&["person", &self.people.len().to_string(), &self.now.to_string()]))
    }

    /// Who somebody is by now.
    pub(super) fn current(&self, mut person: Id) -> Id {
        while let Some(survivor) = self.aliases.get(&person) {
            person = *survivor;
        }
        person
    }

    /// Lets somebody become one with `who`.
    pub(super) fn join(&mut self, who: Id, joining: &Joining, cause: Id, tally: &mut Tally) {
        let other = joining.person;
        let before = self.names_of(who).into_iter().chain(self.names_of(other)).collect();
        let mut absorbed = self.people.remove(&other).unwrap_or_default();
        let id = Id::of(&["merge", &cause.to_string(), &other.to_string()]);
        let kind = InputKind::Merge { person: other, by: vec![joining.by.clone()] };
        let input = Input { id, at: self.now, kind };
        let state = self.people.entry(who).or_default();
        let effects = merge(self.ground.ready, who, state, other, &mut absorbed, &input);
        for owner in self.owners.values_mut().filter(|owner| **owner == other) {
            *owner = who;
        }
        self.aliases.insert(other, who);
        self.people.insert(other, absorbed);
        self.note(who, effects, tally);
        self.forget_names(who, before);
    }

    pub(super) fn attach(&mut self, resolved: &Resolved) {
        let fresh = resolved.fresh.iter().map(|name| (name.clone(), resolved.person));
        self.owners.extend(fresh);
    }

    pub(super) fn names_of(&self, person: Id) -> Names {
        let known = self.people.get(&person).into_iter().flat_map(|person| &person.identifiers);
        known.flat_map(|(name, values)| values.iter().map(|value| (name.clone(), value.clone()))).collect()
    }

    /// Names that led to a person and are not theirs any more lead nowhere.
    pub(super) fn forget_names(&mut self, person: Id, known: Names) {
        let left = self.names_of(person);
        for name in known.difference(&left) {
            if self.owners.get(name) == Some(&person) {
                self.owners.remove(name);
            }
        }
    }
}
