//! Schemas that are exported are JSON Schema, and mean the same when an event imports them.

#![expect(clippy::panic, reason = "helpers of tests fail as tests do")]

use filrouge_compile::{analyse, lower, schemas};
use filrouge_plan::Plan;
use filrouge_source::Sources;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const EVENT: &str = r#"
event "Everything Happened" {
    label "Every type there is"
    name string min=1 max=20
    yes bool
    count int? min=0
    score decimal min=-1.5 max=100
    price money
    paid money?
    day date
    at datetime?
    lasted duration
    mail email category="user.contact.email"
    call phone? category="user.contact.phone_number"
    site url?
    land country
    speech locale?
    zone timezone
    coin currency?
    place point? category="user.location.precise"
    plan enum free pro
    tier enum? gold silver
    items list max=9 { sku string; price decimal?; tags list string }
    marks list? int
    owner record { team string; level int? }
    retain "13mo"
}
"#;

fn compiled(event: &str, files: &BTreeMap<String, Value>) -> (Plan, BTreeMap<String, Value>) {
    let mut sources = Sources::new();
    for (path, schema) in files {
        sources.add(path.clone(), schema.to_string());
    }
    let project = include_str!("../../spec/src/prelude/project.kdl");
    let profile = include_str!("../../spec/src/prelude/profile.kdl");
    sources.add("filrouge.kdl", format!("{project}\n{profile}\n{event}"));
    let analysis = analyse(sources);
    let told: Vec<_> = analysis.findings.iter().map(|finding| &finding.message).collect();
    let checked = analysis.checked.as_ref().unwrap_or_else(|| panic!("{told:?}"));
    (lower(checked, &analysis.sources, None).plan, schemas(checked))
}

#[test]
fn an_exported_event_is_the_same_event_when_it_is_imported() {
    let (declared, exported) = compiled(EVENT, &BTreeMap::new());
    let path = "events/everything-happened.json";
    let import = format!("event \"Everything Happened\" from={path:?} {{ retain \"13mo\"; }}");
    let (imported, again) = compiled(&import, &exported);
    // Members of JSON have no order of their own; those of records are compared in the schemas below.
    let flat = |plan: &Plan| {
        let fields = plan.events[0].fields.iter().filter(|field| !field.ty.to_string().contains("record"));
        let mut fields: Vec<_> = fields.cloned().collect();
        fields.sort();
        fields
    };
    assert_eq!(flat(&imported), flat(&declared));
    let without_label = |mut schema: Value| {
        schema.as_object_mut().unwrap().remove("description");
        schema
    };
    assert_eq!(without_label(again[path].clone()), without_label(exported[path].clone()));
}

#[test]
fn a_validator_takes_what_the_declaration_takes_and_nothing_else() {
    let (_, exported) = compiled(EVENT, &BTreeMap::new());
    for schema in exported.values() {
        jsonschema::meta::validate(schema).unwrap();
    }
    let validator = jsonschema::draft202012::new(&exported["events/everything-happened.json"]).unwrap();
    let good = json!({
        "name": "a", "yes": true, "score": 2.5, "price": 12.5, "day": "2026-01-31", "lasted": "PT1H",
        "mail": "lea@example.com", "land": "FR", "zone": "Europe/Paris", "plan": "free", "tier": null,
        "items": [{ "sku": "a", "tags": [] }], "owner": { "team": "growth" }, "more": 1,
    });
    assert!(
        validator.is_valid(&good),
        "{:?}",
        validator.iter_errors(&good).map(|it| it.to_string()).collect::<Vec<_>>()
    );
    let bad = [
        ("name", json!("")),
        ("name", Value::Null),
        ("yes", json!("yes")),
        ("count", json!(-1)),
        ("score", json!(101)),
        ("plan", json!("gold")),
        ("price", json!({ "currency": "EUR" })),
        ("items", json!([{ "tags": [] }])),
        ("owner", json!({})),
        ("place", json!({ "lat": 91, "lon": 0 })),
        ("marks", json!(["one"])),
    ];
    for (name, value) in bad {
        let mut event = good.clone();
        event[name] = value.clone();
        assert!(!validator.is_valid(&event), "`{name}` may be {value}");
    }
}

#[test]
fn events_whose_names_differ_only_in_spelling_have_files_of_their_own() {
    let two = "event \"Cart Updated\" { cart_id string; }\nevent \"cart-updated\" { cart_id string; }\n";
    let (_, exported) = compiled(two, &BTreeMap::new());
    let paths: Vec<_> = exported.keys().map(String::as_str).collect();
    assert_eq!(paths, ["events/cart-updated-2.json", "events/cart-updated.json", "profile.json"]);
}
