//! A wait after which the data that is needed is gone.

use crate::patience::{Lengths, Limit, crossings, longest};
use filrouge_model::{Action, Event, Journey, Model, Step};
use filrouge_plan::program::Root;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A wait after which the data that is needed is gone.
    pub struct WaitOutlivesRetention {
        /// Whose data: ``the event `Cart Updated` ``.
        what: String,
        place: Span,
        /// Where the data is needed.
        needed: Span,
        /// Where it is said how long it is kept.
        kept: Span,
    }
    slug: "wait-outlives-retention", severity: Error, since: "0.1",
    shown: Refused,
    message: format!("behind this wait {what} is no longer kept, and it is needed"),
    at: place => "people wait longer than that".to_owned(),
    also: [needed => "needed here".to_owned(), kept => "kept for this long".to_owned()],
    help: Some("wait less, keep the data longer, or do without it".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let lengths = &Lengths::of(model);
    for journey in model.journeys.values() {
        let event = journey.entry_event().and_then(|event| model.events.of(event));
        let entry = event.and_then(|event| Some((event, Limit::of(&event.retain)?)));
        let profile = model.profile.as_ref().and_then(|profile| Limit::of(&profile.retain));
        // Nearly no journey lasts so long; how long it does is found out once for both.
        let longest = longest(journey, lengths);
        if let Some((event, limit)) = entry.filter(|(_, limit)| limit.is_passed_by(longest)) {
            check_entry(journey, (event, limit), lengths, model, findings);
        }
        if let Some(limit) = profile.filter(|limit| limit.is_passed_by(longest)) {
            check_profile(journey, limit, lengths, findings);
        }
    }
}

fn check_entry(
    journey: &Journey,
    (event, limit): (&Event, Limit),
    lengths: &Lengths,
    model: &Model,
    findings: &mut Findings,
) {
    let needs = |step: &Step| {
        let read = step.expressions().into_iter().find_map(|read| Some(read.slots(Root::Entry).next()?.1));
        read.or_else(|| template_read(step, model))
    };
    if let Some((place, needed)) = crossings(journey, &limit, lengths, needs) {
        let what = format!("the event `{}`", event.name.value);
        findings.push(WaitOutlivesRetention { what, place, needed, kept: limit.at });
    }
}

/// The template of a send that reads the entry.
fn template_read(step: &Step, model: &Model) -> Option<Span> {
    let Action::Send(send) = &step.action else { return None };
    let template = send.template.as_ref()?;
    let mut reads = model.templates.of(template)?.variants.values().flat_map(|variant| &variant.reads);
    reads.any(|path| path.starts_with("entry.")).then_some(template.name.span)
}

fn check_profile(journey: &Journey, limit: Limit, lengths: &Lengths, findings: &mut Findings) {
    let needs = |step: &Step| match &step.action {
        // Whatever is sent needs the person's address.
        Action::Send(_) | Action::Update(_) => Some(step.at),
        _ => step.expressions().into_iter().find_map(|read| Some(read.slots(Root::Profile).next()?.1)),
    };
    if let Some((place, needed)) = crossings(journey, &limit, lengths, needs) {
        let what = "the profile".to_owned();
        findings.push(WaitOutlivesRetention { what, place, needed, kept: limit.at });
    }
}
