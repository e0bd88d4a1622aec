//! An event that is emitted, or told by a webhook, without a field that it must have.

use filrouge_model::{Action, Event, Model, Tells};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// An event that is emitted, or told by a webhook, without a field that it must have.
    pub struct EventFieldNotGiven {
        event: String,
        how: &'static str,
        fields: Vec<String>,
        place: Span,
        declared: Vec<Span>,
    }
    slug: "event-field-not-given", severity: Error, since: "0.1",
    message: format!(
        "the event `{event}` is {how} without {}",
        fields.iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(", ")
    ),
    at: place => "incomplete".to_owned(),
    also: [declared => "declared without `?`".to_owned()],
    help: Some("give each of them a value or a place, or make it optional with `?`".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for step in model.journeys.values().flat_map(|journey| journey.steps.values()) {
        let Action::Emit(emit) = &step.action else { continue };
        let Some(event) = emit.event.as_ref().and_then(|event| model.events.of(event)) else { continue };
        let given: Vec<_> = emit.set.iter().map(|value| &*value.name.value).collect();
        missing(event, "emitted", &given, step.at).into_iter().for_each(|missing| findings.push(missing));
    }
    for mapping in model.sources.values().flat_map(|source| &source.tells) {
        let event = match &mapping.tells {
            Tells::Event(event) => event.as_ref(),
            Tells::Reply { stopped, .. } => stopped.value(),
            Tells::Profile | Tells::Refusal { .. } | Tells::Confirmation(_) => None,
        };
        let Some(event) = event else { continue };
        let Some(event) = model.events.of(event) else { continue };
        let given: Vec<_> = mapping.written.iter().map(|name| &**name).collect();
        missing(event, "told", &given, mapping.at).into_iter().for_each(|missing| findings.push(missing));
    }
}

fn missing(event: &Event, how: &'static str, given: &[&str], place: Span) -> Option<EventFieldNotGiven> {
    let missing = event.fields.iter().filter(|field| {
        let required = field.ty.as_ref().is_some_and(|ty| !ty.value.is_optional());
        required && !given.contains(&&*field.name.value)
    });
    let missing: Vec<_> = missing.collect();
    (!missing.is_empty()).then(|| EventFieldNotGiven {
        event: event.name.value.to_string(),
        how,
        fields: missing.iter().map(|field| field.name.value.to_string()).collect(),
        place,
        declared: missing.iter().map(|field| field.name.span).collect(),
    })
}
