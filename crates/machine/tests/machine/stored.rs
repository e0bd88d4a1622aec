//! People as bytes.

use crate::plans::*;
use crate::properties::Dice;
use crate::traits::{fold, within};
use crate::walker::{WHO, moment};
use filrouge_machine::*;
use filrouge_plan::*;
use serde::Serialize;
use serde_json::{Value as Json, json, to_value};
use std::collections::BTreeMap;

/// Somebody as format 1 had them, with something in almost every field.
const OLD: &str = include_str!("person-1.json");

fn ready() -> Ready {
    Ready::of(shop(vec![])).unwrap()
}

/// Somebody of the shop, whose profile is declared.
fn person(dice: &mut Dice) -> Person {
    let country = [Value::Absent, Value::from("FR"), Value::from("DE")];
    let mut person = dice.person();
    person.profile = vec![Value::Absent; 7];
    person.profile[usize::from(COUNTRY)] = country[dice.below(3)].clone();
    person.profile[usize::from(POINTS)] = Value::Int(dice.of(&[0, -1, i64::MAX]));
    person
}

#[test]
fn people_come_back_as_they_were_and_equal_ones_are_equal_bytes() {
    let ready = ready();
    for seed in 0..2_000 {
        let person = person(&mut Dice(seed));
        let bytes = person.encode(&ready);
        let again = Person::decode(&ready, &bytes).unwrap();
        assert_eq!(again, person, "seed {seed}");
        assert_eq!(again.encode(&ready), bytes, "seed {seed}");
    }
}

/// The sign of nothing is kept too, and the zeros at the end: both can be seen in a message.
#[test]
fn numbers_come_back_as_they_are_written() {
    let ready = ready();
    for text in ["-0.00", "0", "1.50", "-79228162514264337593543950335", "0.0000000000000000000000000001"] {
        let decimal = text.parse::<rust_decimal::Decimal>().unwrap();
        let mut person = Person { profile: vec![Value::Absent; 7], ..Person::default() };
        person.undeclared.insert("amount".to_owned(), Value::Decimal(decimal));
        let again = Person::decode(&ready, &person.encode(&ready)).unwrap();
        let Value::Decimal(read) = again.undeclared["amount"] else { panic!("{again:?}") };
        assert_eq!(read.unpack(), decimal.unpack(), "{text}");
    }
}

#[test]
fn whatever_is_kept_for_a_trait_comes_back() {
    let mut plan = shop(vec![]);
    plan.traits = vec![within(fold("often", FoldKind::Count, Type::Int), days(30), None)];
    let ready = Ready::of(plan).unwrap();
    let mut person = Person::default();
    let event = Event { name: "Ping".into(), fields: vec![Value::Int(1)], at: None };
    let input = Input { id: Id(1), at: moment("2026-03-02T10:00:00+01:00"), kind: InputKind::Event(event) };
    let _ = filrouge_machine::step(&ready, WHO, &mut person, &input);
    let made = person.traits["often"].made.clone();
    for seed in 0..2_000 {
        let kept = Dice(seed).kept();
        person.traits.insert("often".to_owned(), Tracked { made: made.clone(), kept });
        let again = Person::decode(&ready, &person.encode(&ready)).unwrap();
        assert_eq!(again.traits, person.traits);
    }
}

#[test]
fn more_names_than_the_table_has_places_for() {
    let ready = ready();
    let mut person = Person { profile: vec![Value::Absent; 7], ..Person::default() };
    let names = (0..5_000).map(|number| format!("segment-{}", number % 3_000));
    person.identifiers.insert("email".to_owned(), names.collect());
    let bytes = person.encode(&ready);
    assert_eq!(Person::decode(&ready, &bytes).unwrap(), person);
    person.identifiers.get_mut("email").unwrap().truncate(3_000);
    let once = person.encode(&ready);
    assert!(bytes.len() - once.len() < 2_000 * 5, "{} and {}", bytes.len(), once.len());
}

#[test]
fn a_person_is_small() {
    let ready = ready();
    assert_eq!(Person { profile: vec![Value::Absent; 7], ..Person::default() }.encode(&ready), [2, 0, 0]);
    let old = [&[1], OLD.as_bytes()].concat();
    let new = Person::decode(&ready, &old).unwrap().encode(&ready);
    assert!(new.len() * 2 < old.len(), "{} of {}", new.len(), old.len());
}

#[test]
fn people_of_format_1_are_read() {
    let person = Person::decode(&ready(), &[&[1], OLD.as_bytes()].concat()).unwrap();
    let old: Json = serde_json::from_str(OLD).unwrap();
    let are = |name: &str, new: Json| assert_eq!(old[name], new, "{name}");
    assert_eq!(old["profile"], to_value(&person.undeclared).unwrap());
    are("identifiers", to_value(&person.identifiers).unwrap());
    are("consents", flat(&person.consents));
    are("segments", to_value(&person.segments).unwrap());
    are("instances", to_value(&person.instances).unwrap());
    are("entries", flat(&person.entries));
    are("sent_for", flat(&person.sent));
    are("flights", to_value(&person.flights).unwrap());
    are("departed", to_value(&person.departed).unwrap());
    are("assignments", flat(&person.assignments));
    are("backfills", flat(&person.backfills));
    are("awaited", to_value(&person.awaited).unwrap());
    are("awaited_under", to_value(&person.awaited_under).unwrap());
    are("entered", to_value(&person.entered).unwrap());
    are("wake", to_value(person.wake).unwrap());
    are("rhythm", to_value(&person.rhythm).unwrap());
    are("last_activity", to_value(person.last_activity).unwrap());
    are("since", to_value(person.since).unwrap());
    are("joined", to_value(&person.joined).unwrap());
    are("apart", to_value(&person.apart).unwrap());
}

