//! What is made of personal data and kept for longer than the data.

use crate::patience::millis;
use crate::ways::Ways;
use filrouge_label::{Arrival, Flows, Kept, labels};
use filrouge_model::{Model, Opt, Profile, Retain};
use filrouge_report::{Finding, Findings, Label, rule};
use filrouge_source::Span;

rule! {
    /// What is made of personal data and kept for longer than the data.
    pub struct DerivedOutlivesSource {
        /// What is made of it: `the trait `friends``.
        derived: String,
        name: String,
        place: Span,
        /// How long the data is kept.
        source: Span,
        /// How long what is made of it is kept.
        longer: Span,
        help: &'static str,
    }
    slug: "derived-outlives-source", severity: Error, since: "0.1",
    shown: Refused,
    message: format!("{derived} keeps {name} longer than the data that it is made of"),
    at: place => "kept for longer".to_owned(),
    also: [source => "the data is kept for this long".to_owned(), longer => "for how long this is kept".to_owned()],
    help: Some((*help).to_owned()),
}

/// Something that is made of data.
struct Derived {
    name: String,
    slot: usize,
    kept: Kept,
    help: &'static str,
}

pub(super) fn check(ways: &Ways<'_>, findings: &mut Findings) {
    let model = ways.model;
    let Some(profile) = &model.profile else { return };
    let derived = derived(model, profile);
    let longest = derived.iter().map(|own| millis(own.kept.period)).max().unwrap_or(0);
    let mut labels = labels(model);
    labels.retain(|label| label.is_personal() && label.kept.is_some_and(|kept| millis(kept.period) < longest));
    if labels.is_empty() {
        return;
    }
    let graph = ways.graph();
    let flows = graph.flow(&labels);
    for own in &derived {
        let outlived = |arrival: &Arrival<'_, '_>| {
            let kept = arrival.label.kept.is_some_and(|kept| millis(kept.period) < millis(own.kept.period));
            kept && !arrival.implied && arrival.lift.is_none() && !arrival.is_home()
        };
        let first = flows.at_profile(own.slot).find(outlived);
        findings.extend(first.and_then(|arrival| finding(own, &arrival, &flows)).into_iter().collect());
    }
}

fn finding(own: &Derived, arrival: &Arrival<'_, '_>, flows: &Flows<'_, '_>) -> Option<Finding> {
    let path = flows.path(arrival);
    let (place, before) = path.split_last()?;
    let mut finding = Finding::from(DerivedOutlivesSource {
        derived: own.name.clone(),
        name: arrival.label.name.clone(),
        place: place.at,
        source: arrival.label.kept?.at,
        longer: own.kept.at,
        help: own.help,
    });
    let hops = before.iter().filter_map(|hop| Some(Label { span: hop.at, text: hop.way.told()? }));
    finding.labels.extend(hops);
    Some(finding)
}

/// Fields of the profile and traits, where it is said how long they are kept.
fn derived(model: &Model, profile: &Profile) -> Vec<Derived> {
    let whole = kept(&profile.retain);
    let slot = |name: &str| profile.seen.fields.iter().position(|field| field.name == name);
    let fields = profile.all_fields().filter_map(|field| {
        let own = field.retain.get().map(|keep| Kept { period: keep.value, at: keep.span });
        let name = format!("`profile.{}`", field.name.value);
        Some(Derived { name, slot: slot(&field.name.value)?, kept: own.or(whole)?, help: FIELD })
    });
    let traits = model.traits.values().filter_map(|own| {
        let window = own.within.get().map(|within| Kept { period: within.value, at: within.span });
        let name = format!("the trait `{}`", own.name.value);
        Some(Derived { name, slot: slot(&own.name.value)?, kept: window.or(whole)?, help: TRAIT })
    });
    fields.chain(traits).collect()
}

const FIELD: &str = "keep it for no longer than the data, with `retain=` on the field, or keep the data for longer";
const TRAIT: &str = "look back less far with `within=`, or declare why it says less, with `declassify`";

fn kept(retain: &Opt<Retain>) -> Option<Kept> {
    let keep = retain.value()?.keep.get()?;
    Some(Kept { period: keep.value, at: keep.span })
}
