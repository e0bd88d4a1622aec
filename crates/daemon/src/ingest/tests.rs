//! Messages of the tracking API against a plan.

use super::{Envelope, ingest_of};
use filrouge_host::{Identifier, Ingest, Who};
use filrouge_intake::tracked;
use filrouge_machine::{Id, InputKind};
use filrouge_plan::{Basis, Bounds, EventSchema, Field, Identifier as Declared, Plan, Purpose, Type, Value};
use serde_json::{Value as Json, json};

const NOW: i64 = 1_795_000_000_000;

fn field(name: &str, ty: Type) -> Field {
    Field { name: name.into(), ty, bounds: Bounds::default(), category: None }
}

fn optional(name: &str, ty: Type) -> Field {
    field(name, Type::Optional(Box::new(ty)))
}

fn plan() -> Plan {
    let identifier = |name, ty| Declared::new(field(name, ty), 5);
    let empty = json!({
        "format": 2, "project": { "name": "shop", "timezone": "UTC", "locale": "en", "currency": "EUR" },
        "profile": { "identifiers": [], "fields": [], "retention": null },
        "events": [], "segments": [], "purposes": [], "retentions": [], "sources": [], "connectors": [], "channels": [],
        "templates": [], "journeys": [],
    });
    let mut plan: Plan = serde_json::from_value(empty).unwrap();
    plan.profile.identifiers = vec![
        identifier("user_id", Type::String),
        identifier("email", Type::Email),
        identifier("anonymous_id", Type::String),
    ];
    plan.profile.fields = vec![optional("first_name", Type::String), optional("age", Type::Int)];
    let event = |name: &str, fields| EventSchema { name: name.into(), fields, retention: None };
    plan.events = vec![
        event("Page Viewed", vec![optional("name", Type::String), optional("path", Type::String)]),
        event("Paid", vec![field("total", Type::Money)]),
    ];
    let purpose = |name: &str| Purpose {
        name: name.into(),
        data_use: None,
        basis: Basis::Consent,
        channels: vec![],
        expires: None,
        caps: vec![],
        notice: None,
        double_opt_in: None,
        signals: vec![],
    };
    plan.purposes = vec![purpose("marketing"), purpose("profiling")];
    plan
}

fn read(call: &str, message: &Json) -> Result<Vec<Ingest>, String> {
    read_under(&plan(), call, message)
}

fn read_under(plan: &Plan, call: &str, message: &Json) -> Result<Vec<Ingest>, String> {
    let envelope = json!({ "type": call, "message": message }).to_string();
    let envelope: Envelope = serde_json::from_str(&envelope).unwrap();
    let tracked = tracked(plan, "site", &envelope.tracking(NOW))?;
    Ok(tracked.told.into_iter().map(|told| ingest_of("site", told)).collect())
}

fn one(call: &str, message: &Json) -> Ingest {
    let mut inputs = read(call, message).unwrap();
    assert_eq!(inputs.len(), 1, "{inputs:?}");
    inputs.remove(0)
}

fn names(ingest: &Ingest) -> Vec<String> {
    let Who::Known(identifiers) = &ingest.who else { panic!("{ingest:?}") };
    identifiers.iter().map(|Identifier { name, value }| format!("{name}={value}")).collect()
}

#[test]
fn a_person_is_known_by_every_identifier_the_strongest_first() {
    let message = json!({
        "userId": 42, "anonymousId": "a1",
        "traits": { "email": "Lea@Example.com", "firstName": "Léa", "age": null, "shoe": 38 },
    });
    let input = one("identify", &message);
    assert_eq!(names(&input), ["user_id=42", "email=lea@example.com", "anonymous_id=a1"]);
    let InputKind::Identify(identify) = input.kind else { panic!() };
    assert_eq!(identify.fields, [("first_name".into(), "Léa".into()), ("age".into(), Value::Absent)]);
}

#[test]
fn the_user_id_is_the_strongest_identifier_of_a_project_that_has_no_other() {
    let mut plan = plan();
    plan.profile.identifiers.remove(0);
    let read = |id: &str| read_under(&plan, "identify", &json!({ "userId": id, "anonymousId": "a1" }));
    assert_eq!(names(&read("Lea@Example.com").unwrap()[0]), ["email=lea@example.com", "anonymous_id=a1"]);
    assert_eq!(read("u1").unwrap_err(), "`email` is not a valid email");
    plan.profile.identifiers.remove(0);
    let anonymous = read_under(&plan, "identify", &json!({ "userId": "u1" }));
    assert_eq!(anonymous.unwrap_err(), "the message names nobody: give `userId` or `anonymousId`");
}

