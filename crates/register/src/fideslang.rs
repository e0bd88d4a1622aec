//! The manifest in the words of fideslang: an organisation, a system for the project and one for each recipient, a dataset for
//! the profile and one for events, and a policy that allows what is declared and nothing else.

use crate::said::{kept, kept_for, listed};
use crate::yaml::yaml;
use filrouge_picture::Language::English;
use filrouge_plan::manifest::{Collected, Manifest, Processing, Recipient};
use filrouge_plan::{Basis, RetentionAction};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The manifest as YAML that fideslang reads.
#[must_use]
pub fn fideslang(manifest: &Manifest) -> String {
    let document = json!({
        "organization": [organisation(manifest)],
        "system": systems(manifest),
        "dataset": datasets(manifest),
        "policy": [policy(manifest)],
    });
    yaml(&document)
}

/// A key holds letters, digits and few signs: everything else becomes `_`.
fn key(parts: &[&str]) -> String {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
    let part = |part: &&str| {
        part.chars().map(|letter| if allowed(letter) { letter } else { '_' }).collect::<String>()
    };
    parts.iter().map(part).collect::<Vec<_>>().join(".")
}

fn own(manifest: &Manifest) -> String {
    key(&[&manifest.organisation.project])
}

fn organisation(manifest: &Manifest) -> Value {
    let organisation = &manifest.organisation;
    let dpo = organisation.dpo.as_ref().map(|email| json!({ "email": email }));
    json!({
        "fides_key": key(&[&organisation.project, "controller"]),
        "name": organisation.controller,
        "controller": { "name": organisation.controller },
        "data_protection_officer": dpo,
    })
}

fn systems(manifest: &Manifest) -> Vec<Value> {
    let recipients = manifest.recipients.iter();
    [system(manifest)].into_iter().chain(recipients.map(|recipient| outside(recipient, manifest))).collect()
}

fn system(manifest: &Manifest) -> Value {
    let project = own(manifest);
    let egress = manifest.recipients.iter().map(|to| {
        json!({ "fides_key": key(&[&project, &to.connector]), "type": "system", "data_categories": to.categories })
    });
    let declarations = manifest.processing.iter().map(|purpose| declaration(purpose, manifest));
    let organisation = &manifest.organisation;
    json!({
        "fides_key": project,
        "organization_fides_key": key(&[&organisation.project, "controller"]),
        "name": organisation.project,
        "description": format!("compiled by Filrouge {} from plan {}", manifest.compiler, manifest.plan),
        "system_type": "Application",
        "egress": egress.collect::<Vec<_>>(),
        "privacy_declarations": declarations.collect::<Vec<_>>(),
        "dataset_references": [key(&[&project, "profile"]), key(&[&project, "events"])],
        "responsibility": ["Controller"],
        "dpo": organisation.dpo,
        "legal_name": organisation.controller,
        "uses_profiling": !manifest.traits.is_empty(),
        "does_international_transfers": manifest.recipients.iter().any(|own| !is_home(own)),
    })
}

fn is_home(recipient: &Recipient) -> bool {
    recipient.country.as_deref().is_some_and(crate::places::is_in_eea)
}

fn declaration(purpose: &Processing, manifest: &Manifest) -> Value {
    let project = own(manifest);
    let categories: Vec<_> = purpose.categories.iter().map(|read| read.category.clone()).collect();
    let special = categories.iter().any(|category| crate::categories::is_special(category));
    let fields = purpose.categories.iter().flat_map(|read| &read.fields);
    let kept: BTreeSet<_> = fields.map(|field| kept_for(manifest, field, English)).collect();
    let shared: BTreeSet<_> =
        manifest.data_flows.iter().filter(|flow| flow.purpose == purpose.purpose).collect();
    let shared: BTreeSet<_> =
        shared.into_iter().flat_map(|flow| &flow.carries).filter_map(|read| read.category.clone()).collect();
    let egress: Vec<_> = purpose.recipients.iter().map(|to| key(&[&project, to])).collect();
    let mut declared = json!({
        "name": purpose.purpose,
        "data_categories": categories,
        "data_use": purpose.data_use.clone().unwrap_or_else(|| "functional".to_owned()),
        "dataset_references": [key(&[&project, "profile"]), key(&[&project, "events"])],
        "legal_basis_for_processing": basis(purpose.basis),
        "flexible_legal_basis_for_processing": false,
        "retention_period": listed(kept),
        "processes_special_category_data": special,
        "data_shared_with_third_parties": !purpose.recipients.is_empty(),
        "third_parties": purpose.recipients.join(", "),
        "shared_categories": shared,
    });
    let people: Vec<_> = purpose.subjects.iter().map(|own| own.replace('-', "_")).collect();
    let members =
        [("egress", egress), ("data_subjects", people)].into_iter().filter(|(_, own)| !own.is_empty());
    if let Some(declared) = declared.as_object_mut() {
        declared.extend(members.map(|(name, own)| (name.to_owned(), json!(own))));
    }
    declared
}

const fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Consent => "Consent",
        Basis::Contract => "Contract",
        Basis::LegalObligation => "Legal obligations",
        Basis::VitalInterests => "Vital interests",
        Basis::PublicTask => "Public interest",
        Basis::LegitimateInterests => "Legitimate interests",
    }
}

fn outside(recipient: &Recipient, manifest: &Manifest) -> Value {
    let responsibility = match recipient.role.as_deref() {
        Some("processor") => vec!["Processor"],
        Some(_) => vec!["Controller"],
        None => Vec::new(),
    };
    let organisation = key(&[&manifest.organisation.project, "controller"]);
    json!({
        "fides_key": key(&[&own(manifest), &recipient.connector]),
        "organization_fides_key": organisation,
        "name": recipient.connector,
        "system_type": "Third Party",
        "privacy_declarations": [],
        "responsibility": responsibility,
        "does_international_transfers": !is_home(recipient),
        "legal_basis_for_transfers": recipient.safeguards.iter().collect::<Vec<_>>(),
        "data_security_practices": recipient.agreement,
    })
}

/// The profile, and the events with one collection each.
fn datasets(manifest: &Manifest) -> Vec<Value> {
    let project = own(manifest);
    let dataset = |name: &str, collections: Vec<Value>| {
        json!({
            "fides_key": key(&[&project, name]),
            "organization_fides_key": key(&[&manifest.organisation.project, "controller"]),
            "name": name,
            "collections": collections,
        })
    };
    let profile = fields("profile", manifest);
    let events = manifest
        .retention
        .iter()
        .filter_map(|kept| Some((&kept.object, kept.object.strip_prefix("event/")?)));
    let names = events.filter(|(object, _)| !manifest.collected.iter().any(|own| own.field == **object));
    let events = names.filter_map(|(object, name)| {
        let fields = fields(object, manifest);
        (!fields.is_empty()).then(|| json!({ "name": name, "fields": fields }))
    });
    vec![
        dataset("profile", vec![json!({ "name": "people", "fields": profile })]),
        dataset("events", events.collect()),
    ]
}

/// The fields around which `around` stands, with the fields of their records inside them.
fn fields(around: &str, manifest: &Manifest) -> Vec<Value> {
    let prefix = format!("{around}/");
    let mut tree: BTreeMap<&str, &Collected> = BTreeMap::new();
    for own in &manifest.collected {
        if let Some(name) = own.field.strip_prefix(&prefix).filter(|rest| !rest.contains('/')) {
            tree.insert(name, own);
        }
    }
    tree.into_iter().map(|(name, own)| field(name, own, manifest)).collect()
}

fn field(name: &str, own: &Collected, manifest: &Manifest) -> Value {
    let mut members = Map::new();
    members.insert("name".to_owned(), name.into());
    if let Some(category) = &own.category {
        members.insert("data_categories".to_owned(), json!([category]));
    }
    let retention = kept(manifest, &own.field).and_then(|kept| kept.retention.as_ref());
    if retention.is_some_and(|retention| retention.then == RetentionAction::Erase) {
        members.insert(
            "description".to_owned(),
            format!("kept {}", kept_for(manifest, &own.field, English)).into(),
        );
    }
    let inner = fields(&own.field, manifest);
    if !inner.is_empty() {
        members.insert("fields".to_owned(), inner.into());
    }
    Value::Object(members)
}

/// What is not declared is forbidden: one rule for each category that is collected and the uses that it is declared for.
fn policy(manifest: &Manifest) -> Value {
    let mut uses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for purpose in &manifest.processing {
        let data_use = purpose.data_use.as_deref().unwrap_or("functional");
        for read in &purpose.categories {
            uses.entry(&read.category).or_default().insert(data_use);
        }
    }
    let rule = |(category, uses): (&str, BTreeSet<&str>)| {
        json!({
            "name": category,
            "data_categories": { "matches": "ANY", "values": [category] },
            "data_uses": { "matches": "NONE", "values": uses },
            "data_subjects": { "matches": "ANY", "values": ["customer"] },
        })
    };
    json!({
        "fides_key": key(&[&own(manifest), "declared"]),
        "organization_fides_key": key(&[&manifest.organisation.project, "controller"]),
        "name": "declared uses",
        "description": "a category is used for what the project declares, and for nothing else",
        "rules": uses.into_iter().map(rule).collect::<Vec<_>>(),
    })
}
