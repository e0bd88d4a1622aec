//! A part of the project that nobody answers for.

use crate::statutes::Statutes;
use filrouge_model::{Journey, Model, Opt, Owner, Reference};
use filrouge_report::{Findings, rule};
use filrouge_source::{Span, Spanned};

rule! {
    /// A part of the project that nobody answers for.
    pub struct WithoutOwner {
        /// What has none: ``the purpose `news` ``.
        what: String,
        /// Whether the project names nobody at all.
        nobody: bool,
        place: Span,
    }
    slug: "without-owner", severity: Error, since: "0.1",
    message: format!("nobody answers for {what}"),
    at: place => "who?".to_owned(),
    help: Some(if *nobody {
        "add `owner NAME email=\"name@shop.example\"`; who is alone answers for everything".to_owned()
    } else {
        "add `owner NAME` with one of the owners of the project".to_owned()
    }),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    let Some(project) = &law.model.project else { return };
    match project.owners.len() {
        0 => findings.push(WithoutOwner { what: "the project".to_owned(), nobody: true, place: project.at }),
        1 => {}
        _ => orphans(law.model).into_iter().for_each(|finding| findings.push(finding)),
    }
}

/// A part with its kind, its name, its place and its owner.
type Part<'m> = (&'static str, &'m Spanned<Box<str>>, Span, &'m Opt<Reference<Owner>>);

fn orphans(model: &Model) -> Vec<WithoutOwner> {
    let journeys = model.journeys.values().filter(|own| !is_led(own, model));
    let journeys = journeys.map(|own| -> Part<'_> { ("journey", &own.name, own.at, &own.owner) });
    let purposes = model.purposes.values().map(|own| ("purpose", &own.name, own.at, &own.owner));
    let connectors = model.connectors.values().map(|own| ("connector", &own.name, own.at, &own.owner));
    let all = journeys.chain(purposes).chain(connectors).filter(|(.., owner)| owner.is_absent());
    all.map(|(kind, name, place, _)| WithoutOwner {
        what: format!("the {kind} `{}`", name.value),
        nobody: false,
        place,
    })
    .collect()
}

/// Whether the owner of its purpose answers for a journey.
fn is_led(journey: &Journey, model: &Model) -> bool {
    let purpose = journey.purpose.value().and_then(|purpose| model.purposes.of(purpose));
    purpose.is_some_and(|purpose| !purpose.owner.is_absent())
}