#[test]
fn an_alias_joins_the_former_name() {
    let input = one("alias", &json!({ "userId": "u1", "previousId": "a1" }));
    assert_eq!(names(&input), ["user_id=u1", "anonymous_id=a1"]);
}

#[test]
fn the_id_of_an_input_follows_from_source_and_message_id() {
    let message =
        |id: &str| json!({ "userId": "u1", "messageId": id, "event": "Paid", "properties": { "total": 3 } });
    let first = one("track", &message("m1"));
    assert_eq!(first.id, Id::of(&["site", "m1", "event"]));
    assert_eq!(first.id, one("track", &message("m1")).id);
    assert_ne!(first.id, one("track", &message("m2")).id);
}

#[test]
fn pages_are_events_when_they_are_declared_and_screens_are_left_out_when_they_are_not() {
    let page = one("page", &json!({ "userId": "u1", "name": "Home", "properties": { "path": "/" } }));
    let InputKind::Event(event) = page.kind else { panic!() };
    assert_eq!((event.name.as_str(), event.fields), ("Page Viewed", vec!["Home".into(), "/".into()]));
    assert_eq!(read("screen", &json!({ "userId": "u1", "name": "Home" })), Ok(vec![]));
}

#[test]
fn a_grant_counts_when_it_is_given_and_a_refusal_always() {
    let consent = json!({ "consent": { "categoryPreferences": { "marketing": true, "profiling": false } } });
    let granted = |call: &str, event: &str| -> Vec<(String, bool)> {
        let properties = json!({ "total": 1 });
        let message = json!({ "userId": "u1", "event": event, "properties": properties, "context": consent });
        let inputs = read(call, &message).unwrap();
        let decisions = inputs.into_iter().filter_map(|input| match input.kind {
            InputKind::Consent(consent) => Some((consent.purpose, consent.granted)),
            _ => None,
        });
        decisions.collect()
    };
    let both = vec![("marketing".to_owned(), true), ("profiling".to_owned(), false)];
    assert_eq!(granted("identify", ""), both);
    assert_eq!(granted("track", "Segment Consent Preference Updated"), both);
    assert_eq!(granted("track", "Paid"), [("profiling".to_owned(), false)]);
}

#[test]
fn an_error_names_the_field_and_never_what_was_in_it() {
    let message = json!({ "userId": "u1", "event": "Paid", "properties": { "total": "secret@example.com" } });
    assert_eq!(read("track", &message).unwrap_err(), "`total` is not a valid money");
    let message = json!({ "userId": { "secret": 1 }, "event": "Paid" });
    assert_eq!(read("track", &message).unwrap_err(), "`user_id` is not a text");
}

#[test]
fn of_a_message_that_is_too_long_only_the_start_goes_into_quarantine() {
    let message = json!({ "userId": "u1", "event": "Paid", "properties": { "note": "é".repeat(40_000) } });
    let envelope = json!({ "type": "track", "message": message }).to_string();
    let envelope: Envelope = serde_json::from_str(&envelope).unwrap();
    assert!(tracked(&plan(), "site", &envelope.tracking(NOW)).is_err());
    let kept = envelope.to_bytes();
    assert!(kept.len() < 2_000, "{} bytes", kept.len());
    let again: Envelope = serde_json::from_slice(&kept).unwrap();
    assert_eq!(
        tracked(&plan(), "site", &again.tracking(NOW)),
        Err("the message is not a JSON object".to_owned())
    );
}

#[test]
fn obligation_14_global_privacy_control_refuses_without_being_asked_and_before_all_else() {
    let mut plan = plan();
    plan.purposes[1].signals = vec![filrouge_plan::Signal::Gpc];
    let message =
        json!({ "userId": "u1", "event": "Paid", "properties": { "total": 3 }, "context": { "gpc": true } });
    let inputs = read_under(&plan, "track", &message).unwrap();
    let [refusal, event] = inputs.as_slice() else { panic!("{inputs:?}") };
    let InputKind::Consent(consent) = &refusal.kind else { panic!("{refusal:?}") };
    assert_eq!((consent.purpose.as_str(), consent.granted, &consent.channel), ("profiling", false, &None));
    assert_eq!(consent.method(), filrouge_machine::Method::Gpc);
    assert!(matches!(event.kind, InputKind::Event(_)));
    for silent in [json!(false), Json::Null] {
        let message = json!({ "userId": "u1", "event": "Paid", "properties": { "total": 3 }, "context": { "gpc": silent } });
        assert_eq!(read_under(&plan, "track", &message).unwrap().len(), 1);
    }
    for (name, value, is_one) in [("Sec-GPC", "1", true), ("sec-gpc", "0", false), ("dnt", "1", false)] {
        assert_eq!(filrouge_intake::is_opt_out(name, value), is_one, "{name}: {value}");
    }
}
