//! The first page: who, what, how much.

use super::Page;
use crate::known::Known;
use crate::links;
use crate::search::Entry;
use filrouge_picture::{Options, Overlay, estate, svg};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

pub(super) fn page(known: &Known<'_>) -> Page {
    let (plan, organisation) = (known.plan(), &known.project.manifest.organisation);
    let own = &plan.project;
    let defaults = [Some(&own.timezone), Some(&own.locale), own.currency.as_ref()];
    let defaults: Vec<&str> = defaults.into_iter().flatten().map(String::as_str).collect();
    let about = json!({
        "organisation": organisation,
        "defaults": defaults.join(", "),
        "figures": figures(known),
        "journeys": plan.journeys.iter().map(|own| journey(known, &own.name)).collect::<Vec<_>>(),
        "estate": picture(known),
    });
    Page::new("index.html", "overview", known.word("overview"), about).with_entries(entries(known))
}

fn figures(known: &Known<'_>) -> Vec<Json> {
    let plan = known.plan();
    let counts = [
        (plan.journeys.len(), "journeys", "index.html#journeys"),
        (plan.segments.len(), "segments", "segments.html"),
        (plan.events.len(), "events", "data.html"),
        (plan.purposes.len(), "purposes", "purposes.html"),
        (plan.connectors.len(), "recipients", "recipients.html"),
        (known.project.tests.len(), "tests", "tests.html"),
    ];
    let figure = |(count, key, url): (usize, &str, &str)| json!({ "count": count, "word": known.word(key), "url": url });
    counts.into_iter().map(figure).collect()
}

fn journey(known: &Known<'_>, name: &str) -> Json {
    let about = known.about(name);
    let coverage = known.project.coverage.journeys.iter().find(|own| own.journey == name);
    json!({
        "name": name,
        "url": links::journey(name),
        "description": about.get("description"),
        "owner": about.get("owner"),
        "purposes": known.purposes_of(name),
        "percent": coverage.map_or(0, |own| own.percent()),
    })
}

/// The estate, each node a link to what tells of it.
fn picture(known: &Known<'_>) -> String {
    let graph = estate(known.plan(), known.places(), known.language);
    let links: BTreeMap<String, String> = graph
        .nodes
        .iter()
        .filter_map(|node| {
            let address = node.address.clone()?;
            let (kind, name) = address.split_once('/')?;
            let url = match kind {
                "channel" => connector(known, name)?,
                "source" => return None,
                "journey" => links::journey(name.split('/').next().unwrap_or(name)),
                kind => links::declared(kind, name),
            };
            Some((address.clone(), url))
        })
        .collect();
    svg(&graph, &Overlay::default(), &Options { style: false, prefix: "estate".to_owned(), links })
}

fn connector(known: &Known<'_>, channel: &str) -> Option<String> {
    let channel = known.plan().channels.iter().find(|own| own.name == channel)?;
    Some(links::declared("connector", &channel.connector))
}

fn entries(known: &Known<'_>) -> Vec<Entry> {
    let entry = |name: &String| {
        let about = known.about(name);
        let text = about.get("description").and_then(Json::as_str).unwrap_or_default().to_owned();
        Entry { title: name.clone(), kind: known.word("journey"), url: links::journey(name), text }
    };
    known.plan().journeys.iter().map(|own| entry(&own.name)).collect()
}
