//! Segments that are defined by each other.

use crate::walk::circle;
use filrouge_model::{Expression, Id, Model, Segment, Trait};
use filrouge_report::{Findings, listed, rule};
use filrouge_source::Span;
use std::collections::{BTreeMap, BTreeSet};

rule! {
    /// Segments that are defined by each other.
    pub struct SegmentCycle { segments: Vec<String>, place: Span, others: Vec<Span> }
    slug: "segment-cycle", severity: Error, since: "0.1",
    shown: Refused,
    message: match segments.as_slice() {
        [only] => format!("the segment `{only}` is defined by itself"),
        _ => format!(
            "the segments {} are defined by each other",
            listed(segments.iter().map(String::as_str))
        ),
    },
    at: place => if segments.len() == 1 { "asks who is in it" } else { "asks who is in the next one" }.to_owned(),
    also: [others => "and so does this".to_owned()],
    help: Some("write the condition out in one of them".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let ids: BTreeMap<_, _> = model.segments.iter().map(|(id, segment)| (&*segment.name.value, id)).collect();
    let mut told = BTreeSet::new();
    for (start, _) in model.segments.iter() {
        let Some(mut cycle) = circle(start, |id| asked(id, model, &ids), |id| *id) else { continue };
        cycle.rotate_right(1);
        let members: BTreeSet<_> = cycle.iter().copied().collect();
        if members.first() == Some(&start) && told.insert(members) {
            report(&cycle, model, findings);
        }
    }
}

fn report(cycle: &[Id<Segment>], model: &Model, findings: &mut Findings) {
    let segments: Vec<_> = cycle.iter().filter_map(|id| model.segments.get(*id)).collect();
    let place = |segment: &&Segment| segment.when.as_ref().map_or(segment.at, |when| when.at);
    let mut places = segments.iter().map(place);
    if let Some(first) = places.next() {
        let names = segments.iter().map(|segment| segment.name.value.to_string()).collect();
        findings.push(SegmentCycle { segments: names, place: first, others: places.collect() });
    }
}

fn asked(id: Id<Segment>, model: &Model, ids: &BTreeMap<&str, Id<Segment>>) -> Vec<Id<Segment>> {
    let Some(when) = model.segments.get(id).and_then(|segment| segment.when.as_ref()) else { return Vec::new() };
    let held = traits_read(when, model).filter_map(|own| own.when.value());
    let names = [when].into_iter().chain(held).flat_map(|when| &when.compiled.segments);
    names.filter_map(|name| ids.get(name.as_str()).copied()).collect()
}

/// The computed traits that a condition reads.
fn traits_read<'m>(when: &'m Expression, model: &'m Model) -> impl Iterator<Item = &'m Trait> {
    let reads = when.compiled.reads.iter().filter_map(|path| path.strip_prefix("profile.")?.split('.').next());
    reads.filter_map(|name| model.traits.values().find(|own| *own.name.value == *name))
}
