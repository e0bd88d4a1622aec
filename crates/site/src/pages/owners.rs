//! Owners, and what they answer for.

use super::Page;
use crate::known::Known;
use crate::links;
use crate::search::Entry;
use filrouge_plan::manifest::Owner;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

pub(super) fn page(known: &Known<'_>) -> Page {
    let all = &known.project.manifest.organisation.owners;
    let owners: Vec<Json> = all.iter().map(|own| owner(known, own)).collect();
    let entry = |own: &Owner| Entry {
        title: own.name.clone(),
        kind: known.word("owner"),
        url: links::declared("owner", &own.name),
        text: own.email.clone().unwrap_or_default(),
    };
    let entries = all.iter().map(entry).collect();
    Page::new("owners.html", "owners", known.word("owners"), json!({ "owners": owners }))
        .with_entries(entries)
}

fn owner(known: &Known<'_>, own: &Owner) -> Json {
    let journeys = known.project.manifest.processing.iter().flat_map(|purpose| &purpose.journeys);
    let journeys = journeys.filter(|journey| journey.owner.as_ref() == Some(&own.name));
    let journeys: BTreeSet<&String> = journeys.map(|journey| &journey.journey).collect();
    json!({
        "name": own.name,
        "anchor": links::anchor("owner", &own.name),
        "email": own.email,
        "journeys": known.declared("journey", journeys),
    })
}
