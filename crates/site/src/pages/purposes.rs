//! Purposes: why the project may contact people or use data.

use super::Page;
use crate::known::Known;
use crate::links;
use crate::search::Entry;
use filrouge_plan::manifest::{CategoryRead, ConsentAsked, Processing, WithdrawalRoute};
use filrouge_plan::{Basis, Purpose};
use serde_json::{Value as Json, json};

pub(super) fn page(known: &Known<'_>) -> Page {
    let all = &known.project.manifest.processing;
    let purposes: Vec<Json> = all.iter().map(|own| purpose(known, own)).collect();
    let entry = |own: &Processing| Entry {
        title: own.purpose.clone(),
        kind: known.word("purpose"),
        url: links::declared("purpose", &own.purpose),
        text: own.data_use.clone().unwrap_or_default(),
    };
    let entries = all.iter().map(entry).collect();
    Page::new("purposes.html", "purposes", known.word("purposes"), json!({ "purposes": purposes }))
        .with_entries(entries)
}

fn purpose(known: &Known<'_>, own: &Processing) -> Json {
    let asked = known.project.manifest.consents.iter().find(|asked| asked.purpose == own.purpose);
    let declared = known.plan().purposes.iter().find(|purpose| purpose.name == own.purpose);
    let category = |own: &CategoryRead| json!({ "name": own.category, "fields": known.fields(&own.fields) });
    json!({
        "name": own.purpose,
        "anchor": links::anchor("purpose", &own.purpose),
        "description": own.description,
        "stands": known.stated(&own.stands),
        "basis": known.word(basis(own.basis)),
        "use": own.data_use,
        "channels": declared.map_or_else(String::new, |purpose| purpose.channels.join(", ")),
        "notice": asked.and_then(|asked| asked.notice.as_ref()).map(|notice| &notice.path),
        "expires": declared.and_then(|Purpose { expires, .. }| *expires).map(|length| known.length(length)),
        "withdrawal": asked.map(withdrawal),
        "journeys": known.declared("journey", own.journeys.iter().map(|own| &own.journey)),
        "recipients": known.declared("connector", &own.recipients),
        "events": known.declared("event", &own.events),
        "categories": own.categories.iter().map(category).collect::<Vec<_>>(),
    })
}

const fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Consent => "basis_consent",
        Basis::Contract => "basis_contract",
        Basis::LegalObligation => "basis_legal",
        Basis::VitalInterests => "basis_vital",
        Basis::PublicTask => "basis_task",
        Basis::LegitimateInterests => "basis_interests",
    }
}

/// `email: one-click, api; sms: link, api`.
fn withdrawal(asked: &ConsentAsked) -> String {
    let route = |route: &WithdrawalRoute| match route {
        WithdrawalRoute::OneClick => "one-click",
        WithdrawalRoute::Link => "link",
        WithdrawalRoute::Api => "api",
    };
    let routes = asked.withdrawal.iter().map(|own| {
        format!("{}: {}", own.channel, own.routes.iter().map(route).collect::<Vec<_>>().join(", "))
    });
    routes.collect::<Vec<_>>().join("; ")
}
