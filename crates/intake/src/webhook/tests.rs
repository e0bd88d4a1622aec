//! Calls of services, read by mappings.

use super::*;
use filrouge_machine::InputKind;
use filrouge_plan::ask::AskedFor;
use filrouge_plan::source::{Confirmation, Located, Telling, Told as When};
use filrouge_plan::{Basis, Bounds, EventSchema, Field, Identifier, Purpose, Type, Value};
use serde_json::json;

const NOW: i64 = 1_795_000_000_000;

fn field(name: &str, ty: Type) -> Field {
    Field { name: name.into(), ty, bounds: Bounds::default(), category: None }
}

fn plan() -> Plan {
    let mut plan: Plan = serde_json::from_value(json!({
        "format": 2, "project": { "name": "shop", "timezone": "UTC", "locale": "en", "currency": "EUR" },
        "profile": { "identifiers": [], "fields": [], "retention": null },
        "events": [], "segments": [], "purposes": [], "retentions": [], "sources": [], "connectors": [],
        "channels": [], "templates": [], "journeys": [],
    }))
    .unwrap();
    plan.profile.identifiers = vec![
        Identifier::new(field("user_id", Type::String), 5),
        Identifier::new(field("email", Type::Email), 5),
    ];
    plan.profile.fields = vec![field("age", Type::Optional(Box::new(Type::Int)))];
    let fields =
        vec![field("order_id", Type::String), field("total", Type::Money), field("kind", Type::String)];
    plan.events = vec![EventSchema { name: "Paid".into(), fields, retention: None }];
    let channels = vec!["email".to_owned()];
    let basis = Basis::Consent;
    plan.purposes = vec![Purpose {
        name: "news".into(),
        data_use: None,
        basis,
        channels,
        expires: None,
        caps: vec![],
        notice: None,
        double_opt_in: None,
        signals: vec![],
    }];
    plan
}

fn body(pointer: &str) -> Place {
    Place::Body(pointer.into())
}

fn located(name: &str, pointer: &str) -> Located {
    Located { name: name.into(), place: body(pointer) }
}

fn paid() -> Mapping {
    Mapping {
        tells: Telling::Event("Paid".into()),
        each: None,
        when: vec![When { place: Place::Header("x-topic".into()), is: Some(Value::from("orders/paid")) }],
        id: Some(body("/id")),
        at: Some(body("/at")),
        person: vec![located("email", "/customer/email")],
        fields: vec![located("order_id", "/id"), located("total", "/total")],
        set: vec![("kind".into(), Value::from("web"))],
    }
}

fn call(body: Json) -> Call {
    let headers = [("x-topic", "orders/paid"), ("authorization", "secret")];
    let headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Call { headers, body }
}

fn read(mappings: &[Mapping], body: Json) -> Vec<Result<Vec<Told>, String>> {
    let parts = parts(mappings, &call(body)).unwrap();
    parts.iter().map(|part| told(&plan(), ("shop", mappings), part, NOW)).collect()
}

fn one(mappings: &[Mapping], body: Json) -> Told {
    let mut read = read(mappings, body).remove(0).unwrap();
    assert_eq!(read.len(), 1, "{read:?}");
    read.remove(0)
}

fn why(mapping: Mapping, body: Json) -> String {
    read(&[mapping], body).remove(0).unwrap_err()
}

fn order() -> Json {
    json!({ "id": 7, "total": "12.50", "at": "2026-01-01T00:00:00Z", "customer": { "email": "Lea@Example.com" } })
}

#[test]
fn an_event_is_told_by_what_stands_in_its_places() {
    let told = one(&[paid()], order());
    assert_eq!(told.who, [("email".to_owned(), "lea@example.com".to_owned())]);
    assert_eq!(told.at, 1_767_225_600_000);
    let InputKind::Event(event) = told.kind else { panic!() };
    let total = Value::Money("12.50".parse().unwrap(), "EUR".into());
    assert_eq!(event.fields, [Value::from("7"), total, Value::from("web")]);
}

