//! What a test can depend on, in one hash: when it is the same under two plans, so is what comes of the test.
//!
//! A test walks one person past the whole plan, so any journey may matter that the person can come into. Those are left out
//! that nothing in the test can bring them into, and the templates that only those send. All else counts: too much is run
//! again rather than too little.

use filrouge_plan::scenario::{Act, ActKind, Scenario};
use filrouge_plan::source::Telling;
use filrouge_plan::{Action, Entry, Journey, Plan, SourceKind, canonical_json, sha256_hex};
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// The hash of `test` and of the part of `plan` that it can meet. Where the test stands in the text does not count.
#[must_use]
pub fn digest(test: &Scenario, plan: &Plan) -> String {
    let mut scenario = serde_json::to_value(test).unwrap_or_default();
    forget_places(&mut scenario);
    sha256_hex(canonical_json(&(scenario, met(test, plan))).as_bytes())
}

fn forget_places(json: &mut Json) {
    match json {
        Json::Object(members) => {
            members.remove("place");
            members.values_mut().for_each(forget_places);
        }
        Json::Array(items) => items.iter_mut().for_each(forget_places),
        _ => {}
    }
}

/// The plan without the journeys that the test cannot bring its person into, and without what only they send.
fn met(test: &Scenario, plan: &Plan) -> Plan {
    let names = journeys(test, plan);
    let journeys: Vec<Journey> =
        plan.journeys.iter().filter(|journey| names.contains(&journey.name)).cloned().collect();
    let sent: BTreeSet<&String> = journeys.iter().flat_map(templates).collect();
    let templates = plan.templates.iter().filter(|template| sent.contains(&template.name)).cloned().collect();
    // Part by part, so that nobody copies a thousand journeys for one test.
    Plan {
        format: plan.format,
        project: plan.project.clone(),
        profile: plan.profile.clone(),
        events: plan.events.clone(),
        traits: plan.traits.clone(),
        segments: plan.segments.clone(),
        purposes: plan.purposes.clone(),
        retentions: plan.retentions.clone(),
        sources: plan.sources.clone(),
        connectors: plan.connectors.clone(),
        channels: plan.channels.clone(),
        templates,
        journeys,
        retired: plan.retired.clone(),
        calendars: plan.calendars.clone(),
        suppressions: plan.suppressions.clone(),
        holdouts: plan.holdouts.clone(),
        centre: plan.centre.clone(),
        switches: plan.switches.clone(),
        roles: plan.roles.clone(),
        signals: plan.signals.clone(),
    }
}

fn templates(journey: &Journey) -> impl Iterator<Item = &String> {
    journey.steps.iter().filter_map(|step| match &step.action {
        Action::Send(send) => Some(&send.template),
        _ => None,
    })
}

/// Names of the journeys that the person of the test may come into.
fn journeys(test: &Scenario, plan: &Plan) -> BTreeSet<String> {
    let mut events = events(test, plan);
    let mut named: BTreeSet<String> = [test.journey.clone()].into();
    named.extend(test.acts.iter().filter_map(|act| match &act.kind {
        ActKind::Start { journey: Some(journey), .. } => Some(journey.clone()),
        _ => None,
    }));
    let mut known = BTreeSet::new();
    loop {
        let before = known.len();
        for journey in &plan.journeys {
            if (named.contains(&journey.name) || comes_in(journey, &events))
                && known.insert(journey.name.clone())
            {
                leads_to(journey, &mut events, &mut named);
            }
        }
        if known.len() == before {
            return known;
        }
    }
}

/// Whether an event of the test, or time and the profile alone, may bring the person in.
fn comes_in(journey: &Journey, events: &BTreeSet<String>) -> bool {
    match &journey.enter.by {
        Entry::Event { event } => events.contains(event),
        Entry::Segment { .. } | Entry::Date(_) | Entry::Schedule(_) => true,
        Entry::Api | Entry::Called => false,
    }
}

/// What a journey brings about: events that it emits, journeys that it asks for.
fn leads_to(journey: &Journey, events: &mut BTreeSet<String>, named: &mut BTreeSet<String>) {
    for step in &journey.steps {
        match &step.action {
            Action::Emit(emit) => drop(events.insert(emit.event.clone())),
            Action::Call(call) | Action::Start(call) => drop(named.insert(call.journey.clone())),
            _ => {}
        }
    }
}

/// Names of the events that the test lets happen.
fn events(test: &Scenario, plan: &Plan) -> BTreeSet<String> {
    test.acts.iter().flat_map(|act| of_act(act, plan)).collect()
}

fn of_act(act: &Act, plan: &Plan) -> Vec<String> {
    match &act.kind {
        ActKind::Event { name, .. } => vec![name.clone()],
        ActKind::Alias { events, .. } => events.iter().map(|(name, _)| name.clone()).collect(),
        ActKind::Webhook { source, .. } => told_by(source, plan),
        _ => Vec::new(),
    }
}

fn told_by(source: &str, plan: &Plan) -> Vec<String> {
    let source = plan.sources.iter().find(|own| own.name == source);
    let Some(SourceKind::Webhook { tells, .. }) = source.map(|source| &source.kind) else {
        return Vec::new();
    };
    let events = tells.iter().filter_map(|mapping| match &mapping.tells {
        Telling::Event(event) => Some(event.clone()),
        Telling::Reply { stopped, .. } => stopped.clone(),
        Telling::Profile | Telling::Refusal { .. } | Telling::Confirmation(_) => None,
    });
    events.collect()
}
