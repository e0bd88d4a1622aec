//! What a plan decides for everybody, and what a person lives.

use super::{Obstacle, for_all};
use crate::compare::changed;
use filrouge_plan::program::Node;
use filrouge_plan::{Entry, Field, Fold, Journey, Made, Plan, Program, Trait, address};
use std::collections::BTreeSet;

/// Whether a part of the plan is what a person lives. `read` are the segments that something reads which holds for everybody.
pub(super) fn is_lived(address: &str, read: &BTreeSet<String>) -> bool {
    match address.split_once('/') {
        Some(("journey" | "template" | "retired", _)) => true,
        Some(("segment", name)) => !read.contains(name),
        _ => false,
    }
}

/// Whether everything that holds for everybody is the same. Taken apart, so that a new part of the plan does not compile until it
/// is on either side.
pub(super) fn same_for_all(old: &Plan, new: &Plan) -> bool {
    let Plan {
        format,
        project,
        profile,
        events,
        traits,
        purposes,
        retentions,
        sources,
        connectors,
        channels,
        calendars,
        suppressions,
        holdouts,
        centre,
        roles,
        signals,
        // What a person lives.
        segments: _,
        templates: _,
        journeys: _,
        retired: _,
        // The operator's, carried from plan to plan.
        switches: _,
    } = new;
    old.format == *format
        && old.project == *project
        && old.profile == *profile
        && old.events == *events
        && same_traits(&old.traits, traits)
        && (&old.purposes, &old.retentions, &old.sources) == (purposes, retentions, sources)
        && (&old.connectors, &old.channels) == (connectors, channels)
        && (&old.calendars, &old.suppressions, &old.holdouts) == (calendars, suppressions, holdouts)
        && (&old.centre, &old.roles, &old.signals) == (centre, roles, signals)
}

/// For whom a trait is computed follows from the journeys that read it. What it computes is the same.
fn same_traits(old: &[Trait], new: &[Trait]) -> bool {
    let same = |(old, new): (&Trait, &Trait)| old.field == new.field && old.made == new.made;
    old.len() == new.len() && old.iter().zip(new).all(same)
}

/// Segments that something reads which holds for everybody, also by way of other segments.
pub(super) fn segments_for_all(plan: &Plan) -> BTreeSet<String> {
    let suppressions = plan.suppressions.iter().map(|own| &own.when);
    let traits = plan.traits.iter().flat_map(|own| programs(&own.made));
    let mut open: Vec<String> = suppressions.chain(traits).flat_map(named).cloned().collect();
    let mut read = BTreeSet::new();
    while let Some(name) = open.pop() {
        let segment = plan.segments.iter().find(|segment| segment.name == name);
        if read.insert(name) {
            open.extend(segment.into_iter().flat_map(|segment| named(&segment.when)).cloned());
        }
    }
    read
}

fn programs(made: &Made) -> Vec<&Program> {
    match made {
        Made::Fold(Fold { when, of, by: _, event: _, within: _, late: _ }) => when.iter().chain(of).collect(),
        Made::Sequence { when, first: _, then: _, within: _, late: _ }
        | Made::Absence { when, event: _, lasting: _, late: _ } => when.iter().collect(),
        Made::Held { when, lasting: _ } => vec![when],
    }
}

fn named(program: &Program) -> impl Iterator<Item = &String> {
    program.nodes.iter().filter_map(|node| match node {
        Node::InSegment(name) => Some(name),
        _ => None,
    })
}

/// What a journey decides for everybody: how fast its messages leave, all people together, and what a call from outside brings.
pub(super) fn of_journeys(old: &Plan, new: &Plan) -> Vec<Obstacle> {
    let mut found = Vec::new();
    for now in &new.journeys {
        let Some(before) = old.journeys.iter().find(|before| before.name == now.name) else { continue };
        let (was, is) = (before.rank.throttle, now.rank.throttle);
        if was != is {
            found.push(for_all(&address::journey(&now.name), &changed("throttle", &was, &is)));
        }
        let (was, is) = (called(before), called(now));
        if was != is {
            found.push(for_all(&address::enter(&now.name), &changed("fields", &was, &is)));
        }
    }
    found
}

/// What a call from outside brings; nothing where people come in by something else.
fn called(journey: &Journey) -> Option<&[Field]> {
    matches!(journey.enter.by, Entry::Api).then_some(&journey.enter.fields)
}
