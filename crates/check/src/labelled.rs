//! What labelled data is used for: one walk over its ways, and a finding for each cause.
//!
//! The cause of a use for a wrong purpose is the line that says what the data is collected for, together with the journey
//! and the purpose for which it is used there: however many fields and messages that concerns, it is told once, at the
//! message that holds the data rather than at one that only tells of it.

mod trail;

pub(crate) use trail::{Trail, condition, declared};

use crate::rules::{
    more_than_needed, revealed_for_another_purpose as revealed, shown_for_another_purpose as shown,
    special_data_without_condition as special, used_for_another_purpose as used,
};
use crate::ways::Ways;
use filrouge_label::{Arrival, Flows, Graph, Label, Sink, Way, labels};
use filrouge_model::{Id, Journey, Model, Purpose};
use filrouge_report::{Finding, Findings};
use filrouge_source::Span;
use std::collections::BTreeMap;

/// What is wrong about data that comes to a step from which it leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Wrong {
    /// It was not collected for the purpose.
    Purpose,
    /// It is special, and the purpose names no right to use such data.
    Special,
    /// The purpose does not need it.
    Needless,
}

/// What is told once.
type Cause = (Wrong, Span, Option<Id<Journey>>, Id<Purpose>);

/// One case of a cause.
#[derive(Clone, Copy)]
struct Case<'g, 'm> {
    arrival: Arrival<'g, 'm>,
    sink: Sink,
}

/// Every use of labelled data that it does not allow.
pub(crate) fn check(ways: &Ways<'_>, findings: &mut Findings) {
    let model = ways.model;
    let needs = model.purposes.values().any(|purpose| !purpose.needs.is_empty());
    let limits = |label: &Label<'_>| !label.purposes.is_empty() || label.is_special();
    let mut labels = labels(model);
    labels.retain(|label| limits(label) || (needs && label.is_personal()));
    if labels.is_empty() {
        return;
    }
    special::declared(&labels, model, findings);
    let graph = ways.graph();
    let flows = graph.flow(&labels);
    let mut told: Vec<_> = cases(&flows, graph, model).into_iter().collect();
    told.sort_by_key(|((wrong, ..), case)| (*wrong, case.sink.journey, case.sink.step));
    told.into_iter()
        .filter_map(|(cause, case)| finding(cause.0, case, &flows, model))
        .for_each(|own| findings.push(own));
}

/// The causes, each with its clearest case.
fn cases<'g, 'm>(flows: &Flows<'g, 'm>, graph: &Graph<'m>, model: &Model) -> BTreeMap<Cause, Case<'g, 'm>> {
    let mut cases: BTreeMap<Cause, Case<'_, '_>> = BTreeMap::new();
    for sink in graph.sinks() {
        let arrivals = flows.at(sink).filter(|arrival| !arrival.is_freed(sink.purpose));
        for arrival in arrivals {
            let Some(cause) = cause(&arrival, sink, model) else { continue };
            let case = Case { arrival, sink: *sink };
            let known = cases.entry(cause).or_insert(case);
            if unclear(&arrival) < unclear(&known.arrival) {
                *known = case;
            }
        }
    }
    cases
}

/// Data that leaves is clearer than data that a decision tells, and a field is clearer than the fact that an event happened.
fn unclear(arrival: &Arrival<'_, '_>) -> (bool, bool) {
    (arrival.implied, arrival.label.is_event())
}

fn cause(arrival: &Arrival<'_, '_>, sink: &Sink, model: &Model) -> Option<Cause> {
    let (label, purpose) = (arrival.label, model.purposes.get(sink.purpose)?);
    let named = label.purposes.first().map(|first| first.name.span);
    if !label.serves(sink.purpose, model) {
        return Some((Wrong::Purpose, named?, Some(sink.journey), sink.purpose));
    }
    if label.is_special() && purpose.special_categories.is_absent() {
        // Of a purpose that the data itself names it was told where that is declared.
        let by_name = label.purposes.iter().any(|own| own.id == Some(sink.purpose));
        let journey = arrival.implied.then_some(sink.journey);
        return (!by_name).then_some((Wrong::Special, purpose.name.span, journey, sink.purpose));
    }
    let needless = !arrival.implied && label.is_personal() && !more_than_needed::needs(purpose, label);
    needless.then_some((Wrong::Needless, label.at, Some(sink.journey), sink.purpose))
}

fn finding(wrong: Wrong, case: Case<'_, '_>, flows: &Flows<'_, '_>, model: &Model) -> Option<Finding> {
    let trail = Trail::of(&case.arrival, &case.sink, flows, model)?;
    Some(match wrong {
        Wrong::Purpose if case.arrival.implied => revealed::of_another_purpose(trail),
        Wrong::Purpose if matches!(trail.last, Some((_, Way::Shows))) => shown::finding(trail),
        Wrong::Purpose => used::finding(trail),
        Wrong::Special if case.arrival.implied => revealed::of_a_special_category(trail),
        Wrong::Special => special::finding(trail),
        Wrong::Needless => more_than_needed::finding(trail),
    })
}
