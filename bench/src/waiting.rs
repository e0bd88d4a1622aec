//! People who wait inside a journey, as many as a measurement wants, each with a timer of their own.

use crate::crowd::NOON;
use crate::{Failure, Message, shop};
use filrouge_host::{Commit, Identifier, PersonRow};
use filrouge_machine::{Consent, Id, Identify, Input, InputKind, Person, Ready, TimerChange, step};
use filrouge_plan::{Bundle, Standing, Value};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Journeys of the project; the measured people wait in the first one.
const JOURNEYS: u32 = 20;

/// How long they wait there.
const PAUSE: i64 = 3_600_000;

/// The project: a shop whose first journey waits for an hour behind a basket, then sends a reminder.
///
/// # Errors
/// When the project is refused, which no measurement wants.
pub fn bundle() -> Result<Arc<Bundle>, Failure> {
    Ok(Arc::new(shop::bundle(JOURNEYS)?))
}

/// Who the person of this number is.
#[must_use]
pub fn id_of(number: u32) -> Id {
    Id::of(&["person", &number.to_string()])
}

/// What the person of this number is known by.
#[must_use]
pub fn known_as(number: u32) -> Identifier {
    Identifier::new("user_id", format!("user-{number}"))
}

/// These people, as a store gets them: `due` says how many milliseconds after noon the pause of each ends.
///
/// # Errors
/// When one of them does not wait, which no measurement wants.
pub fn commit(ready: &Ready, numbers: Range<u32>, due: impl Fn(u32) -> i64) -> Result<Commit, Failure> {
    let (mut commit, mut standing) = (Commit::default(), BTreeMap::<Standing, i64>::new());
    for number in numbers {
        let (id, person) = person(ready, number, NOON + due(number) - PAUSE);
        let timers: Vec<_> =
            person.timers(id).map(|(timer, at)| (id, TimerChange::Set { timer, at })).collect();
        if person.instances.is_empty() || timers.is_empty() {
            return Err(format!("person {number} does not wait").into());
        }
        person.standings().for_each(|at| *standing.entry(at).or_default() += 1);
        commit.timers.extend(timers);
        commit.identifiers.push((known_as(number), id));
        let (plan, body) = (ready.hash().to_owned(), person.encode(ready));
        commit.people.push((id, PersonRow { plan, body, pending: true }));
    }
    // In the order of an index, rows cost a store less.
    commit.people.sort_unstable_by_key(|(id, _)| *id);
    commit.standing = standing.into_iter().collect();
    Ok(commit)
}

/// Somebody who has agreed to messages, and has left a basket at `at`.
fn person(ready: &Ready, number: u32, at: i64) -> (Id, Person) {
    let (id, mut person) = (id_of(number), Person::default());
    let acts = [
        InputKind::Identify(identify(number)),
        InputKind::Consent(consent()),
        InputKind::Event(basket(number)),
    ];
    for (place, kind) in acts.into_iter().enumerate() {
        let input = Id::of(&["past", &number.to_string(), &place.to_string()]);
        let _ = step(ready, id, &mut person, &Input { id: input, at, kind });
    }
    (id, person)
}

fn identify(number: u32) -> Identify {
    let name = known_as(number);
    let email = ("email".to_owned(), format!("user-{number}@example.com"));
    let fields = [("country", "FR"), ("first_name", "Camille"), ("tier", "standard")];
    Identify {
        identifiers: vec![(name.name, name.value), email],
        fields: fields.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect(),
        ..Identify::default()
    }
}

fn consent() -> Consent {
    let evidence = "preference-centre".to_owned();
    Consent { purpose: "marketing".to_owned(), channel: None, granted: true, evidence, proof: None }
}

fn basket(number: u32) -> filrouge_machine::Event {
    Message { number, user: number, event: 0, value: 60 }.to_event()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_waits_as_long_as_wanted_and_then_a_message_leaves() {
        let bundle = bundle().unwrap();
        let ready = Ready::new(bundle).unwrap();
        let commit = commit(&ready, 0..3, |number| i64::from(number) * 1_000).unwrap();
        assert_eq!((commit.people.len(), commit.timers.len()), (3, 3));
        let (id, mut person) = person(&ready, 2, NOON - PAUSE);
        let (timer, due) = person.timers(id).next().unwrap();
        assert_eq!(due, NOON);
        let input = Input { id: Id(1), at: NOON, kind: InputKind::Timer { timer } };
        assert_eq!(step(&ready, id, &mut person, &input).messages.len(), 1);
    }
}
