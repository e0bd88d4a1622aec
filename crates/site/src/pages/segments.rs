//! Segments: who is in, and who asks.

use super::Page;
use crate::known::Known;
use crate::search::Entry;
use crate::{links, uses};
use filrouge_plan::program::Node;
use filrouge_plan::{Action, Entry as By, Journey, Program, Segment, Trigger, address};
use serde_json::{Value as Json, json};

pub(super) fn page(known: &Known<'_>) -> Page {
    let segments: Vec<Json> = known.plan().segments.iter().map(|own| segment(known, own)).collect();
    let entry = |own: &Segment| Entry {
        title: own.name.clone(),
        kind: known.word("segment"),
        url: links::declared("segment", &own.name),
        text: words(known, own),
    };
    let entries = known.plan().segments.iter().map(entry).collect();
    Page::new("segments.html", "segments", known.word("segments"), json!({ "segments": segments }))
        .with_entries(entries)
}

fn words(known: &Known<'_>, own: &Segment) -> String {
    let place = address::condition(&address::declared("segment", &own.name));
    known.places().words(&place).unwrap_or_default()
}

fn segment(known: &Known<'_>, own: &Segment) -> Json {
    let users = known.plan().journeys.iter().filter(|journey| uses(journey, &own.name));
    json!({
        "name": own.name,
        "anchor": links::anchor("segment", &own.name),
        "when": words(known, own),
        "stands": known.stands(&address::declared("segment", &own.name)),
        "reads": known.fields(&uses::slots(&own.when, known.plan())),
        "used_by": known.declared("journey", users.map(|journey| &journey.name)),
    })
}

/// Whether people of the segment come in, or a condition of the journey asks for it.
fn uses(journey: &Journey, segment: &str) -> bool {
    let enters = match &journey.enter.by {
        By::Segment { segment: own, .. } => own == segment,
        By::Schedule(entry) => entry.segment.as_deref() == Some(segment),
        By::Event { .. } | By::Date(_) | By::Api | By::Called => false,
    };
    enters || conditions(journey).any(|program| asks(program, segment))
}

fn asks(program: &Program, segment: &str) -> bool {
    program.nodes.iter().any(|node| matches!(node, Node::InSegment(own) if own == segment))
}

fn conditions(journey: &Journey) -> impl Iterator<Item = &Program> {
    let exits = journey.exits.iter().filter_map(|exit| trigger(&exit.on));
    let steps = journey.steps.iter().flat_map(|step| match &step.action {
        Action::Split(split) => split.ways.iter().map(|way| &way.when).collect::<Vec<_>>(),
        Action::WaitUntil(wait) => wait.arms.iter().filter_map(|arm| trigger(&arm.on)).collect(),
        Action::Repeat(repeat) => repeat.as_long_as.iter().chain(&repeat.until).collect(),
        _ => Vec::new(),
    });
    journey.enter.when.iter().chain(exits).chain(steps)
}

const fn trigger(trigger: &Trigger) -> Option<&Program> {
    match trigger {
        Trigger::Event { when, .. } => when.as_ref(),
        Trigger::Condition(when) => Some(when),
    }
}
