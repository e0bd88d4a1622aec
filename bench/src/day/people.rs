//! Everybody whom the shop knows when the day begins.

use super::acts::{agrees, reads};
use super::clock;
use filrouge_host::{Commit, Identifier, PersonRow};
use filrouge_machine::{Consent, Id, Identify, Input, InputKind, Person, Ready, TimerChange, step};
use filrouge_plan::Value;
use std::ops::Range;

/// When all that is known of them was learned: the evening before.
const LEARNED: i64 = clock(-5);

/// What the person of this number is known by.
pub fn known_as(number: u32) -> Identifier {
    Identifier::new("user_id", format!("user-{number}"))
}

/// These people, as a store gets them.
pub fn commit(ready: &Ready, numbers: Range<u32>) -> Commit {
    let mut commit = Commit::default();
    for number in numbers {
        let (id, person) = person(ready, number);
        let timers: Vec<_> =
            person.timers(id).map(|(timer, at)| (id, TimerChange::Set { timer, at })).collect();
        let (plan, body) = (ready.hash().to_owned(), person.encode(ready));
        commit.people.push((id, PersonRow { plan, body, pending: !timers.is_empty() }));
        commit.timers.extend(timers);
        commit.identifiers.push((known_as(number), id));
    }
    // In the order of an index, rows cost a store less.
    commit.people.sort_unstable_by_key(|(id, _)| *id);
    commit
}

fn person(ready: &Ready, number: u32) -> (Id, Person) {
    let (id, mut person) = (Id::of(&["person", &number.to_string()]), Person::default());
    let mut acts = vec![InputKind::Identify(identify(number))];
    if agrees(number) {
        acts.push(InputKind::Consent(consent(true)));
    }
    for (place, kind) in acts.into_iter().enumerate() {
        let input = Id::of(&["past", &number.to_string(), &place.to_string()]);
        let _ = step(ready, id, &mut person, &Input { id: input, at: LEARNED, kind });
    }
    (id, person)
}

fn identify(number: u32) -> Identify {
    let name = known_as(number);
    let email = ("email".to_owned(), format!("user-{number}@example.com"));
    let fields = [("first_name", Value::from("Camille")), ("reader", Value::Bool(reads(number)))];
    Identify {
        identifiers: vec![(name.name, name.value), email],
        fields: fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        ..Identify::default()
    }
}

/// What somebody says about messages.
pub fn consent(granted: bool) -> Consent {
    let evidence = "preference-centre".to_owned();
    Consent { purpose: "marketing".to_owned(), channel: None, granted, evidence, proof: None }
}