#[test]
fn a_call_whose_conditions_do_not_hold_tells_nothing() {
    let mut other = paid();
    other.when = vec![When { place: body("/test"), is: None }];
    assert_eq!(read(&[other], order()), [Ok(vec![])]);
}

#[test]
fn a_condition_compares_texts_numbers_and_truth_also_as_forms_spell_them() {
    let holds = |is: Value, found: Json| {
        let mut mapping = paid();
        mapping.when = vec![When { place: body("/x"), is: Some(is) }];
        let mut order = order();
        order["x"] = found;
        read(&[mapping], order).remove(0).unwrap().len() == 1
    };
    assert!(holds(Value::from("a"), json!("a")) && !holds(Value::from("a"), json!("A")));
    assert!(
        holds(Value::Int(3), json!(3)) && holds(Value::Int(3), json!("3")) && !holds(Value::Int(3), json!(4))
    );
    assert!(holds(Value::Bool(true), json!(true)) && holds(Value::Bool(true), json!("true")));
    assert!(!holds(Value::Bool(false), Json::Null) && !holds(Value::from("1"), json!(1)));
}

#[test]
fn what_does_not_fit_is_told_with_its_place_and_without_what_was_there() {
    let without = |pointer: &str, value: Json| {
        let mut order = order();
        *order.pointer_mut(pointer).unwrap() = value;
        why(paid(), order)
    };
    assert_eq!(without("/total", json!("lea@secret.example")), "`total` is not a valid money, at `/total`");
    assert_eq!(without("/total", Json::Null), "`total` is missing, at `/total`");
    assert_eq!(without("/customer", json!({})), "it names nobody at `/customer/email`");
    assert_eq!(without("/customer/email", json!("x")), "`email` is not a valid email, at `/customer/email`");
}

#[test]
fn the_same_thing_sent_twice_is_one_thing() {
    let id = |change: fn(&mut Json, &mut Mapping)| {
        let (mut order, mut mapping) = (order(), paid());
        change(&mut order, &mut mapping);
        one(&[mapping], order).id
    };
    assert_eq!(id(|_, _| {}), id(|order, _| order["total"] = json!(3)));
    assert_ne!(id(|_, _| {}), id(|order, _| order["id"] = json!(8)));
    assert_eq!(id(|_, mapping| mapping.id = None), id(|_, mapping| mapping.id = None));
    assert_ne!(
        id(|_, mapping| mapping.id = None),
        id(|order, mapping| {
            mapping.id = None;
            order["total"] = json!(3);
        })
    );
}

#[test]
fn a_list_tells_a_thing_for_each_item_and_each_has_its_own_fate() {
    let mut mapping = paid();
    mapping.each = Some(String::new());
    let mut bad = order();
    bad["total"] = json!("x");
    let read = read(&[mapping.clone()], json!([order(), bad, order()]));
    assert!(matches!(read.as_slice(), [Ok(_), Err(_), Ok(_)]), "{read:?}");
    mapping.id = Some(Place::Header("x-topic".into()));
    let ids: Vec<_> = self::read(&[mapping.clone()], json!([order(), order()]))
        .into_iter()
        .map(|told| told.unwrap().remove(0).id)
        .collect();
    assert_ne!(ids[0], ids[1], "one header for two items");
    assert_eq!(parts(&[mapping], &call(json!({}))), Err("the body is no list".to_owned()));
}

#[test]
fn a_list_that_is_not_there_holds_nothing() {
    let mut mapping = paid();
    mapping.each = Some("/items".into());
    assert_eq!(parts(&[mapping], &call(json!({}))), Ok(vec![]));
}

#[test]
fn of_the_headers_only_those_that_are_read_are_kept() {
    let parts = parts(&[paid()], &call(order())).unwrap();
    assert_eq!(parts[0].headers.keys().collect::<Vec<_>>(), ["x-topic"]);
    let again: Part = serde_json::from_str(&serde_json::to_string(&parts[0]).unwrap()).unwrap();
    assert_eq!(again, parts[0]);
}

