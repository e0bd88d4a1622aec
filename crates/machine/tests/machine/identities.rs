//! Whose a call is.

use crate::plans::shop;
use filrouge_machine::identity::{self, MOST_JOINED_AT_ONCE, Named, Resolution};
use filrouge_machine::{Apart, Id, Joined, Person, Ready};
use filrouge_plan::{Field, Identifier, Overflow, Type};
use std::collections::BTreeMap;

fn ready() -> Ready {
    let mut plan = shop(vec![]);
    let id = |name: &str, ty, max| {
        let ty = Type::Optional(Box::new(ty));
        Identifier::new(Field { name: name.into(), ty, bounds: Default::default(), category: None }, max)
    };
    plan.profile.identifiers = vec![
        id("user_id", Type::String, 1),
        id("email", Type::Email, 20),
        Identifier { overflow: Overflow::Refuse, ..id("phone", Type::Phone, 1) },
        Identifier { merge: false, ..id("device", Type::String, 2) },
        Identifier { blocked: vec!["null".into()], ..id("anonymous_id", Type::String, 2) },
    ];
    Ready::of(plan).unwrap()
}

/// People by what they are known by: `user_id=u1 email=e1`; the later in the list, the younger.
fn people(known: &[&str]) -> BTreeMap<Id, Person> {
    let person = |(place, known): (usize, &&str)| {
        let mut person = Person { since: Some(place as i64), ..Person::default() };
        for (name, value) in known.split(' ').filter_map(|pair| pair.split_once('=')) {
            person.identifiers.entry(name.into()).or_default().push(value.into());
        }
        (Id(place as u128 + 1), person)
    };
    known.iter().enumerate().map(person).collect()
}

fn resolve(call: &str, people: &BTreeMap<Id, Person>, joins: bool) -> Resolution {
    let ready = ready();
    let owner = |name: &str, value: &str| {
        let has = |person: &Person| {
            person.identifiers.get(name).is_some_and(|known| known.iter().any(|known| known == value))
        };
        people.iter().find(|(_, person)| has(person)).map(|(id, _)| *id)
    };
    let named = |(name, value): (&str, &str)| Named {
        name: name.into(),
        value: value.into(),
        owner: owner(name, value),
    };
    let mut call: Vec<Named> = call.split(' ').filter_map(|pair| pair.split_once('=')).map(named).collect();
    let people: BTreeMap<Id, &Person> = people.iter().map(|(id, person)| (*id, person)).collect();
    let resolution = identity::resolve(&ready, call.clone(), &people, joins);
    call.reverse();
    assert_eq!(identity::resolve(&ready, call, &people, joins), resolution, "the order does not matter");
    resolution
}

fn joined(resolution: &Resolution) -> (Option<u128>, Vec<u128>) {
    (resolution.person.map(|id| id.0), resolution.joins.iter().map(|joining| joining.person.0).collect())
}

fn reasons(resolution: &Resolution) -> Vec<(&str, Apart)> {
    resolution.refused.iter().map(|refused| (refused.name.as_str(), refused.reason)).collect()
}

#[test]
fn an_anonymous_visitor_joins_the_account() {
    let known = people(&["anonymous_id=a1", "user_id=u1"]);
    let resolution = resolve("user_id=u1 anonymous_id=a1", &known, true);
    assert_eq!(joined(&resolution), (Some(2), vec![1]), "the account stays, though it is younger");
    assert_eq!(reasons(&resolution), []);
}

#[test]
fn of_two_who_are_equally_known_the_older_stays() {
    let known = people(&["email=e1", "anonymous_id=a1", "anonymous_id=a2"]);
    assert_eq!(joined(&resolve("anonymous_id=a2 anonymous_id=a1", &known, true)), (Some(2), vec![3]));
    assert_eq!(
        joined(&resolve("anonymous_id=a2 anonymous_id=a1 email=e1", &known, true)),
        (Some(1), vec![2, 3])
    );
}

#[test]
fn an_act_joins_nobody() {
    let known = people(&["anonymous_id=a1", "user_id=u1"]);
    let resolution = resolve("user_id=u1 anonymous_id=a1", &known, false);
    assert_eq!(
        (joined(&resolution), reasons(&resolution)),
        ((Some(2), vec![]), vec![("anonymous_id", Apart::NotSaid)])
    );
}

