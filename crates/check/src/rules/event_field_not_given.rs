//! An emitted event without a field that it must have.

use filrouge_model::{Action, Model};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// An emitted event without a field that it must have.
    pub struct EventFieldNotGiven { event: String, fields: Vec<String>, place: Span, declared: Vec<Span> }
    slug: "event-field-not-given", severity: Error, since: "0.1",
    message: format!(
        "the event `{event}` is emitted without {}",
        fields.iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(", ")
    ),
    at: place => "incomplete".to_owned(),
    also: [declared => "declared without `?`".to_owned()],
    help: Some("give each of them a value, or make it optional with `?`".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for step in model.journeys.values().flat_map(|journey| journey.steps.values()) {
        let Action::Emit(emit) = &step.action else { continue };
        let Some(event) = emit.event.as_ref().and_then(|event| model.events.of(event)) else { continue };
        let missing = event.fields.iter().filter(|field| {
            let required = field.ty.as_ref().is_some_and(|ty| !ty.value.is_optional());
            required && !emit.set.iter().any(|value| value.name.value == field.name.value)
        });
        let missing: Vec<_> = missing.collect();
        if !missing.is_empty() {
            findings.push(EventFieldNotGiven {
                event: event.name.value.to_string(),
                fields: missing.iter().map(|field| field.name.value.to_string()).collect(),
                place: step.at,
                declared: missing.iter().map(|field| field.name.span).collect(),
            });
        }
    }
}
