//! A journey that is asked for without a field that its entry must have.

use filrouge_model::{Action, Model};
use filrouge_report::{Findings, listed, rule};
use filrouge_source::Span;

rule! {
    /// A journey that is asked for without a field that its entry must have.
    pub struct EntryFieldNotGiven { journey: String, fields: Vec<String>, place: Span, declared: Vec<Span> }
    slug: "entry-field-not-given", severity: Error, since: "0.1",
    message: format!(
        "the journey `{journey}` is asked for without {}",
        listed(fields.iter().map(String::as_str))
    ),
    at: place => "incomplete".to_owned(),
    also: [declared => "declared without `?`".to_owned()],
    help: Some("give each of them a value in `with`, or make it optional with `?`".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for step in model.journeys.values().flat_map(|journey| journey.steps.values()) {
        let (Action::Call(call) | Action::Start(call)) = &step.action else { continue };
        let Some(journey) = call.journey.as_ref().and_then(|journey| model.journeys.of(journey)) else {
            continue;
        };
        let fields = journey.enter.iter().flat_map(|enter| &enter.fields);
        let missing = fields.filter(|field| {
            let required = field.ty.as_ref().is_some_and(|ty| !ty.value.is_optional());
            required && !call.with.iter().any(|value| value.name.value == field.name.value)
        });
        let missing: Vec<_> = missing.collect();
        if !missing.is_empty() && super::journey_not_callable::is_callable(journey) {
            findings.push(EntryFieldNotGiven {
                journey: journey.name.value.to_string(),
                fields: missing.iter().map(|field| field.name.value.to_string()).collect(),
                place: step.at,
                declared: missing.iter().map(|field| field.name.span).collect(),
            });
        }
    }
}
