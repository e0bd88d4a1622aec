//! The manifest as linked data, in the Data Privacy Vocabulary 2 of the W3C's community group. Terms are those of DPV and of its
//! GDPR extension; identifiers are addresses of the project below a base that names nothing on the web.

use crate::said::kept;
use filrouge_plan::manifest::{Manifest, Processing, Recipient, Right};
use filrouge_plan::{Basis, Period, Retention, RetentionAction};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The manifest as JSON-LD, with its context inside: nothing is fetched to read it.
#[must_use]
pub fn dpv(manifest: &Manifest) -> String {
    let graph: Vec<Value> = [controller(manifest), project(manifest)]
        .into_iter()
        .chain(manifest.processing.iter().map(|own| process(own, manifest)))
        .chain(manifest.recipients.iter().map(recipient))
        .chain(categories(manifest))
        .collect();
    let document = json!({ "@context": context(), "@graph": graph });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn context() -> Value {
    json!({
        "dpv": "https://w3id.org/dpv#",
        "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
        "dcterms": "http://purl.org/dc/terms/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    })
}

/// What an address of the project is called here: a URN, its blanks and signs written out.
fn id(kind: &str, name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'/');
    let written = name
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") });
    format!("urn:filrouge:{kind}:{}", written.collect::<String>())
}

fn reference(id: &str) -> Value {
    json!({ "@id": id })
}

fn controller(manifest: &Manifest) -> Value {
    let own = &manifest.organisation;
    let mut node = json!({
        "@id": id("controller", &own.project),
        "@type": "dpv:DataController",
        "dpv:hasName": own.controller,
    });
    if let Some(dpo) = &own.dpo {
        add(
            &mut node,
            "dpv:hasDataProtectionOfficer",
            json!({ "@type": "dpv:DataProtectionOfficer", "dpv:hasContact": dpo }),
        );
    }
    if let Some(authority) = &own.authority {
        add(
            &mut node,
            "dpv:hasAuthority",
            json!({ "@type": "dpv:DataProtectionAuthority", "dpv:hasName": authority }),
        );
    }
    node
}

fn add(node: &mut Value, key: &str, value: Value) {
    if let Some(members) = node.as_object_mut() {
        members.insert(key.to_owned(), value);
    }
}

fn project(manifest: &Manifest) -> Value {
    let own = &manifest.organisation;
    let processes: Vec<_> =
        manifest.processing.iter().map(|own| reference(&id("purpose", &own.purpose))).collect();
    let mut node = json!({
        "@id": id("project", &own.project),
        "@type": "dpv:Process",
        "dcterms:title": own.project,
        "dcterms:identifier": manifest.hash(),
        "dpv:hasDataController": reference(&id("controller", &own.project)),
        "dpv:hasProcess": processes,
    });
    if let Some(time) = &manifest.built_at {
        add(&mut node, "dcterms:created", json!({ "@type": "xsd:dateTime", "@value": time }));
    }
    node
}

fn process(own: &Processing, manifest: &Manifest) -> Value {
    let data: Vec<_> = own.categories.iter().map(|read| reference(&category(&read.category))).collect();
    let recipients: Vec<_> = own.recipients.iter().map(|to| reference(&id("connector", to))).collect();
    let acts = ["dpv:Collect", "dpv:Store", "dpv:Use", "dpv:Transmit"].map(reference);
    let rights: Vec<_> = own.rights.iter().map(|own| reference(right(*own))).collect();
    let ground = basis(own.basis).map(reference);
    let mut node = json!({
        "@id": id("purpose", &own.purpose),
        "@type": "dpv:Process",
        "dcterms:title": own.purpose,
        "dcterms:source": format!("{}:{}", own.stands.file, own.stands.line),
        "dpv:hasDataController": reference(&id("controller", &manifest.organisation.project)),
        "dpv:hasPurpose": purpose(own),
        "dpv:hasLegalBasis": ground,
        "dpv:hasProcessing": acts,
        "dpv:hasPersonalData": data,
        "dpv:hasDataSubject": reference("dpv:DataSubject"),
        "dpv:hasRecipient": recipients,
        "dpv:hasStorageCondition": storage(own, manifest),
        "dpv:hasRight": rights,
    });
    if let Some(notice) = &own.notice {
        let kind = if own.basis == Basis::Consent { "dpv:ConsentNotice" } else { "dpv:PrivacyNotice" };
        add(
            &mut node,
            "dpv:hasNotice",
            json!({ "@type": kind, "dcterms:source": notice.path, "dcterms:identifier": notice.sha256 }),
        );
    }
    if own.basis == Basis::Consent {
        add(&mut node, "dpv:hasConsentControl", reference("dpv:WithdrawConsent"));
    }
    node
}

/// A purpose of the project's own, with the key of fideslang as its notation.
fn purpose(own: &Processing) -> Value {
    let mut node = json!({ "@type": "dpv:Purpose", "skos:prefLabel": own.purpose });
    if let Some(data_use) = &own.data_use {
        add(&mut node, "skos:notation", data_use.as_str().into());
    }
    if let Some(description) = &own.description {
        add(&mut node, "dcterms:description", description.as_str().into());
    }
    node
}

/// The ground, in general and in the GDPR.
const fn basis(basis: Basis) -> [&'static str; 2] {
    match basis {
        Basis::Consent => ["dpv:Consent", "eu-gdpr:A6-1-a"],
        Basis::Contract => ["dpv:Contract", "eu-gdpr:A6-1-b"],
        Basis::LegalObligation => ["dpv:LegalObligation", "eu-gdpr:A6-1-c"],
        Basis::VitalInterests => ["dpv:VitalInterest", "eu-gdpr:A6-1-d"],
        Basis::PublicTask => ["dpv:PublicInterest", "eu-gdpr:A6-1-e"],
        Basis::LegitimateInterests => ["dpv:LegitimateInterest", "eu-gdpr:A6-1-f"],
    }
}

const fn right(right: Right) -> &'static str {
    match right {
        Right::Withdrawal => "eu-gdpr:A7-3",
        Right::Access => "eu-gdpr:A15",
        Right::Rectification => "eu-gdpr:A16",
        Right::Erasure => "eu-gdpr:A17",
        Right::Restriction => "eu-gdpr:A18",
        Right::Portability => "eu-gdpr:A20",
        Right::Objection => "eu-gdpr:A21",
    }
}

/// How long the data of the purpose is kept, each length once, with what it is about.
fn storage(own: &Processing, manifest: &Manifest) -> Vec<Value> {
    let mut lengths: BTreeMap<(String, &str), BTreeSet<String>> = BTreeMap::new();
    for read in &own.categories {
        for field in &read.fields {
            let Some(retention) = kept(manifest, field).and_then(|kept| kept.retention.as_ref()) else {
                continue;
            };
            lengths
                .entry((duration(retention.keep), end(retention)))
                .or_default()
                .insert(category(&read.category));
        }
    }
    let condition = |((length, end), about): ((String, &str), BTreeSet<String>)| {
        json!({
            "@type": ["dpv:StorageDuration", end],
            "dpv:hasDuration": { "@type": "xsd:duration", "@value": length },
            "dpv:isApplicableFor": about.iter().map(|own| reference(own)).collect::<Vec<_>>(),
        })
    };
    lengths.into_iter().map(condition).collect()
}

/// What becomes of it at the end; an archive is a condition of storage like any other.
const fn end(retention: &Retention) -> &'static str {
    match retention.then {
        RetentionAction::Erase => "dpv:StorageDeletion",
        RetentionAction::Anonymise | RetentionAction::Archive => "dpv:StorageCondition",
    }
}

