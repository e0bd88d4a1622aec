//! People as bytes.

use crate::plans::shop;
use filrouge_machine::{NotAPerson, Person, Ready};
use filrouge_plan::Value;

#[test]
fn a_field_whose_type_has_changed_is_kept_aside() {
    let ready = Ready::of(shop(vec![])).unwrap();
    let mut person = Person { profile: vec![Value::Absent; 7], ..Person::default() };
    person.profile[5] = Value::Int(5);
    let bytes = person.encode(&ready);
    let mut plan = shop(vec![]);
    plan.profile.fields[3].ty = filrouge_plan::Type::String;
    let other = Person::decode(&Ready::of(plan).unwrap(), &bytes).unwrap();
    assert_eq!(other.undeclared["points"], Value::Int(5));
    assert!(other.profile[5].is_absent());
}

#[test]
fn damage_is_told_apart_from_a_newer_format() {
    let ready = Ready::of(shop(vec![])).unwrap();
    assert!(matches!(Person::decode(&ready, &[]), Err(NotAPerson::Format(None))));
    assert!(matches!(Person::decode(&ready, &[9, b'{']), Err(NotAPerson::Format(Some(9)))));
    let mut bytes = Person::default().encode(&ready);
    bytes.truncate(20);
    let damaged = Person::decode(&ready, &bytes).unwrap_err();
    assert!(damaged.to_string().starts_with("the stored person is damaged"));
}