#[test]
fn two_accounts_never_join() {
    let known = people(&["user_id=u1 email=e1", "user_id=u2"]);
    let resolution = resolve("user_id=u2 email=e1", &known, true);
    assert_eq!(
        (joined(&resolution), reasons(&resolution)),
        ((Some(2), vec![]), vec![("email", Apart::AnotherAccount)])
    );
}

#[test]
fn a_second_account_on_one_device_is_a_second_person() {
    let known = people(&["user_id=u1 anonymous_id=a1"]);
    let resolution = resolve("user_id=u2 anonymous_id=a1", &known, true);
    assert_eq!(
        (joined(&resolution), &resolution.fresh[..]),
        ((None, vec![]), &[("user_id".into(), "u2".into())][..])
    );
    assert_eq!(reasons(&resolution), [("anonymous_id", Apart::AnotherAccount)]);
}

#[test]
fn a_shared_identifier_leads_only_when_it_is_alone() {
    let known = people(&["device=d1", "email=e1"]);
    assert_eq!(joined(&resolve("device=d1", &known, true)), (Some(1), vec![]));
    let resolution = resolve("device=d1 email=e1", &known, true);
    assert_eq!(
        (joined(&resolution), reasons(&resolution)),
        ((Some(2), vec![]), vec![("device", Apart::Shared)])
    );
    let resolution = resolve("device=d1 email=new", &known, true);
    assert_eq!(
        (joined(&resolution), reasons(&resolution)),
        ((None, vec![]), vec![("device", Apart::Shared)])
    );
}

#[test]
fn a_blocked_value_names_nobody() {
    let known = people(&["user_id=u1"]);
    let resolution = resolve("user_id=u1 anonymous_id=NULL", &known, true);
    assert_eq!((joined(&resolution), resolution.fresh.len()), ((Some(1), vec![]), 0));
    assert_eq!(reasons(&resolution), [("anonymous_id", Apart::Blocked)]);
}

#[test]
fn beyond_the_limit_the_oldest_gives_way_or_the_new_one_is_refused() {
    let known = people(&["user_id=u1 phone=1 anonymous_id=a1 anonymous_id=a2"]);
    let resolution = resolve("user_id=u1 phone=2 anonymous_id=a3", &known, true);
    assert_eq!(resolution.fresh, [("anonymous_id".into(), "a3".into())]);
    assert_eq!(reasons(&resolution), [("phone", Apart::Full)]);
    let known = people(&["user_id=u1 phone=1", "email=e1 phone=2"]);
    assert_eq!(reasons(&resolve("user_id=u1 email=e1", &known, true)), [("email", Apart::Full)]);
}

#[test]
fn a_flood_of_people_does_not_become_one() {
    let names: Vec<String> = (0..30).map(|number| format!("email=e{number}")).collect();
    let known = people(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let resolution = resolve(&names.join(" "), &known, true);
    assert_eq!(resolution.joins.len(), MOST_JOINED_AT_ONCE);
    assert!(resolution.refused.iter().all(|refused| refused.reason == Apart::Flood));
    let mut known = people(&["user_id=u1", "email=e1"]);
    let record = Joined { at: 0, until: 9, fields: Default::default() };
    let crowd = (100..200).map(|id| (Id(id), record.clone())).collect();
    known.get_mut(&Id(1)).unwrap().joined = crowd;
    assert_eq!(reasons(&resolve("user_id=u1 email=e1", &known, true)), [("email", Apart::Flood)]);
}

#[test]
fn whom_an_operator_has_separated_stay_apart() {
    for (one, other) in [(1, 2), (2, 1)] {
        let mut known = people(&["user_id=u1", "email=e1"]);
        known.get_mut(&Id(one)).unwrap().apart.insert(Id(other));
        assert_eq!(reasons(&resolve("user_id=u1 email=e1", &known, true)), [("email", Apart::Separated)]);
    }
}

#[test]
fn one_spelling_for_each_value() {
    assert_eq!(identity::normal(&Type::Email, " Lea@Example.COM "), "lea@example.com");
    assert_eq!(identity::normal(&Type::Phone, "0033 6 00.00-00(00)"), "+33600000000");
    assert_eq!(identity::normal(&Type::String, " U1 "), "U1");
}
