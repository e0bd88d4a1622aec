//! Recipients: who gets data, and which.

use super::Page;
use crate::known::Known;
use crate::links;
use crate::search::Entry;
use filrouge_picture::{Kind, Options, Overlay, data, svg};
use filrouge_plan::manifest::Recipient;
use filrouge_plan::{Connector, ConnectorKind, Secret, address};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// Every connector, also one that receives nothing yet.
pub(super) fn page(known: &Known<'_>) -> Page {
    let recipients: Vec<Json> = known.plan().connectors.iter().map(|own| recipient(known, own)).collect();
    let entry = |own: &Connector| Entry {
        title: own.name.clone(),
        kind: known.word("recipient"),
        url: links::declared("connector", &own.name),
        text: String::new(),
    };
    let entries = known.plan().connectors.iter().map(entry).collect();
    let about = json!({ "picture": picture(known), "recipients": recipients });
    Page::new("recipients.html", "recipients", known.word("recipients"), about).with_entries(entries)
}

fn picture(known: &Known<'_>) -> String {
    let graph = data(known.project.manifest, known.language);
    let link = |kind: Kind, address: &str| match kind {
        Kind::Field => links::field(address),
        _ => address.split_once('/').map_or_else(String::new, |(kind, name)| links::declared(kind, name)),
    };
    let nodes = graph.nodes.iter().filter_map(|node| Some((node.kind, node.address.clone()?)));
    let links: BTreeMap<String, String> =
        nodes.map(|(kind, address)| (address.clone(), link(kind, &address))).collect();
    svg(&graph, &Overlay::default(), &Options { style: false, prefix: "flow".to_owned(), links })
}

fn recipient(known: &Known<'_>, own: &Connector) -> Json {
    let manifest = known.project.manifest;
    let told: Option<&Recipient> = manifest.recipients.iter().find(|told| told.connector == own.name);
    let flows = manifest.data_flows.iter().filter(|flow| flow.to == own.name);
    let fields: BTreeSet<&String> = flows.flat_map(|flow| &flow.carries).map(|read| &read.field).collect();
    let place = address::declared("connector", &own.name);
    let about = |of: fn(&Recipient) -> Option<&String>| told.and_then(of);
    json!({
        "name": own.name,
        "anchor": links::anchor("connector", &own.name),
        "stands": known.stands(&place),
        "kind": kind(&own.kind),
        "role": about(|told| told.role.as_ref()).map_or(known.word("none"), String::as_str),
        "agreement": about(|told| told.agreement.as_ref()),
        "country": about(|told| told.country.as_ref()),
        "safeguards": about(|told| told.safeguards.as_ref()),
        "channels": told.map_or_else(String::new, |told| told.channels.join(", ")),
        "purposes": known.declared("purpose", told.iter().flat_map(|told| &told.purposes)),
        "fields": known.fields(fields),
        "secrets": secrets(known, &place),
    })
}

const fn kind(kind: &ConnectorKind) -> &'static str {
    match kind {
        ConnectorKind::Smtp { .. } => "smtp",
        ConnectorKind::Http { .. } => "http",
    }
}

/// Where secrets are read from. Their values are nowhere in a plan.
fn secrets(known: &Known<'_>, place: &str) -> Vec<String> {
    let own = known.plan().secrets().into_iter().filter(|(of, _)| of == place);
    let named = own.map(|(_, secret)| match secret {
        Secret::Env(name) => format!("env={name}"),
        Secret::File(path) => format!("file={path}"),
    });
    named.collect()
}
