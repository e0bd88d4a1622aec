//! A trait over a time for which its events are not kept.

use crate::patience::Limit;
use filrouge_model::{Event, Model, Reference, Trait};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A trait over a time for which its events are not kept.
    pub struct WindowOutlivesRetention { event: String, place: Span, kept: Span }
    slug: "window-outlives-retention", severity: Error, since: "0.1",
    shown: Refused,
    message: format!("the event `{event}` is not kept for as long as the trait looks back"),
    at: place => "longer than that".to_owned(),
    also: [kept => "kept for this long".to_owned()],
    help: Some("look back less far, or keep the event longer".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for own in model.traits.values() {
        own.on.value().into_iter().chain(own.then.value()).for_each(|on| check_one(own, on, model, findings));
    }
}

fn check_one(own: &Trait, on: &Reference<Event>, model: &Model, findings: &mut Findings) {
    let Some(event) = model.events.of(on) else { return };
    let Some(limit) = Limit::of(&event.retain) else { return };
    let windows = [own.within.get(), own.lasting.get()];
    let Some(window) = windows.into_iter().flatten().find(|window| limit.is_outlived_by(window.value)) else {
        return;
    };
    let event = event.name.value.to_string();
    findings.push(WindowOutlivesRetention { event, place: window.span, kept: limit.at });
}
