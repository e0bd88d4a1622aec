//! A journey that another one asks for, and that does not let itself be asked for.

use filrouge_model::{Action, Entry, Journey, Model};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A journey that another one asks for, and that does not let itself be asked for.
    pub struct JourneyNotCallable { journey: String, place: Span, enter: Span }
    slug: "journey-not-callable", severity: Error, since: "0.1",
    message: format!("no other journey can ask for `{journey}`"),
    at: place => "asked for here".to_owned(),
    also: [enter => "people come in by this alone".to_owned()],
    help: Some("let it say `enter called`, with the fields that it needs".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for step in model.journeys.values().flat_map(|journey| journey.steps.values()) {
        let (Action::Call(call) | Action::Start(call)) = &step.action else { continue };
        let Some(reference) = &call.journey else { continue };
        let Some(journey) = model.journeys.of(reference).filter(|journey| !is_callable(journey)) else {
            continue;
        };
        let Some(enter) = &journey.enter else { continue };
        findings.push(JourneyNotCallable {
            journey: journey.name.value.to_string(),
            place: reference.name.span,
            enter: enter.at,
        });
    }
}

/// Whether another journey may ask for it; one that is written wrongly is given the benefit of the doubt.
pub(super) fn is_callable(journey: &Journey) -> bool {
    let by = journey.enter.as_ref().and_then(|enter| enter.by.as_ref());
    matches!(by, None | Some(Entry::Called))
}
