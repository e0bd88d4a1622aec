//! Whose an input is: a pure judgement over the identifiers of one call and the people whom they lead to.
//!
//! The order of the identifiers within the call does not matter, and equal calls on equal people give equal answers.

mod group;
mod value;

pub use value::{is_blocked, normal};

use crate::{Id, Person, Ready};
use group::Group;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most people whom one call may join to the one that it is about.
pub const MOST_JOINED_AT_ONCE: usize = 8;
/// Most people whom one person may have absorbed, as long as that can be undone.
pub const MOST_JOINED: usize = 64;

/// An identifier of a call, and whom it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The identifier's name.
    pub name: String,
    /// Its value, in its normal form.
    pub value: String,
    /// Who is known by it.
    pub owner: Option<Id>,
}

/// Whose a call is, and what becomes of its identifiers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolution {
    /// The person; absent when nobody is known yet and a new one is to be made.
    pub person: Option<Id>,
    /// People who are one with the person, in the order in which they join.
    pub joins: Vec<Joining>,
    /// Identifiers that lead to the person from now on.
    pub fresh: Vec<(String, String)>,
    /// Identifiers that lead there already, or will when the others have joined.
    pub own: Vec<(String, String)>,
    /// Identifiers that were not taken.
    pub refused: Vec<RefusedIdentifier>,
}

/// Somebody who joins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joining {
    /// Who.
    pub person: Id,
    /// The identifier that leads there.
    pub by: String,
}

/// An identifier that was not taken, or that leads to somebody else who stays apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RefusedIdentifier {
    /// The identifier's name.
    pub name: String,
    /// Whom it leads to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Id>,
    /// Why.
    pub reason: Apart,
}

/// Why an identifier was not taken, or two people stay apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Apart {
    /// The value is blocked: it says nothing about anybody.
    Blocked,
    /// Both have a strongest identifier of their own, such as two accounts.
    AnotherAccount,
    /// The identifier may be shared, so it joins nobody.
    Shared,
    /// There is no room for one more value of the identifier.
    Full,
    /// Too many would join at once, or have joined already.
    Flood,
    /// An operator has separated the two.
    Separated,
    /// The call does not say that its identifiers belong to one person: only `identify` and `alias` do.
    NotSaid,
}

/// Whose a call is. `people` are all whom its identifiers lead to; `joins` is whether the call says that all its
/// identifiers belong to one person.
#[must_use]
pub fn resolve(
    ready: &Ready,
    mut call: Vec<Named>,
    people: &BTreeMap<Id, &Person>,
    joins: bool,
) -> Resolution {
    let mut resolution = Resolution::default();
    call.sort_by(|one, other| key_of(ready, one).cmp(&key_of(ready, other)));
    call.dedup();
    drop_blocked(ready, &mut call, &mut resolution);
    let Some(lead) = lead(ready, &call, people) else {
        call.into_iter().for_each(|named| resolution.turn_away(ready, named));
        return resolution;
    };
    let mut group = Group::of(ready, people, &call, lead);
    let apart = group.gather(&call, joins);
    let survivor = group.survivor();
    resolution.person = Some(survivor.0);
    resolution.joins = group.joining(survivor.0);
    let room = people.get(&survivor.0).copied();
    for named in call.iter().cloned() {
        match named.owner.filter(|owner| !group.has(*owner)) {
            Some(owner) => {
                let reason = apart.get(&owner).copied().unwrap_or(Apart::NotSaid);
                let refused = RefusedIdentifier { name: named.name, person: Some(owner), reason };
                resolution.refused.push(refused);
            }
            None => resolution.sort_in(ready, room, named),
        }
    }
    resolution
}

impl Resolution {
    /// Nobody fits whom the call leads to: what they are known by stays with them.
    fn turn_away(&mut self, ready: &Ready, named: Named) {
        let Some(owner) = named.owner else { return self.sort_in(ready, None, named) };
        let reason = if ready.may_merge(&named.name) { Apart::AnotherAccount } else { Apart::Shared };
        self.refused.push(RefusedIdentifier { name: named.name, person: Some(owner), reason });
    }

    /// Puts an identifier where it belongs that leads to the person or to nobody.
    fn sort_in(&mut self, ready: &Ready, person: Option<&Person>, named: Named) {
        let Named { name, value, owner } = named;
        if owner.is_some() {
            return self.own.push((name, value));
        }
        let taken = self.fresh.iter().filter(|(other, _)| *other == name).count();
        if group::has_room(ready, person, &name, taken) {
            self.fresh.push((name, value));
        } else {
            let reason = if is_strongest(ready, &name) { Apart::AnotherAccount } else { Apart::Full };
            self.refused.push(RefusedIdentifier { name, person: None, reason });
        }
    }
}

fn drop_blocked(ready: &Ready, call: &mut Vec<Named>, resolution: &mut Resolution) {
    call.retain(|named| {
        let declared = ready.identifier(&named.name);
        let blocked = declared.is_some_and(|declared| is_blocked(declared, &named.value));
        if blocked {
            let refused =
                RefusedIdentifier { name: named.name.clone(), person: None, reason: Apart::Blocked };
            resolution.refused.push(refused);
        }
        !blocked
    });
}

fn key_of<'a>(ready: &Ready, named: &'a Named) -> (usize, &'a str, &'a str) {
    (ready.strength(&named.name), &named.name, &named.value)
}

/// Whether the identifier is the one that never leads two people together.
fn is_strongest(ready: &Ready, name: &str) -> bool {
    ready.strength(name) == 0
}

/// Who a call is about: whoever its strongest identifier leads to. A shared identifier leads only where no other one
/// is named, and nobody gets one account more than the strongest identifier allows.
fn lead(ready: &Ready, call: &[Named], people: &BTreeMap<Id, &Person>) -> Option<Id> {
    let alone = call.iter().all(|named| !ready.may_merge(&named.name));
    let account = call.iter().find(|named| is_strongest(ready, &named.name) && named.owner.is_none());
    let owned = call.iter().filter(|named| alone || ready.may_merge(&named.name));
    owned.filter_map(|named| named.owner).find(|owner| {
        let person = people.get(owner).copied();
        account.is_none_or(|account| group::has_room(ready, person, &account.name, 0))
    })
}
