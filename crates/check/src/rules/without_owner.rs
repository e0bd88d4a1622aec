//! A part of the project that nobody answers for. Where nobody is named, the controller does; where one is named, they do.

use crate::statutes::Statutes;
use crate::uses::events;
use filrouge_model::{Event, Id, Journey, Model, Opt, Owner, Reference};
use filrouge_report::{Findings, rule};
use filrouge_source::{Span, Spanned};
use std::collections::BTreeSet;

rule! {
    /// A part of the project that nobody answers for.
    pub struct WithoutOwner {
        /// What has none: ``the purpose `news` ``.
        what: String,
        /// The owners of the project.
        owners: Vec<String>,
        place: Span,
    }
    slug: "without-owner", severity: Error, since: "0.1",
    message: format!("nobody answers for {what}"),
    at: place => "who?".to_owned(),
    help: Some(format!(
        "add `owner{}NAME` with one of the owners of the project: {}",
        if what.starts_with("the event") { "=" } else { " " },
        owners.join(", ")
    )),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    let Some(project) = law.model.project.as_ref().filter(|project| project.owners.len() > 1) else { return };
    let owners: Vec<_> = project.owners.iter().map(|owner| format!("`{}`", owner.name.value)).collect();
    for (kind, name, place, _) in orphans(law.model) {
        let what = format!("the {kind} `{}`", name.value);
        findings.push(WithoutOwner { what, owners: owners.clone(), place });
    }
}

/// A part with its kind, its name, its place and its owner.
type Part<'m> = (&'static str, &'m Spanned<Box<str>>, Span, &'m Opt<Reference<Owner>>);

fn orphans(model: &Model) -> Vec<Part<'_>> {
    let journeys = model.journeys.values().filter(|own| !is_led(own, model));
    let journeys = journeys.map(|own| -> Part<'_> { ("journey", &own.name, own.at, &own.owner) });
    let purposes = model.purposes.values().map(|own| ("purpose", &own.name, own.at, &own.owner));
    let connectors = model.connectors.values().map(|own| ("connector", &own.name, own.at, &own.owner));
    let events = lonely(model).map(|own| ("event", &own.name, own.at, &own.owner));
    let all = journeys.chain(purposes).chain(connectors).chain(events);
    all.filter(|(.., owner)| owner.is_absent()).collect()
}

/// Events that no journey goes by and that name no purpose: of the others, those whose journeys and purposes they are answer.
fn lonely(model: &Model) -> impl Iterator<Item = &Event> {
    let used: BTreeSet<_> = model.journeys.values().flat_map(events).filter_map(|event| event.id).collect();
    let lonely = move |(id, event): &(Id<Event>, &Event)| !used.contains(id) && event.purposes.is_empty();
    model.events.iter().filter(lonely).map(|(_, event)| event)
}

/// Whether the owner of its purpose answers for a journey.
fn is_led(journey: &Journey, model: &Model) -> bool {
    let purpose = journey.purpose.value().and_then(|purpose| model.purposes.of(purpose));
    purpose.is_some_and(|purpose| !purpose.owner.is_absent())
}