/// A period as XML Schema and ISO 8601 write it.
fn duration(period: Period) -> String {
    let Period { months, days, millis } = period;
    let date = [(months / 12, 'Y'), (months % 12, 'M'), (days, 'D')];
    let date: String = date
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count}{unit}"))
        .collect();
    let seconds = millis / 1_000;
    let time = if seconds > 0 { format!("T{seconds}S") } else { String::new() };
    if date.is_empty() && time.is_empty() { "PT0S".to_owned() } else { format!("P{date}{time}") }
}

fn recipient(own: &Recipient) -> Value {
    let kind = match own.role.as_deref() {
        Some("processor") => json!(["dpv:Recipient", "dpv:DataProcessor"]),
        Some("controller") => json!(["dpv:Recipient", "dpv:DataController"]),
        _ => json!("dpv:Recipient"),
    };
    let mut node =
        json!({ "@id": id("connector", &own.connector), "@type": kind, "dpv:hasName": own.connector });
    if let Some(country) = &own.country {
        let key = if crate::places::is_in_eea(country) { "dpv:hasCountry" } else { "dpv:hasThirdCountry" };
        add(&mut node, key, json!({ "@type": "dpv:Country", "dcterms:identifier": country }));
    }
    if let Some(agreement) = &own.agreement {
        add(
            &mut node,
            "dpv:hasLegalMeasure",
            json!({ "@type": "dpv:LegalAgreement", "dcterms:identifier": agreement }),
        );
    }
    node
}

fn category(key: &str) -> String {
    id("category", key)
}

/// Categories are those of fideslang: kinds of personal data, each below the one around it.
fn categories(manifest: &Manifest) -> Vec<Value> {
    let used = manifest.processing.iter().flat_map(|own| &own.categories).map(|read| read.category.as_str());
    let received = manifest.recipients.iter().flat_map(|own| &own.categories).map(String::as_str);
    let keys: BTreeSet<_> = used.chain(received).collect();
    let kind = |key: &str| match crate::categories::is_special(key) {
        true => "dpv:SpecialCategoryPersonalData",
        false => "dpv:PersonalData",
    };
    let node = |key: &str| json!({ "@id": category(key), "@type": kind(key), "skos:notation": key });
    keys.into_iter().map(node).collect()
}
