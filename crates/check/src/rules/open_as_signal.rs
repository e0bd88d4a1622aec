//! A journey that goes by whether a message was opened.

use crate::statutes::Statutes;
use filrouge_model::step::Trigger;
use filrouge_model::{Action, Event, Journey, Model, Reference, Step};
use filrouge_report::{Findings, rule};
use filrouge_source::{Span, Spanned};

rule! {
    /// A journey that goes by whether a message was opened.
    pub struct OpenAsSignal {
        /// What goes by it: ``the journey `welcome` ``.
        what: String,
        event: String,
        place: Span,
    }
    slug: "open-as-signal", severity: Error, since: "0.1",
    message: format!("{what} goes by whether a person opened a message"),
    at: place => format!("`{event}` is known by a pixel"),
    help: Some("go by clicks, orders or visits: following opens needs a consent of its own".to_owned()),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    let opens = law.list("C05", "opens");
    let used = of_journeys(law.model).chain(of_traits(law.model));
    for (kind, user, event) in used.filter(|(.., event)| opens.contains(&&*event.name.value)) {
        let Spanned { value: name, span: place } = &event.name;
        let what = format!("the {kind} `{user}`");
        findings.push(OpenAsSignal { what, event: name.to_string(), place: *place });
    }
}

/// What goes by an event: its kind and its name.
type Used<'m> = (&'static str, &'m str, &'m Reference<Event>);

fn of_traits(model: &Model) -> impl Iterator<Item = Used<'_>> {
    model.traits.values().flat_map(|own| {
        let events = own.on.value().into_iter().chain(own.then.value());
        events.map(|event| ("trait", &*own.name.value, event))
    })
}

fn of_journeys(model: &Model) -> impl Iterator<Item = Used<'_>> {
    model.journeys.values().flat_map(|journey| {
        events(journey).into_iter().map(|event| ("journey", &*journey.name.value, event))
    })
}

fn events(journey: &Journey) -> Vec<&Reference<Event>> {
    let exits = journey.exits.iter().filter_map(|exit| exit.on.as_ref());
    let goals = journey.goals.iter().filter_map(|goal| goal.event.as_ref());
    let steps = journey.steps.values().flat_map(of_step);
    journey.entry_event().into_iter().chain(exits.filter_map(of_trigger)).chain(goals).chain(steps).collect()
}

fn of_step(step: &Step) -> Vec<&Reference<Event>> {
    match &step.action {
        Action::WaitUntil(wait) => wait.triggers().filter_map(of_trigger).collect(),
        Action::Digest(digest) => digest.event.iter().collect(),
        _ => Vec::new(),
    }
}

const fn of_trigger(trigger: &Trigger) -> Option<&Reference<Event>> {
    match trigger {
        Trigger::Event { event, .. } => Some(event),
        Trigger::Condition(_) => None,
    }
}
