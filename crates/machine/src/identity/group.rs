//! The people whom one call joins.

use super::{Apart, Joining, MOST_JOINED, MOST_JOINED_AT_ONCE, Named, is_strongest};
use crate::{Id, Person, Ready};
use filrouge_plan::Overflow;
use std::collections::{BTreeMap, BTreeSet};

/// People who are one, as the call says.
pub(super) struct Group<'a> {
    ready: &'a Ready,
    people: &'a BTreeMap<Id, &'a Person>,
    /// Members, each with the identifier that leads there; the one that the call is about comes first.
    members: Vec<(Id, &'a str)>,
    /// Whether the identifier that leads to the first one may join people.
    opens: bool,
    /// Whether one of them has an account, or the call brings one.
    account: bool,
    /// Values by identifier.
    values: BTreeMap<&'a str, BTreeSet<&'a str>>,
    joined: usize,
}

/// Whether a person, or a new one, may have one more value of an identifier, beside `taken` others. Beyond the limit
/// the oldest value gives way, unless the plan refuses; for the strongest identifier it never does.
pub(super) fn has_room(ready: &Ready, person: Option<&Person>, name: &str, taken: usize) -> bool {
    let known = person.and_then(|person| person.identifiers.get(name)).map_or(0, Vec::len);
    let most = ready.most_values(name);
    known.saturating_add(taken) < most || gives_way(ready, name)
}

/// Whether the oldest value of an identifier gives way to a new one.
fn gives_way(ready: &Ready, name: &str) -> bool {
    let declared = ready.identifier(name);
    !is_strongest(ready, name) && declared.is_none_or(|declared| declared.overflow == Overflow::DropOldest)
}

impl<'a> Group<'a> {
    /// The group of the one whom the call is about.
    pub(super) fn of(
        ready: &'a Ready,
        people: &'a BTreeMap<Id, &'a Person>,
        call: &'a [Named],
        lead: Id,
    ) -> Self {
        let mut ways = call.iter().filter(|named| named.owner == Some(lead));
        let opens = ways.clone().any(|named| ready.may_merge(&named.name));
        let by = ways.next().map_or("", |named| &named.name);
        let account = call.iter().any(|named| is_strongest(ready, &named.name) && named.owner.is_none());
        let mut group =
            Self { ready, people, members: Vec::new(), opens, account, values: BTreeMap::new(), joined: 0 };
        group.add(lead, by);
        group
    }

    fn add(&mut self, member: Id, by: &'a str) {
        self.members.push((member, by));
        let Some(person) = self.people.get(&member) else { return };
        self.account |= has_account(self.ready, person);
        self.joined = self.joined.saturating_add(person.joined.len());
        for (name, values) in &person.identifiers {
            self.values.entry(name).or_default().extend(values.iter().map(String::as_str));
        }
    }

    pub(super) fn has(&self, person: Id) -> bool {
        self.members.iter().any(|(member, _)| *member == person)
    }

    /// Takes everybody in who may join, the strongest identifier first; says why the others stay apart.
    pub(super) fn gather(&mut self, call: &'a [Named], joins: bool) -> BTreeMap<Id, Apart> {
        let mut apart = BTreeMap::new();
        for named in call {
            let Some(owner) = named.owner.filter(|owner| !self.has(*owner)) else { continue };
            match self.judge(&named.name, owner, joins) {
                Ok(()) => self.add(owner, &named.name),
                Err(reason) => drop(apart.entry(owner).or_insert(reason)),
            }
        }
        apart
    }

    fn judge(&self, by: &str, owner: Id, joins: bool) -> Result<(), Apart> {
        let Some(person) = self.people.get(&owner) else { return Err(Apart::NotSaid) };
        if !joins {
            return Err(Apart::NotSaid);
        }
        if !self.opens || !self.ready.may_merge(by) {
            return Err(Apart::Shared);
        }
        if self.account && has_account(self.ready, person) {
            return Err(Apart::AnotherAccount);
        }
        if self.is_separated(owner, person) {
            return Err(Apart::Separated);
        }
        if !self.has_room_for(person) {
            return Err(Apart::Full);
        }
        let joined = self.joined.saturating_add(person.joined.len()).saturating_add(self.members.len());
        let flood = self.members.len() > MOST_JOINED_AT_ONCE || joined > MOST_JOINED;
        if flood { Err(Apart::Flood) } else { Ok(()) }
    }

    fn is_separated(&self, owner: Id, person: &Person) -> bool {
        let members = self.members.iter().filter_map(|(member, _)| Some((member, self.people.get(member)?)));
        members.into_iter().any(|(member, own)| person.apart.contains(member) || own.apart.contains(&owner))
    }

    fn has_room_for(&self, person: &Person) -> bool {
        person.identifiers.iter().all(|(name, values)| {
            let known = self.values.get(name.as_str());
            let more =
                values.iter().filter(|value| known.is_none_or(|known| !known.contains(value.as_str())));
            let all = known.map_or(0, BTreeSet::len).saturating_add(more.count());
            gives_way(self.ready, name)
                || is_strongest(self.ready, name)
                || all <= self.ready.most_values(name)
        })
    }

    /// Who stays: whoever has the strongest identifier, then whoever is known longest.
    pub(super) fn survivor(&self) -> (Id, &'a str) {
        let rank = |member: &Id| {
            let person = self.people.get(member);
            let names = person.into_iter().flat_map(|person| person.identifiers.keys());
            let strongest = names.map(|name| self.ready.strength(name)).min().unwrap_or(usize::MAX);
            (strongest, person.and_then(|person| person.since).unwrap_or(i64::MAX), *member)
        };
        let first = self.members.iter().min_by_key(|(member, _)| rank(member));
        first.copied().unwrap_or((Id(0), ""))
    }

    /// Everybody but the survivor, in the order in which they came in.
    pub(super) fn joining(&self, survivor: Id) -> Vec<Joining> {
        let others = self.members.iter().filter(|(member, _)| *member != survivor);
        others.map(|(person, by)| Joining { person: *person, by: (*by).to_owned() }).collect()
    }
}

fn has_account(ready: &Ready, person: &Person) -> bool {
    let mut names = person.identifiers.iter().filter(|(_, values)| !values.is_empty());
    names.any(|(name, _)| is_strongest(ready, name))
}