#[test]
fn a_profile_keeps_what_the_call_does_not_tell() {
    let mapping = Mapping {
        tells: Telling::Profile,
        when: vec![],
        fields: vec![located("age", "/customer/age")],
        set: vec![],
        ..paid()
    };
    let fields = |order: Json| {
        let InputKind::Identify(identify) = one(std::slice::from_ref(&mapping), order).kind else { panic!() };
        identify.fields
    };
    assert_eq!(fields(order()), []);
    let mut told = order();
    told["customer"]["age"] = json!(41);
    assert_eq!(fields(told.clone()), [("age".to_owned(), Value::Int(41))]);
    told["customer"]["age"] = Json::Null;
    assert_eq!(fields(told), [("age".to_owned(), Value::Absent)]);
}

#[test]
fn a_refusal_is_never_a_grant() {
    let tells = Telling::Refusal { purpose: "news".into(), channel: Some("email".into()) };
    let mapping = Mapping { tells, when: vec![], fields: vec![], set: vec![], ..paid() };
    let InputKind::Consent(consent) = one(&[mapping], order()).kind else { panic!() };
    assert_eq!(
        (consent.purpose.as_str(), consent.channel.as_deref(), consent.granted),
        ("news", Some("email"), false)
    );
    assert_eq!(consent.evidence, "webhook shop");
}

#[test]
fn a_confirmation_names_a_task_and_is_about_nobody() {
    let told = Confirmation {
        right: AskedFor::Erase,
        connector: "desk".into(),
        task: Place::Header("x-job".into()),
        kept: Some("job".into()),
        refused: vec![When { place: body("/status"), is: Some(Value::from("failed")) }],
    };
    let when = vec![When { place: body("/type"), is: Some(Value::from("erasure")) }];
    let tells = Telling::Confirmation(told);
    let mappings =
        [Mapping { tells, when, id: None, at: None, person: vec![], fields: vec![], set: vec![], ..paid() }];
    let heard = |body: Json, job: Option<&str>| {
        let headers = job.map(|job| ("x-job".to_owned(), job.to_owned())).into_iter().collect();
        let part = parts(&mappings, &Call { headers, body }).unwrap().remove(0);
        assert_eq!(super::told(&plan(), ("desk", &mappings), &part, NOW), Ok(vec![]), "no input comes of it");
        let heard = confirmed(&mappings, &part);
        heard.iter().map(|task| (task.value.clone(), task.refused)).collect::<Vec<_>>()
    };
    let done = json!({ "type": "erasure", "status": "done" });
    assert_eq!(heard(done.clone(), Some("j1")), [(Some("j1".to_owned()), false)]);
    assert_eq!(heard(done, None), [(None, false)]);
    assert_eq!(
        heard(json!({ "type": "erasure", "status": "failed" }), Some("7")),
        [(Some("7".to_owned()), true)]
    );
    assert_eq!(heard(json!({ "type": "export" }), Some("j1")), []);
}

#[test]
fn a_moment_is_a_text_or_a_count_since_1970() {
    let at = |moment: Json| {
        let mut order = order();
        order["at"] = moment;
        one(&[paid()], order).at
    };
    for same in
        [json!(1_767_225_600), json!(1_767_225_600_000_i64), json!("1767225600"), json!("1767225600.000005")]
    {
        assert_eq!(at(same.clone()), 1_767_225_600_000, "{same}");
    }
    for unknown in [json!("yesterday"), Json::Null, json!({}), json!(9_999_999_999_999_999_i64)] {
        assert_eq!(at(unknown.clone()), NOW, "{unknown}");
    }
}

#[test]
fn two_mappings_of_one_event_are_two_inputs() {
    let mut friend = paid();
    friend.person = vec![located("user_id", "/id")];
    let told = read(&[paid(), friend], order()).remove(0).unwrap();
    assert_eq!(told.len(), 2);
    assert_ne!(told[0].id, told[1].id);
}
