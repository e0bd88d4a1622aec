//! The profile and what hangs on it.

use crate::plans::*;
use crate::walker::Walker;
use filrouge_machine::{Identify, InputKind};
use filrouge_plan::Value;

#[test]
fn segments_follow_the_profile_at_once() {
    let arms = vec![when("french", in_segment("french"), done())];
    let mut walker = Walker::new(shop(vec![journey("french", "Ping", vec![wait_until("wait", arms, None)])]));
    walker.know("country", "BE");
    assert!(walker.person.segments.is_empty());
    walker.ping();
    walker.know("country", "FR");
    assert!(walker.person.segments.contains("french"));
    assert!(walker.is_out());
}

#[test]
fn an_update_is_seen_by_everybody_who_waits() {
    let arms = vec![when("moved", is(filrouge_plan::program::Root::Profile, COUNTRY, "BE".into()), done())];
    let waits = journey("waits", "Ping", vec![wait_until("wait", arms, None)]);
    let moves =
        journey("moves", "Session Started", vec![update("move", "country", constant("BE".into()), done())]);
    let mut walker = Walker::new(shop(vec![moves, waits]));
    walker.ping();
    walker.event("Session Started", vec![]);
    assert_eq!(
        walker.told()[2..],
        ["entered", "updated country", "exited completed", "resumed moved", "exited completed"]
    );
    assert!(walker.person.segments.is_empty());
}

#[test]
fn the_latest_values_of_an_identifier_are_kept() {
    let mut walker = Walker::new(shop(vec![]));
    for email in ["b@example.com", "c@example.com", "b@example.com"] {
        walker.know("email", email);
    }
    assert_eq!(walker.person.identifiers["email"], ["c@example.com", "b@example.com"]);
    assert_eq!(walker.person.profile[usize::from(EMAIL)], Value::from("b@example.com"));
}

#[test]
fn a_field_that_is_not_declared_is_kept_until_it_is() {
    let mut narrow = shop(vec![]);
    narrow.profile.fields.retain(|field| field.name != "points");
    let mut walker = Walker::new(narrow);
    let fields = vec![("points".to_owned(), Value::Int(5))];
    walker.input(InputKind::Identify(Identify { fields, ..Identify::default() }));
    assert_eq!(walker.person.undeclared["points"], Value::Int(5));
    walker.activate(shop(vec![]));
    assert_eq!(walker.person.profile[usize::from(POINTS)], Value::Int(5));
    assert!(walker.person.undeclared.is_empty());
}

#[test]
fn an_absent_value_forgets_a_field() {
    let mut walker = Walker::new(shop(vec![]));
    let fields = vec![("country".to_owned(), Value::Absent)];
    walker.input(InputKind::Identify(Identify { fields, ..Identify::default() }));
    assert!(walker.person.profile[usize::from(COUNTRY)].is_absent());
    assert!(walker.person.segments.is_empty());
}