#[test]
fn messages_that_were_counted_before_purposes_have_none() {
    let older = OLD.replacen('{', r#"{"sent":{"sms":[1,2]},"#, 1);
    let person = Person::decode(&ready(), &[&[1], older.as_bytes()].concat()).unwrap();
    assert_eq!(person.sent[&("sms".to_owned(), String::new())], [1, 2]);
}

fn flat<T: Serialize>(map: &BTreeMap<(String, String), T>) -> Json {
    map.iter().map(|((first, second), value)| json!([first, second, value])).collect()
}

#[test]
fn a_field_whose_type_has_changed_is_kept_aside() {
    let ready = ready();
    let mut person = Person { profile: vec![Value::Absent; 7], ..Person::default() };
    person.profile[5] = Value::Int(5);
    let bytes = person.encode(&ready);
    let mut plan = shop(vec![]);
    plan.profile.fields[3].ty = Type::String;
    let other = Person::decode(&Ready::of(plan).unwrap(), &bytes).unwrap();
    assert_eq!(other.undeclared["points"], Value::Int(5));
    assert!(other.profile[5].is_absent());
}

#[test]
fn a_profile_is_found_whatever_the_order_of_the_schema() {
    let (dice, ready) = (&mut Dice(7), ready());
    let mut person = person(dice);
    person.profile[0] = Value::from("user-1");
    let bytes = person.encode(&ready);
    let mut plan = shop(vec![]);
    plan.profile.fields.reverse();
    plan.profile.fields.push(field("shoe", Type::Optional(Box::new(Type::Int))));
    let turned = Ready::of(plan).unwrap();
    let other = Person::decode(&turned, &bytes).unwrap();
    assert_eq!((&other.profile[3], &other.profile[7]), (&person.profile[5], &Value::Absent));
    assert_eq!(Person::decode(&ready, &other.encode(&turned)).unwrap(), person);
}

#[test]
fn damage_is_told_apart_from_a_newer_format() {
    let ready = ready();
    assert_eq!(Person::decode(&ready, &[]), Err(NotAPerson::Format(None)));
    assert_eq!(Person::decode(&ready, &[9, b'{']), Err(NotAPerson::Format(Some(9))));
    let mut bytes = person(&mut Dice(3)).encode(&ready);
    bytes.truncate(20);
    let damaged = Person::decode(&ready, &bytes).unwrap_err();
    assert!(damaged.to_string().starts_with("the stored person is damaged at byte "), "{damaged}");
    let old = Person::decode(&ready, &[1, b'{', b'}']).unwrap_err();
    assert_eq!(old.to_string(), "the stored person is damaged at byte 2");
}

#[test]
fn whatever_the_bytes_are_they_are_refused_or_read() {
    let (ready, dice) = (ready(), &mut Dice(1));
    let mut read = 0;
    for _ in 0..20_000 {
        let mut bytes = person(dice).encode(&ready);
        for _ in 0..=dice.below(3) {
            damage(dice, &mut bytes);
        }
        if let Ok(person) = Person::decode(&ready, &bytes) {
            read += 1;
            let again = person.encode(&ready);
            assert_eq!(Person::decode(&ready, &again), Ok(person));
        }
    }
    assert!((200..19_000).contains(&read), "{read}");
}

/// Changes something behind the format.
fn damage(dice: &mut Dice, bytes: &mut Vec<u8>) {
    let at = 1 + dice.below(bytes.len() - 1);
    match dice.below(4) {
        0 => bytes.truncate(at.max(2)),
        1 => bytes.insert(at, dice.of(&[0, 1, 0x7f, 0x80, 0xff])),
        2 if bytes.len() > 2 => drop(bytes.remove(at)),
        _ => bytes[at] ^= 1 << dice.below(8),
    }
}

/// Few bytes do not stand for much memory: no long text is referred to, no list is made longer than what is there.
#[test]
fn bytes_that_promise_more_than_they_hold_are_refused() {
    let ready = ready();
    let huge = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
    assert!(Person::decode(&ready, &[&[2][..], &huge].concat()).is_err());
    let nested = [&[2, 1, 4, b'a'][..], &[11, 1].repeat(100_000), &[0, 0]].concat();
    assert!(Person::decode(&ready, &nested).is_err());
    let long = "x".repeat(65);
    let text = [&[2, 2, 0x84, 2][..], long.as_bytes(), &[0, 1, 0, 0]].concat();
    assert!(Person::decode(&ready, &text).is_err(), "a long text is no name");
}
