//! What is special, or collected for some purposes alone, where data leaves; and what makes data say less on its way.

use super::ground::Ground;
use filrouge_label::{Arrival, Graph, Label, labels};
use filrouge_model::{Declassify, Purpose, Reference};
use filrouge_plan::address;
use filrouge_plan::manifest::{Declassifier, FlowLabel, LiftedLabel, ToldBy};
use filrouge_source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// What comes to a step from which data leaves.
#[derive(Debug, Clone, Default)]
pub(super) struct Labelled {
    pub labels: Vec<FlowLabel>,
    pub lifted: Vec<LiftedLabel>,
}

/// What comes to each step from which data leaves, by the address of the step.
pub(super) fn told(ground: &Ground<'_>) -> BTreeMap<String, Labelled> {
    let mut labels = labels(ground.model);
    labels.retain(|label| label.is_special() || !label.purposes.is_empty());
    if labels.is_empty() {
        return BTreeMap::new();
    }
    let (graph, names) = (Graph::of(ground.model), names(ground));
    let flows = graph.flow(&labels);
    let told = graph.sinks().iter().filter_map(|sink| {
        let journey = ground.model.journeys.get(sink.journey)?;
        let step = journey.steps.get(sink.step)?;
        let arrivals: Vec<_> = flows.at(sink).collect();
        Some((address::step(&journey.name.value, &step.name.value), labelled(&arrivals, &names)))
    });
    told.collect()
}

/// A label that comes as a value is not told again as a decision, nor one that nothing lifts as lifted.
fn labelled(arrivals: &[Arrival<'_, '_>], names: &BTreeMap<Span, String>) -> Labelled {
    let mut out: BTreeMap<&str, FlowLabel> = BTreeMap::new();
    for arrival in arrivals.iter().filter(|arrival| arrival.lift.is_none()) {
        let own = out.entry(&arrival.label.address).or_insert_with(|| flow_label(arrival.label));
        if !arrival.implied {
            own.told = ToldBy::Value;
        }
    }
    let lifted: BTreeSet<_> = arrivals
        .iter()
        .filter_map(|arrival| {
            let by = names.get(&arrival.lift?.at)?.clone();
            let from = arrival.label.address.clone();
            (!out.contains_key(&*from)).then_some(LiftedLabel { from, by })
        })
        .collect();
    Labelled { lifted: lifted.into_iter().collect(), labels: out.into_values().collect() }
}

fn flow_label(label: &Label<'_>) -> FlowLabel {
    FlowLabel {
        from: label.address.clone(),
        category: label.category.map(|category| category.value.to_string()),
        special: label.is_special(),
        purposes: purposes(label.purposes),
        told: ToldBy::Decision,
    }
}

fn purposes(named: &[Reference<Purpose>]) -> Vec<String> {
    let names: BTreeSet<_> = named.iter().map(|own| own.name.value.to_string()).collect();
    names.into_iter().collect()
}

/// Every `declassify`, with the address of the trait or the segment that it stands in.
fn all<'m>(ground: &Ground<'m>) -> impl Iterator<Item = (String, &'m Declassify)> {
    let traits = ground
        .model
        .traits
        .values()
        .filter_map(|own| Some((address::declared("profile", &own.name.value), own.declassify.value()?)));
    let segments = ground
        .model
        .segments
        .values()
        .filter_map(|own| Some((address::declared("segment", &own.name.value), own.declassify.value()?)));
    traits.chain(segments)
}

fn names(ground: &Ground<'_>) -> BTreeMap<Span, String> {
    all(ground).map(|(of, own)| (own.at, of)).collect()
}

/// Where data is declared to say less than what it is made of, sorted.
pub(super) fn declassifiers(ground: &Ground<'_>) -> Vec<Declassifier> {
    let mut all: Vec<_> = all(ground).filter_map(|(of, own)| declassifier(of, own, ground)).collect();
    all.sort_by(|one, other| one.of.cmp(&other.of));
    all
}

fn declassifier(of: String, own: &Declassify, ground: &Ground<'_>) -> Option<Declassifier> {
    Some(Declassifier {
        of,
        method: own.method?.value.word().to_owned(),
        k: own.k.value().copied(),
        reason: own.reason.as_ref()?.value.to_string(),
        purposes: purposes(&own.opens),
        approver: own.approver.value().map(|owner| owner.name.value.to_string()),
        stands: ground.stands(own.at),
    })
}
