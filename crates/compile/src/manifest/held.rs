//! Which data there is, where it comes from, and where it lies.

use super::ground::{Ground, sorted};
use filrouge_model::{Field, Profile};
use filrouge_plan::manifest::{Collected, DataFlow, FieldRead, Kept, Origin, Reached, Recipient, Store};
use filrouge_plan::source::{Mapping, Telling};
use filrouge_plan::{Retention, RetentionAction, RetentionClock, SourceKind, address};
use std::collections::BTreeSet;

/// Every field of the profile and of events, sorted.
pub(super) fn collected(ground: &Ground<'_>) -> Vec<Collected> {
    let mut all = Vec::new();
    let profile = ground.model.profile.iter().flat_map(Profile::all_fields);
    profile.for_each(|field| add("profile", field, &mut all, ground));
    for event in ground.model.events.values() {
        let around = address::declared("event", &event.name.value);
        event.fields.iter().for_each(|field| add(&around, field, &mut all, ground));
    }
    all.sort();
    all
}

fn add(around: &str, field: &Field, all: &mut Vec<Collected>, ground: &Ground<'_>) {
    let address = format!("{around}/{}", field.name.value);
    field.fields.iter().for_each(|inner| add(&address, inner, all, ground));
    let category = category(&address, ground);
    all.push(Collected { field: address, category, stands: ground.stands(field.at) });
}

fn category(field: &str, ground: &Ground<'_>) -> Option<String> {
    let read = ground.fields.reads(&BTreeSet::from([field.to_owned()]));
    read.into_iter().next().and_then(|FieldRead { category, .. }| category)
}

/// Where data comes in, sorted.
pub(super) fn origins(ground: &Ground<'_>) -> Vec<Origin> {
    let sources = sorted(&ground.model.sources, |source| &source.name);
    let origin = |own: &filrouge_model::Source| {
        let plan = ground.plan.sources.iter().find(|plan| *plan.name == *own.name.value)?;
        let (kind, tells) = match &plan.kind {
            SourceKind::Http { .. } => ("http", BTreeSet::new()),
            SourceKind::Webhook { tells, .. } => ("webhook", tells.iter().flat_map(told).collect()),
        };
        Some(Origin {
            source: plan.name.clone(),
            kind: kind.to_owned(),
            tells: tells.into_iter().collect(),
            stands: ground.stands(own.at),
        })
    };
    sources.into_iter().filter_map(origin).collect()
}

/// Addresses of what a mapping tells.
fn told(mapping: &Mapping) -> Vec<String> {
    match &mapping.tells {
        Telling::Event(event) => vec![address::declared("event", event)],
        Telling::Profile => {
            mapping.fields.iter().map(|field| address::declared("profile", &field.name)).collect()
        }
        Telling::Refusal { purpose, .. } => vec![address::declared("purpose", purpose)],
        Telling::Reply { channel, stopped, .. } => {
            let event = stopped.iter().map(|event| address::declared("event", event));
            event.chain([address::declared("channel", channel)]).collect()
        }
        Telling::Confirmation(told) => vec![address::declared("connector", &told.connector)],
    }
}

/// What the daemon keeps about people beside their profiles, found through the profile.
const KEPT: [&str; 4] = ["audit", "consents", "events", "messages"];

/// Where data about people lies, sorted.
pub(super) fn stores(
    collected: &[Collected],
    flows: &[DataFlow],
    recipients: &[Recipient],
    retention: &[Kept],
    ground: &Ground<'_>,
) -> Vec<Store> {
    let mut all = vec![profiles(collected, retention, ground), quarantine(collected, retention)];
    all.extend(KEPT.iter().map(|name| kept(name, collected, flows, retention)));
    all.extend(recipients.iter().map(|own| outside(own, flows, ground)));
    all.sort_by(|one, other| one.store.cmp(&other.store));
    all
}

fn categories<'c>(fields: impl Iterator<Item = &'c Option<String>>) -> Vec<String> {
    let known: BTreeSet<_> = fields.flatten().cloned().collect();
    known.into_iter().collect()
}

/// The categories of the fields whose addresses begin so.
fn below(prefix: &str, collected: &[Collected]) -> Vec<String> {
    let own = collected.iter().filter(|own| own.field.starts_with(prefix));
    categories(own.map(|own| &own.category))
}

fn declared<'k>(object: &str, retention: &'k [Kept]) -> Option<&'k Kept> {
    retention.iter().find(|kept| kept.object == object)
}

fn profiles(collected: &[Collected], retention: &[Kept], ground: &Ground<'_>) -> Store {
    let names =
        ground.plan.profile.identifiers.iter().map(|own| address::declared("profile", &own.field.name));
    let found_by: BTreeSet<_> = names.collect();
    let own = declared("profile", retention).filter(|kept| kept.retention.is_some());
    let own = own.or_else(|| declared("store/profiles", retention));
    inside("profiles", found_by.into_iter().collect(), below("profile/", collected), own)
}

/// What was refused lies there as it came in: nobody knows whose it is.
fn quarantine(collected: &[Collected], retention: &[Kept]) -> Store {
    inside("quarantine", Vec::new(), below("", collected), declared("store/quarantine", retention))
}

fn kept(name: &str, collected: &[Collected], flows: &[DataFlow], retention: &[Kept]) -> Store {
    let categories = match name {
        "events" => below("event/", collected),
        "messages" => categories(flows.iter().flat_map(|flow| &flow.carries).map(|read| &read.category)),
        "audit" => {
            let read = flows.iter().flat_map(|flow| flow.carries.iter().chain(&flow.decided_by));
            categories(read.map(|read| &read.category))
        }
        _ => Vec::new(),
    };
    let own = declared(&address::declared("store", name), retention).or_else(|| with_the_person(retention));
    inside(name, vec![address::declared("store", "profiles")], categories, own)
}

/// What has no time of its own goes with the profile, unless that is put away and not erased.
fn with_the_person(retention: &[Kept]) -> Option<&Kept> {
    let is_erased = |own: &Retention| own.then != RetentionAction::Archive;
    declared("profile", retention).filter(|kept| kept.retention.as_ref().is_some_and(is_erased))
}

fn inside(name: &str, found_by: Vec<String>, categories: Vec<String>, kept: Option<&Kept>) -> Store {
    let retention: Option<Retention> = kept.and_then(|kept| kept.retention.clone());
    let stands = kept.map(|kept| kept.stands.clone());
    let store = address::declared("store", name);
    Store { store, found_by, categories, retention, reached: Reached::Itself, stands }
}

/// At a recipient a person is found by the address that it is sent to, or by whatever it is told.
fn outside(recipient: &Recipient, flows: &[DataFlow], ground: &Ground<'_>) -> Store {
    let name = &recipient.connector;
    let channels = ground.plan.channels.iter().filter(|channel| channel.connector == *name);
    let addresses = channels.filter_map(|channel| super::flows::address_field(channel, ground));
    let asked = flows.iter().filter(|flow| flow.to == *name && flow.channel.is_none());
    let told = asked.flat_map(|flow| &flow.carries).map(|read| read.field.clone());
    let found_by: BTreeSet<_> = addresses.chain(told).collect();
    Store {
        store: address::declared("connector", name),
        found_by: found_by.into_iter().collect(),
        categories: recipient.categories.clone(),
        retention: recipient.keeps.map(|keep| Retention {
            keep,
            since: RetentionClock::Collection,
            then: RetentionAction::Erase,
        }),
        reached: Reached::Asked,
        stands: Some(recipient.stands.clone()),
    }
}
